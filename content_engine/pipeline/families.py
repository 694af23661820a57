"""Generates a family from a brief: retrieve what may be said, then fill the cells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from langchain_core.runnables import Runnable, RunnableLambda

from content_engine import briefs, supplies
from content_engine.affinity import explaining, scoring
from content_engine.affinity.scoring import Taste
from content_engine.pipeline import messages
from content_engine.pipeline.messages import Workshop
from content_engine.pipeline.outcomes import (
    Generated,
    InfeasibleCell,
    MadeVariant,
    Rating,
)
from content_engine.planning import spreading
from content_engine.planning.layout import InfeasibleError
from content_engine.planning.requests import CompletedBrief
from content_engine.planning.slots import Cell
from content_engine.supply import Supply
from content_engine.writers.protocol import Writer
from knowledge_base.models import HcpSegment
from knowledge_base.profiles import facts

Progress = Callable[[int, int], None]


@dataclass
class Asked:
    """What a family is to be, before anything was looked up for it."""

    brief: CompletedBrief
    writer: Writer
    fallback: Writer | None
    progress: Progress


@dataclass
class Order(Asked):
    """A family on its way through the route, with all that may be said in it."""

    supply: Supply
    made: list[MadeVariant] = field(default_factory=list)
    infeasible: list[InfeasibleCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def generate(
    brief: CompletedBrief,
    *,
    writer: Writer,
    fallback: Writer | None,
    progress: Progress,
) -> Generated:
    """The variants that answer a brief, and the cells that nothing could fill.

    ``progress`` hears how many of how many variants are made. Raises what
    ``supplies.gather`` raises where the brand has no label in force.
    """
    asked = Asked(brief, writer, fallback, progress)
    generated: Generated = ROUTE.invoke(asked)
    return generated


def _retrieve(asked: Asked) -> Order:
    brief = asked.brief
    query = " ".join((brief.objective, *brief.key_messages))
    supply = supplies.gather(brief.context, query)
    return Order(brief, asked.writer, asked.fallback, asked.progress, supply)


def _fill(order: Order) -> Order:
    workshop = Workshop(
        brief=order.brief,
        supply=order.supply,
        writer=order.writer,
        fallback=order.fallback,
        reasons=briefs.unavailable(order.brief),
        alive=lambda: order.progress(len(order.made), order.brief.count),
    )
    workshop.alive()
    if order.brief.hcps:
        _fill_for_people(order, workshop)
    else:
        _fill_in_turn(order, workshop)
    return order


def _fill_in_turn(order: Order, workshop: Workshop) -> None:
    """Cells in turn; one that cannot be filled is reported once and then left out."""
    brief, taste = order.brief, _taste_of_mix(order.brief)
    tones, themes, formats = (
        sorted(values, key=lambda value: -scoring.score({axis: value}, taste).score)
        for axis, values in _axes(brief)
    )
    left = len(tones) * len(themes) * len(formats)
    failed: set[Cell] = set()
    turn = spreading.in_turn(tones, themes, formats)
    while len(order.made) < brief.count and len(failed) < left:
        cell = next(turn)
        if cell not in failed and not _filled(order, workshop, cell, taste):
            failed.add(cell)


def _fill_for_people(order: Order, workshop: Workshop) -> None:
    """Each person's best liked cells, none twice for the same person."""
    brief = order.brief
    for person, share in spreading.shares(brief.count, brief.hcps).items():
        taste = _taste_of(person, brief)
        cells = spreading.by_liking(
            brief.tones,
            brief.themes,
            brief.formats,
            partial(_liking, brief=brief, taste=taste),
            person,
        )
        filled = 0
        for cell in cells:
            if filled == share:
                break
            filled += _filled(order, workshop, cell, taste)
        if filled < share:
            order.notes.append(
                f"{person} gets {filled} of {share} variants: no cell is left that "
                "this reader has not got yet."
            )


def _filled(order: Order, workshop: Workshop, cell: Cell, taste: Taste) -> bool:
    """Try to fill a cell; say whether it worked."""
    try:
        message = messages.make(workshop, cell)
    except InfeasibleError as error:
        order.infeasible.append(InfeasibleCell(cell, str(error)))
        return False
    brief = order.brief
    order.made.append(
        MadeVariant(
            cell=cell,
            context=brief.context,
            label_version=workshop.supply.label.version,
            parts=message.parts,
            check=message.check,
            affinity=_rating(_features(cell, brief), taste),
            card=message.card,
            note=message.note,
        )
    )
    order.progress(len(order.made), brief.count)
    return True


def _hand_over(order: Order) -> Generated:
    made, count = len(order.made), order.brief.count
    if made < count:
        order.notes.append(f"{made} of {count} variants could be made.")
    for variant in order.made:
        if variant.note and variant.note not in order.notes:
            order.notes.append(variant.note)
    return Generated(
        variants=tuple(order.made),
        infeasible=tuple(order.infeasible),
        retrieved=order.supply.claims,
        notes=tuple(order.notes),
    )


def _axes(brief: CompletedBrief) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "tone", brief.tones
    yield "theme", brief.themes
    yield "format", brief.formats


def _features(cell: Cell, brief: CompletedBrief) -> dict[str, str]:
    return {
        "tone": cell.tone,
        "theme": cell.theme,
        "format": cell.format,
        "channel": brief.channel,
    }


def _taste_of(person: str, brief: CompletedBrief) -> Taste:
    view = facts.profile_at(person, brief.day)
    return Taste(view.mix, view.leanings, view.own, view.observations)


def _taste_of_mix(brief: CompletedBrief) -> Taste:
    segments = HcpSegment.objects.filter(key__in=brief.segment_mix)
    leanings = {segment.key: segment.leanings for segment in segments}
    return Taste(mix=brief.segment_mix, leanings=leanings)


def _liking(cell: Cell, brief: CompletedBrief, taste: Taste) -> float:
    return scoring.score(_features(cell, brief), taste).score


def _rating(features: dict[str, str], taste: Taste) -> Rating:
    affinity = scoring.score(features, taste)
    return Rating(
        affinity.score, affinity.interval, explaining.reasons(affinity, taste)
    )


ROUTE: Runnable[Asked, Generated] = (
    RunnableLambda(_retrieve, name="retrieve")
    | RunnableLambda(_fill, name="plan, write, choose, render, check")
    | RunnableLambda(_hand_over, name="hand over")
)

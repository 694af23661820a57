"""Makes one message of a family: plan, write, choose, render, check."""

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from langchain_core.runnables import Runnable, RunnableLambda

from content_engine import checking
from content_engine.pieces import CheckResult, Part, Piece, PieceText
from content_engine.pipeline.outcomes import MadeMessage
from content_engine.planning import layout
from content_engine.planning.layout import InfeasibleError
from content_engine.planning.requests import CompletedBrief
from content_engine.planning.slots import Cell, MessagePlan
from content_engine.rendering import substituting
from content_engine.rendering.substituting import DraftRefusedError
from content_engine.supply import Supply
from content_engine.vocabulary import Severity, Verdict, WriterName
from content_engine.writers.composer.pools import Candidate, Chosen
from content_engine.writers.protocol import Draft, Writer, WriterFailedError

FEWEST_DRAFTS, MOST_DRAFTS = 12, 60  # of the composer for one cell
DRAFTS_FOR_EACH = 8
MOST_CHECKS = 8  # so many blocked messages of one cell show that the rest would be too
REPAIRS = 2
MOST_FAILURES = 2  # in a row; then the writer is not asked again in this family


class UnusableError(ValueError):
    """Nothing that was written can be used; ``reasons`` tells the writer why."""

    def __init__(self, sentence: str, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.reasons = reasons


@dataclass
class Workshop:
    """What the messages of one family share while they are made."""

    brief: CompletedBrief
    supply: Supply
    writer: Writer
    fallback: Writer | None
    reasons: Mapping[str, str]
    alive: Callable[[], None]
    chosen: Chosen = field(default_factory=Chosen)
    plans: dict[Cell, MessagePlan] = field(default_factory=dict)
    pools: dict[tuple[Cell, str], list[Candidate]] = field(default_factory=dict)
    failures: int = 0


@dataclass(frozen=True)
class Job:
    """One message on its way through the route."""

    workshop: Workshop
    cell: Cell
    writer: Writer
    feedback: tuple[str, ...] = ()

    @property
    def pool(self) -> list[Candidate]:
        """The drafts of this cell and writer that are still unused."""
        key = (replace(self.cell, hcp=None), self.writer.card.name)
        return self.workshop.pools.setdefault(key, [])


@dataclass(frozen=True)
class PlannedJob(Job):
    """A message whose slots are laid out."""

    plan: MessagePlan = field(kw_only=True)


def make(workshop: Workshop, cell: Cell) -> MadeMessage:
    """A message that its checks do not block; raises InfeasibleError with the reason.

    A writer other than the composer hears what was wrong and may try again; then the
    fallback takes over, where there is one.
    """
    failure: Exception | None = None
    if workshop.failures < MOST_FAILURES:
        try:
            return _repaired(workshop, cell)
        except (UnusableError, WriterFailedError) as error:
            workshop.failures += isinstance(error, WriterFailedError)
            failure = error
    else:
        failure = WriterFailedError(
            f"{workshop.writer.card.name} failed {MOST_FAILURES} times in a row "
            "and was not asked again."
        )
    fallback = workshop.fallback
    if fallback is None or fallback.card.name == workshop.writer.card.name:
        raise InfeasibleError(str(failure)) from failure
    try:
        made: MadeMessage = ROUTE.invoke(Job(workshop, cell, fallback))
    except (UnusableError, WriterFailedError) as error:
        raise InfeasibleError(str(error)) from error
    name = workshop.writer.card.name
    return replace(made, note=f"Written in place of {name}: {failure}")


def _repaired(workshop: Workshop, cell: Cell) -> MadeMessage:
    feedback: tuple[str, ...] = ()
    tries = 1 if _is_composer(workshop.writer) else 1 + REPAIRS
    while True:
        tries -= 1
        try:
            job = Job(workshop, cell, workshop.writer, feedback)
            made: MadeMessage = ROUTE.invoke(job)
        except UnusableError as error:
            if not tries:
                raise
            feedback = error.reasons
        else:
            workshop.failures = 0
            return made


def _plan(job: Job) -> PlannedJob:
    workshop, cell = job.workshop, replace(job.cell, hcp=None)
    if cell not in workshop.plans:
        workshop.plans[cell] = layout.plan(
            cell,
            workshop.brief.context,
            workshop.supply,
            workshop.brief,
            workshop.brief.seed,
            reasons=workshop.reasons,
        )
    plan = workshop.plans[cell]
    return PlannedJob(workshop, job.cell, job.writer, job.feedback, plan=plan)


def _write(job: PlannedJob) -> PlannedJob:
    """The composer writes a whole pool once; others write one draft when asked."""
    if not _is_composer(job.writer):
        job.workshop.alive()
        seed = job.plan.seed + len(job.workshop.chosen.texts)
        asked = replace(job.plan, seed=seed, feedback=job.feedback)
        _keep(job, job.writer.propose(asked, 1))
    elif (replace(job.cell, hcp=None), job.writer.card.name) not in job.workshop.pools:
        size = _pool_size(job.workshop.brief)
        _keep(job, job.writer.propose(job.plan, size))
    return job


def _pool_size(brief: CompletedBrief) -> int:
    """More drafts where more messages must come out of one cell."""
    cells = len(brief.tones) * len(brief.themes) * len(brief.formats)
    each = math.ceil(brief.count / cells)
    return max(FEWEST_DRAFTS, min(MOST_DRAFTS, DRAFTS_FOR_EACH * each), 2 * each)


def _keep(job: Job, drafts: Iterable[Draft]) -> None:
    chosen = job.workshop.chosen
    job.pool.extend(chosen.candidate(draft) for draft in drafts)


def _choose(job: PlannedJob) -> MadeMessage:
    """The message least like the others that neither plan nor checks refuse.

    A draft is compared by its own words and rendered only when its turn comes.
    """
    workshop, plan = job.workshop, job.plan
    objections: dict[str, None] = {}
    candidates = workshop.chosen.farthest_first(job.pool)
    for candidate in itertools.islice(candidates, MOST_CHECKS):
        try:
            parts = substituting.render(plan, candidate.draft, workshop.supply)
        except DraftRefusedError as error:
            objections[str(error)] = None
            continue
        result = _checked(job, parts)
        if result.verdict != Verdict.BLOCKED:
            workshop.chosen.add(candidate)
            return MadeMessage(parts, result, job.writer.card)
        objections.update(dict.fromkeys(_objections(result)))
    raise UnusableError(_sentence(job, tuple(objections)), tuple(objections))


def _checked(job: Job, parts: tuple[Part, ...]) -> CheckResult:
    texts = tuple(PieceText(part.name, part.text) for part in parts)
    piece = Piece(job.workshop.brief.context, texts)
    return checking.check(piece, job.workshop.supply)


def _objections(result: CheckResult) -> list[str]:
    return [
        f"{finding.rule}: {finding.message}"
        + (f" (“{finding.text}”)" if finding.text else "")
        for finding in result.findings
        if finding.severity == Severity.BLOCK
    ]


def _sentence(job: Job, objections: tuple[str, ...]) -> str:
    if objections:
        return f"Every message tried was refused: {objections[0]}"
    return (
        f"The approved copy in the tone {job.cell.tone} allows no further message on "
        f"the theme {job.cell.theme} that differs from the others."
    )


def _is_composer(writer: Writer) -> bool:
    return writer.card.name == WriterName.COMPOSER


ROUTE: Runnable[Job, MadeMessage] = (
    RunnableLambda(_plan, name="plan")
    | RunnableLambda(_write, name="write")
    | RunnableLambda(_choose, name="choose, render and check")
)

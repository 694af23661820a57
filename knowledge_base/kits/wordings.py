"""Brings claims and copy to what a kit says: what changed becomes a new revision."""

import dataclasses
from typing import Any

from knowledge_base import claims, copy_blocks
from knowledge_base.claim_contents import Cited, ClaimContent, store
from knowledge_base.copy_blocks import BlockContent
from knowledge_base.kits.counting import Effect
from knowledge_base.kits.loads import Load
from knowledge_base.kits.product import day
from knowledge_base.models import (
    Brand,
    Claim,
    ClaimState,
    ClaimVersion,
    CopyBlock,
    CopyBlockVersion,
)
from knowledge_base.wording import readings

Content = dict[str, Any]


def load_claims(
    brand: Brand, stated: list[Content], cited: dict[str, Cited], work: Load
) -> None:
    """Draft, and approve if the load is approved, every new or changed claim."""
    known = {row.key: row for row in brand.claims.all()}
    newest = _newest_claims(brand)
    for row in stated:
        claim = known.get(row["key"])
        if claim and claim.kind != row["kind"]:
            work.faults.append(
                f"the claim {row['key']} is recorded as {claim.kind}, not "
                f"{row['kind']}: another kind of claim needs another key."
            )
            continue
        effect = _claim(brand, row, newest.get(row["key"]), cited, work)
        work.counts.claims.add(effect)


def load_copy(brand: Brand, stated: list[Content], work: Load) -> None:
    """Draft, and approve if the load is approved, every new or changed block."""
    known = {row.key: row for row in brand.copy_blocks.all()}
    blocks = CopyBlock.objects.bulk_create(
        CopyBlock(brand=brand, key=row["key"])
        for row in stated
        if row["key"] not in known
    )
    known |= {row.key: row for row in blocks}
    newest = _newest_blocks(brand)
    fresh: list[CopyBlockVersion] = []
    drafts: list[CopyBlockVersion] = []
    for row in stated:
        _sort_block(known[row["key"]], row, newest.get(row["key"]), work, fresh, drafts)
    CopyBlockVersion.objects.bulk_create(fresh)
    if work.approve:
        copy_blocks.put_all_in_force([*fresh, *drafts], by=work.by, at=work.at)


def _newest_claims(brand: Brand) -> dict[str, ClaimVersion]:
    rows = ClaimVersion.objects.filter(claim__brand=brand).order_by("version")
    rows = rows.select_related("claim").prefetch_related(
        "variations", "citations", "approvals"
    )
    return {row.claim.key: row for row in rows}


def _claim(
    brand: Brand,
    stated: Content,
    newest: ClaimVersion | None,
    cited: dict[str, Cited],
    work: Load,
) -> Effect:
    content = _claim_content(stated, cited, newest.reading if newest else {})
    if newest and content.equals(newest):
        if not work.approve or newest.state != ClaimState.DRAFT:
            return "unchanged"
        if newest.approvals.all():
            work.faults.append(
                f"the claim {stated['key']} waits for its second approval: give it "
                "there, not by a kit."
            )
            return "unchanged"
        claims.put_in_force(newest, by=work.by, at=work.at)
        return "changed"
    claim = newest.claim if newest else _new_claim(brand, stated)
    # What a wording says is read when it is new: a better reader revises no claim.
    content = dataclasses.replace(content, reading=_reading(brand, content))
    version = store(claim, content, by=work.by, at=work.at)
    if work.approve:
        claims.put_in_force(version, by=work.by, at=work.at)
    return "changed" if newest else "created"


def _new_claim(brand: Brand, stated: Content) -> Claim:
    return Claim.objects.create(brand=brand, key=stated["key"], kind=stated["kind"])


def _reading(brand: Brand, content: ClaimContent) -> Content:
    """What the wording says, as far as it can be read, beside what the kit states."""
    names = f"{brand.name} ({brand.generic_name})" if brand.generic_name else brand.name
    return readings.propose(
        content.text,
        product=names,
        endpoint=content.endpoint,
        population=content.population,
        comparator=content.comparator,
        timepoint=content.timepoint,
        figures=content.facts,
    ).as_dict()


def _claim_content(
    stated: Content, cited: dict[str, Cited], reading: Content
) -> ClaimContent:
    return ClaimContent(
        text=stated["text"],
        variations=tuple(stated.get("variations", [])),
        endpoint=stated.get("endpoint", ""),
        population=stated.get("population", ""),
        comparator=stated.get("comparator", ""),
        timepoint=stated.get("timepoint", ""),
        facts=stated.get("figures", []),
        reading=reading,
        qualifiers=stated.get("qualifiers", []),
        companions=stated.get("companions", []),
        cited=tuple(cited[name] for name in dict.fromkeys(stated["references"])),
        market_codes=tuple(stated["markets"]),
        channels=tuple(stated.get("channels", [])),
        audiences=tuple(stated.get("audiences", [])),
        themes=tuple(stated.get("themes", [])),
        indications=tuple(stated.get("indications", [])),
        valid_from=day(stated.get("valid_from")),
        expires_on=day(stated.get("expires_on")),
    )


def _newest_blocks(brand: Brand) -> dict[str, CopyBlockVersion]:
    rows = CopyBlockVersion.objects.filter(block__brand=brand).order_by("version")
    rows = rows.select_related("block").prefetch_related("approvals")
    return {row.block.key: row for row in rows}


def _sort_block(
    block: CopyBlock,
    stated: Content,
    newest: CopyBlockVersion | None,
    work: Load,
    fresh: list[CopyBlockVersion],
    drafts: list[CopyBlockVersion],
) -> None:
    content = _block_content(stated)
    if newest is None or not content.equals(newest):
        version = copy_blocks.drafted(block, newest, content, by=work.by, at=work.at)
        fresh.append(version)
        work.counts.copy.add("changed" if newest else "created")
    elif work.approve and not newest.approved_at and newest.approvals.all():
        work.faults.append(
            f"the text block {stated['key']} waits for its second approval: give it "
            "there, not by a kit."
        )
    elif work.approve and not newest.approved_at:
        drafts.append(newest)
        work.counts.copy.add("changed")
    else:
        work.counts.copy.add("unchanged")


def _block_content(stated: Content) -> BlockContent:
    return BlockContent(
        role=stated["role"],
        text=stated["text"],
        tones=tuple(stated["tones"]),
        themes=tuple(stated.get("themes", [])),
        channels=tuple(stated.get("channels", [])),
        formats=tuple(stated.get("formats", [])),
        audiences=tuple(stated.get("audiences", [])),
        market_codes=tuple(stated.get("markets", [])),
    )

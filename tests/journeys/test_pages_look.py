"""Every page of a house in which much has happened: it fits, and axe finds nothing."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.urls import get_resolver
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from content_engine import dispositions, pipeline, variants
from content_engine.models import CheckRecord, FindingRecord, GenerationRun, Variant
from content_engine.vocabulary import FindingState, RunState
from knowledge_base.models import ClaimVersion
from review import recalls, releases
from review.states import Function, ReviewVerdict
from tests import factories, kits
from tests.journeys import worlds
from tests.journeys.conftest import Visit, enter, look, refusal, served
from tests.journeys.worlds import ABEL, CORA, INES, LEO, MARA, OWEN, RHEA

pytestmark = pytest.mark.browser

SILENT = ConnectionError("The language model did not answer within 30 seconds.")
BENT = str(kits.CLAIMS[0]["text"]).replace("61%", "71%")
FLARES = str(kits.CLAIMS[1]["text"])
WITHDRAWAL = "The sponsor corrected the table it stands on."


@dataclass
class LivedIn:
    """A house, its people, and where things stand by the names used below."""

    address: str
    staff: dict[str, User]
    things: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """A page as one person sees it; ``{...}`` names one of the things."""

    person: str
    path: str
    view: str
    shows: str = ""
    then: Callable[[Page], None] | None = None


def _open_professionals(page: Page) -> None:
    page.get_by_text("Chosen professionals").click()
    page.get_by_text("Choose professionals").click()


def _open_claims(page: Page) -> None:
    page.get_by_text("Choose claims").click()


def _open_evidence(page: Page) -> None:
    page.locator("a.seg-claim").first.click()


def _unfold(page: Page) -> None:
    folded = page.locator("main details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()


def _write_open_figures(page: Page) -> None:
    wording = "Calvoryn and placebo were compared: 61% and 32% had urate below 6 mg/dL."
    page.get_by_role("textbox", name="Wording", exact=True).fill(wording)
    expect(page.get_by_role("main")).to_contain_text("2 figures without an arm")
    page.get_by_label("Arm of 61%, figure 1").select_option("Another arm")


def _write_text(page: Page) -> None:
    page.get_by_label("Market").select_option("US")
    body = page.get_by_role("textbox", name="Body")
    body.fill(f"Dear colleague,\n\n{BENT}\n\nCalvoryn is the best.\n\n{FLARES}")
    expect(page.locator("#verdict")).to_contain_text("Gate: blocked")
    _unfold(page)


SIGHTS = {
    "home-marketer": Sight(MARA, "/", "home"),
    "home-reviewer": Sight(INES, "/", "home"),
    "home-coordinator": Sight(CORA, "/", "home"),
    "brief": Sight(MARA, "/briefs/new/", "marketing:brief"),
    "brief-people": Sight(
        MARA, "/briefs/new/", "marketing:brief", then=_open_professionals
    ),
    "brief-claims": Sight(MARA, "/briefs/new/", "marketing:brief", then=_open_claims),
    "families": Sight(MARA, "/families/", "marketing:families"),
    "family": Sight(MARA, "/families/{family}/", "marketing:family"),
    "family-unfolded": Sight(
        MARA, "/families/{family}/", "marketing:family", then=_unfold
    ),
    "family-evidence": Sight(
        MARA, "/families/{family}/", "marketing:family", then=_open_evidence
    ),
    "family-table": Sight(MARA, "/families/{family}/?view=table", "marketing:family"),
    "family-colleague": Sight(INES, "/families/{family}/", "marketing:family"),
    "family-sms": Sight(MARA, "/families/{sms_family}/", "marketing:family"),
    "family-running": Sight(
        MARA, "/families/{running}/", "marketing:progress", "3 of 8 variants"
    ),
    "family-failed": Sight(
        MARA, "/families/{failed}/", "marketing:run_again", "Run again"
    ),
    "variant": Sight(MARA, "/variants/{variant}/", "marketing:variant"),
    "variant-older": Sight(
        MARA, "/variants/{edited}/?version=1", "marketing:variant", "earlier version"
    ),
    "variant-blocked": Sight(
        MARA, "/variants/{edited}/", "marketing:submit", "Send to review"
    ),
    "variant-sms": Sight(MARA, "/variants/{sms_variant}/", "marketing:variant"),
    "edit": Sight(MARA, "/variants/{variant}/edit/", "marketing:edit"),
    "check": Sight(MARA, "/check/", "checks:editor", "Write or paste a text"),
    "check-written": Sight(INES, "/check/", "checks:editor", then=_write_text),
    "variant-disposed": Sight(
        MARA, "/variants/{edited}/", "rules:dispose", "Overridden", then=_unfold
    ),
    "rule-report": Sight(ABEL, "/rule-report/", "rules:report", "Share overridden"),
    "rule-report-nothing": Sight(
        ABEL, "/rule-report/?since=2035-01-01", "rules:report", "No finding to count"
    ),
    "inbox-reviewer": Sight(INES, "/reviews/", "reviewing:inbox"),
    "inbox-decided": Sight(LEO, "/reviews/", "reviewing:inbox", "You decided"),
    "inbox-marketer": Sight(MARA, "/reviews/", "reviewing:inbox"),
    "inbox-coordinator": Sight(CORA, "/reviews/", "reviewing:inbox"),
    "inbox-signatory": Sight(OWEN, "/reviews/", "reviewing:inbox"),
    "inbox-auditor": Sight(ABEL, "/reviews/", "reviewing:inbox"),
    "review": Sight(INES, "/reviews/{open}/", "reviewing:decide", "Decide and sign"),
    "review-parts": Sight(INES, "/reviews/{open}/?show=parts", "reviewing:detail"),
    "review-text": Sight(INES, "/reviews/{open}/?show=text", "reviewing:detail"),
    "review-sms": Sight(RHEA, "/reviews/{sms_review}/", "reviewing:detail"),
    "review-own": Sight(MARA, "/reviews/{open}/", "reviewing:cancel", "Take it back"),
    "review-sent-back": Sight(MARA, "/reviews/{sent_back}/", "reviewing:detail"),
    "review-certify": Sight(
        OWEN, "/reviews/{approved_gb}/", "reviewing:certify", "Sign and certify"
    ),
    "review-gates": Sight(
        CORA, "/reviews/{approved_gb}/", "reviewing:detail", "must hold first"
    ),
    "review-release": Sight(
        CORA, "/reviews/{approved}/", "reviewing:release", "Release to platforms"
    ),
    "review-withdrawn-claim": Sight(
        INES, "/reviews/{open_stale}/", "reviewing:detail", "cannot be released"
    ),
    "library": Sight(CORA, "/library/", "releasing:library", "Not served:"),
    "library-nothing": Sight(
        CORA, "/library/?state=EXPIRED", "releasing:library", "No asset matches"
    ),
    "library-past": Sight(
        CORA, "/library/?before=1", "releasing:library", "No older asset"
    ),
    "asset": Sight(CORA, "/library/{asset}/", "releasing:withdraw", then=_unfold),
    "asset-refused": Sight(
        ABEL, "/library/{asset_stale}/", "releasing:asset", "not served right now"
    ),
    "asset-suspended": Sight(
        CORA, "/library/{asset_suspended}/", "releasing:resume", "Serve it again"
    ),
    "claims": Sight(MARA, "/claims/", "knowledge:claims"),
    "claims-found": Sight(
        MARA, "/claims/?q=urate+at+week+24", "knowledge:claims", "Found:"
    ),
    "claims-all": Sight(ABEL, "/claims/?state=all", "knowledge:claims"),
    "claims-nothing": Sight(
        MARA, "/claims/?state=DRAFT&ends=7", "knowledge:claims", "No claim fits"
    ),
    "claims-refused": Sight(
        MARA,
        "/claims/?q=flares+a+year&channel=sms&on=2029-01-01",
        "knowledge:claims",
        "Found, but not usable here",
    ),
    "claims-ticked": Sight(
        CORA,
        "/claims/selected/?do=suspend&claims={claim_pk}",
        "knowledge:selected",
        "Sign and suspend",
    ),
    "claim": Sight(INES, "/claims/{claim}/", "knowledge:withdraw_claim", then=_unfold),
    "claim-marketer": Sight(MARA, "/claims/{claim}/", "knowledge:claim"),
    "claim-withdrawn": Sight(
        INES, "/claims/{withdrawn}/", "knowledge:claim", "Withdrawn"
    ),
    "claim-revised": Sight(
        RHEA,
        "/claims/{claim_revised}/?version=2",
        "knowledge:approve",
        "Sign for Regulatory",
        then=_unfold,
    ),
    "claim-open": Sight(
        INES, "/claims/{claim_open}/?version=2", "knowledge:claim", "No arm yet"
    ),
    "claim-suspended": Sight(
        INES,
        "/claims/{claim_suspended}/",
        "knowledge:reconfirm",
        "Sign and reconfirm",
        then=_unfold,
    ),
    "claim-suspend": Sight(
        CORA, "/claims/{claim}/", "knowledge:suspend", "Suspend", then=_unfold
    ),
    "claim-compare": Sight(
        ABEL, "/claims/{claim_revised}/compare/", "knowledge:compare", "What changed"
    ),
    "approvals": Sight(INES, "/approvals/", "knowledge:approvals", "Suspended"),
    "approvals-second": Sight(
        RHEA, "/approvals/", "knowledge:sign_approvals", "Medical approved"
    ),
    "reference-retract": Sight(
        INES,
        "/references/{reference}/retract/",
        "knowledge:retract_reference",
        "What stops with it",
    ),
    "exchange": Sight(INES, "/exchange/", "exchange:start"),
    "exchange-mapping": Sight(
        INES, "/exchange/{batch}/columns/", "exchange:mapping", then=_unfold
    ),
    "exchange-trial": Sight(
        INES, "/exchange/{batch}/trial/", "exchange:trial", "New and changed"
    ),
    "exchange-faults": Sight(
        INES, "/exchange/{faulty_batch}/trial/", "exchange:trial", "all or nothing"
    ),
    "exchange-done": Sight(
        INES, "/exchange/{applied_batch}/done/", "exchange:done", "for approval"
    ),
    "exchange-export": Sight(ABEL, "/exchange/export/", "exchange:export"),
    "exchange-columns": Sight(ABEL, "/exchange/columns/", "exchange:columns"),
    "references": Sight(ABEL, "/references/", "references:references"),
    "references-nothing": Sight(
        ABEL, "/references/?q=nowhere", "references:references", "No reference fits"
    ),
    "reference": Sight(
        INES,
        "/references/{reference}/",
        "references:place",
        "Found on page 2",
        then=_unfold,
    ),
    "reference-bare": Sight(
        INES, "/references/{bare_reference}/", "references:attach", "No document"
    ),
    "reference-auditor": Sight(
        ABEL, "/references/{reference}/", "references:reference", "Found on page 2"
    ),
    "blocks": Sight(MARA, "/blocks/", "blocks:blocks"),
    "blocks-all": Sight(ABEL, "/blocks/?state=all&q=gout", "blocks:blocks"),
    "blocks-nothing": Sight(
        MARA, "/blocks/?q=nowhere", "blocks:blocks", "No text block fits"
    ),
    "block": Sight(INES, "/blocks/{block}/", "blocks:step", then=_unfold),
    "block-draft": Sight(
        RHEA, "/blocks/{block_draft}", "blocks:approve", "Sign and approve"
    ),
    "block-suspended": Sight(
        CORA, "/blocks/{block_suspended}/", "blocks:block", "Suspended by"
    ),
    "block-new": Sight(
        MARA,
        f"/blocks/new/?brand={kits.SLUG}&role=opening&tones=warm&themes=efficacy",
        "blocks:new",
    ),
    "block-revise": Sight(MARA, "/blocks/{block_revised}/revise/", "blocks:revise"),
    "coverage": Sight(MARA, "/blocks/coverage/", "blocks:coverage", "Headroom"),
    "coverage-sms": Sight(
        MARA, "/blocks/coverage/?channel=sms", "blocks:coverage", "Draft one"
    ),
    "expiry": Sight(CORA, "/expiry/", "expiry:calendar", "Overdue"),
    "labels": Sight(RHEA, "/labels/", "labels:labels", "Other labeller"),
    "labels-nothing": Sight(
        ABEL, "/labels/?market=GB", "labels:labels", "United Kingdom"
    ),
    "label": Sight(RHEA, "/labels/{label}/", "labels:label", "Boxed warning"),
    "label-current": Sight(
        CORA, "/labels/{label_current}/", "labels:withdraw", then=_unfold
    ),
    "label-other": Sight(
        ABEL, "/labels/{label_other}/", "labels:label", "not the brand's own"
    ),
    "label-compare": Sight(
        INES, "/labels/{label_ready}/compare/{label}/", "labels:compare", "1 changed"
    ),
    "label-compare-all": Sight(
        INES,
        "/labels/{label_ready}/compare/{label}/?show=all",
        "labels:compare",
        "1 changed",
    ),
    "label-adopt": Sight(
        RHEA, "/labels/{label}/adopt/", "labels:state_safety", "No file holds it"
    ),
    "label-adopt-sign": Sight(
        CORA,
        "/labels/{label_ready}/adopt/",
        "labels:sign_adoption",
        "Sign and adopt",
        then=_unfold,
    ),
    "label-adopt-other": Sight(
        CORA, "/labels/{label_other}/adopt/", "labels:adopt", "not the brand's own"
    ),
    "label-upload": Sight(RHEA, "/labels/upload/", "labels:upload"),
    "label-uploaded": Sight(
        RHEA,
        "/labels/upload/{label_upload}/",
        "labels:import_uploaded",
        "Import as a draft",
    ),
    "label-uploaded-elsewhere": Sight(
        CORA,
        "/labels/upload/{label_upload}/?market=DE",
        "labels:uploaded",
        "nothing stops",
    ),
    "propose": Sight(MARA, "/proposals/", "proposals:start"),
    "propose-brand": Sight(
        MARA, f"/proposals/?brand={kits.SLUG}", "proposals:start", then=_unfold
    ),
    "propose-section": Sight(
        INES, "/proposals/sections/{proposal_section}/", "proposals:draft_section"
    ),
    "propose-unfolded": Sight(
        INES,
        "/proposals/sections/{proposal_section}/",
        "proposals:section",
        "Set aside",
        then=_unfold,
    ),
    "claim-new": Sight(MARA, f"/claim-drafts/new/{kits.SLUG}/", "claim_editor:new"),
    "claim-revise": Sight(
        MARA,
        "/claim-drafts/revise/{claim_revised}/",
        "claim_editor:revise",
        "What was read in it",
        then=_unfold,
    ),
    "claim-new-open": Sight(
        INES,
        f"/claim-drafts/new/{kits.SLUG}/",
        "claim_editor:read",
        "0 characters",
        then=_write_open_figures,
    ),
    "ledger": Sight(ABEL, "/ledger/", "insights:ledger"),
    "ledger-nothing": Sight(
        ABEL, "/ledger/?person=nobody-at-all", "insights:ledger", "No line matches"
    ),
    "ledger-past": Sight(ABEL, "/ledger/?before=1", "insights:ledger", "No older line"),
}
# Steps without a page of their own, and pages that stand in frames of others.
STEPS = {
    "marketing:edit_result",
    "checks:result",
    "knowledge:suspend_selected",
    "proposals:draft_text",
    "marketing:submit_family",
    "marketing:preview",
    "releasing:preview",
    "releasing:suspend",
    "references:document",
    "expiry:table",
    "account:sign_out",
}


@pytest.fixture(scope="module")
def lived_in(
    chromium: Browser,
    stocked_database: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LivedIn]:
    """A house in which every kind of thing has happened at least once."""
    directory = tmp_path_factory.mktemp("lived-in")
    with (
        django_db_blocker.unblock(),
        served(stocked_database, directory) as address,
    ):
        staff = {user.get_username(): user for user in User.objects.all()}
        lived_in = LivedIn(address, staff)
        _live(lived_in)
        yield lived_in


@pytest.mark.parametrize("name", SIGHTS)
def test_a_page_fits_and_is_accessible(
    name: str, lived_in: LivedIn, visit: Visit
) -> None:
    sight = SIGHTS[name]
    page = visit(base_url=lived_in.address)
    enter(page, lived_in.address, sight.person)
    page.goto(sight.path.format(**lived_in.things))
    expect(page.get_by_role("main")).to_contain_text(sight.shows)
    if sight.then:
        sight.then(page)
    look(page, name)


def test_the_sign_in_page(lived_in: LivedIn, visit: Visit) -> None:
    page = visit(base_url=lived_in.address)
    page.goto("/")
    look(page, "sign-in")
    page.get_by_label("Sign-in name").fill(MARA)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "sign-in-refused")


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("refused", "/briefs/new/", 403),
        ("nowhere", "/nowhere/", 404),
        ("no-such-thing", f"/families/{uuid.UUID(int=0)}/", 404),
    ],
)
def test_pages_that_say_no(
    lived_in: LivedIn,
    visit: Visit,
    console: list[str],
    name: str,
    path: str,
    status: int,
) -> None:
    page = visit(base_url=lived_in.address)
    enter(page, lived_in.address, ABEL)
    with refusal(page, console, status):
        page.goto(path)
    expect(page.get_by_role("main")).to_be_visible()
    look(page, name)


def test_forms_that_came_back(
    lived_in: LivedIn, visit: Visit, console: list[str]
) -> None:
    page = visit(base_url=lived_in.address)
    enter(page, lived_in.address, MARA)
    page.goto("/briefs/new/")
    page.get_by_text("Chosen professionals").click()
    page.get_by_label("How many variants").fill("0")
    with refusal(page, console, 422):
        page.get_by_role("button", name="Compose variants").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be followed yet")
    look(page, "brief-faults")
    page.goto(f"/variants/{lived_in.things['variant']}/edit/")
    with refusal(page, console, 422):
        page.get_by_role("textbox").first.fill(" ")
    with refusal(page, console, 422):
        page.get_by_role("button", name="Save as a new version").first.click()
    look(page, "edit-faults")


def test_a_verdict_that_came_back(
    lived_in: LivedIn, visit: Visit, console: list[str]
) -> None:
    page = visit(base_url=lived_in.address)
    enter(page, lived_in.address, INES)
    page.goto(f"/reviews/{lived_in.things['open']}/")
    page.get_by_role("radio", name="Request changes").check()
    page.get_by_label("Sign-in name").fill(INES)
    page.get_by_label("Password").fill(factories.PASSWORD)
    with refusal(page, console, 422):
        page.get_by_role("button", name="Sign and request changes").click()
    look(page, "review-faults")


def test_every_address_is_looked_at() -> None:
    named = {
        f"{space}:{name}"
        for space, (_, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str) and space != "api"
    }
    seen = {sight.view for sight in SIGHTS.values()} | {"account:sign_in"}
    assert named - seen == STEPS


def _live(house: LivedIn) -> None:
    """Let everything happen; see the names in SIGHTS."""
    mara, staff, things = house.staff[MARA], house.staff, house.things
    _runs(mara, things)
    first = worlds.family(
        mara, tones=[], themes=[], formats=["standard"], count=6, hcps=["hcp-us-003"]
    )
    made = list(first.variants.order_by("ordinal"))
    things["family"], things["variant"] = str(first.uid), str(made[0].uid)
    things["edited"] = str(made[1].uid)
    worlds.retitle(made[1], mara, "Calvoryn works for everybody within a day")
    _overrule(made[1], staff[CORA])
    things["open"] = str(worlds.review(made[2], mara).pk)
    sent_back = worlds.review(made[3], mara)
    factories.decide(
        sent_back,
        Function.LEGAL,
        ReviewVerdict.REQUEST_CHANGES,
        by=staff[LEO],
        comment="The closing is warmer than the evidence beside it.",
    )
    things["sent_back"] = str(sent_back.pk)
    approved = worlds.approved(worlds.review(made[4], mara), staff)
    things["approved"] = str(approved.pk)
    asset = worlds.released(worlds.approved(worlds.review(made[5], mara), staff), staff)
    things["asset"] = str(asset.uid)
    _british(house)
    _texts(house)
    _withdrawal(house)
    things["claim"] = f"{kits.SLUG}/once-daily"
    ticked = ClaimVersion.objects.get(claim__key="once-daily")
    things["claim_pk"] = str(ticked.pk)
    things.update(worlds.files(kits.SLUG))
    things.update(worlds.labels(kits.SLUG, staff[RHEA]))
    things["proposal_section"] = worlds.proposal_section(kits.SLUG)
    things.update(worlds.blocks(kits.SLUG, staff))
    worlds.ends(kits.SLUG)
    things.update(worlds.claims_waiting(kits.SLUG, staff))


def _overrule(variant: Variant, by: User) -> None:
    """One finding of high weight is put aside with a reason, another is left open."""
    check = CheckRecord.objects.filter(version__variant=variant).order_by("-pk")[0]
    for place, text in enumerate(("gentle", "everybody")):
        FindingRecord.objects.create(
            check_record=check,
            rule="WD-06",
            severity="HIGH",
            part="subject",
            start=place,
            end=place + len(text),
            text=text,
            message="Tolerability may not be praised.",
            citation="ABPI 2024 6.4 (to be confirmed)",
        )
    dispositions.dispose(
        finding_id=check.findings.order_by("-pk")[0].pk,
        state=FindingState.OVERRIDDEN,
        reason="The label says this in so many words, section 6.1.",
        by=by,
        at=worlds.at(),
    )


def _runs(mara: User, things: dict[str, str]) -> None:
    """One run that works still, and one that failed."""
    run = variants.request(worlds.BRIEF, by=mara, at=worlds.at())
    GenerationRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING,
        attempts=1,
        done_cells=3,
        total_cells=8,
        leased_until=worlds.at() + worlds.LONG,
    )
    things["running"] = str(run.family.uid)
    run = variants.request(worlds.BRIEF, by=mara, at=worlds.at())
    with mock.patch.object(pipeline, "generate", side_effect=SILENT):
        variants.carry_out(run.pk, by=mara, at=worlds.at(), lease_seconds=60)
    things["failed"] = str(run.family.uid)


def _british(house: LivedIn) -> None:
    mara, staff = house.staff[MARA], house.staff
    family = worlds.family(mara, market="GB", count=1)
    review = worlds.approved(worlds.review(family.variants.get(), mara), staff)
    house.things["approved_gb"] = str(review.pk)


def _texts(house: LivedIn) -> None:
    mara, staff = house.staff[MARA], house.staff
    family = worlds.family(mara, channel="sms", themes=["dosing"])
    house.things["sms_family"] = str(family.uid)
    one, other = family.variants.order_by("ordinal")
    house.things["sms_variant"] = str(one.uid)
    house.things["sms_review"] = str(worlds.review(one, mara).pk)
    review = worlds.approved(worlds.review(other, mara), staff)
    asset = worlds.released(review, staff)
    releases.suspend(
        release_id=asset.pk,
        reason="A pharmacist asked about the wording.",
        by=staff[CORA],
        at=worlds.at(),
    )
    house.things["asset_suspended"] = str(asset.uid)


def _withdrawal(house: LivedIn) -> None:
    """A claim falls while one piece that says it is in review and one is released."""
    mara, staff = house.staff[MARA], house.staff
    family = worlds.family(mara, themes=["tolerability"])
    one, other = family.variants.order_by("ordinal")
    house.things["open_stale"] = str(worlds.review(one, mara).pk)
    review = worlds.approved(worlds.review(other, mara), staff)
    house.things["asset_stale"] = str(worlds.released(review, staff).uid)
    claim = ClaimVersion.objects.get(claim__key="common-reactions")
    recalls.withdraw_claim(
        claim_version_id=claim.pk,
        reason=WITHDRAWAL,
        credentials=factories.credentials(staff[INES]),
        by=staff[INES],
        at=worlds.at(),
    )
    house.things["withdrawn"] = f"{kits.SLUG}/common-reactions"

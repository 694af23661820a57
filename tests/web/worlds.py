"""One house in which everything has happened once, shared by the tests of a module.

It is built in one open transaction; each test works in a savepoint of it (the marker
``django_db``). The words in it are hostile, so that whoever forgets to escape them is
found by any page.
"""

import contextlib
import datetime
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.template import loader
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from content_engine.models import GenerationRun, InfeasibleCell, Variant, VariantVersion
from content_engine.vocabulary import RunState
from knowledge_base import claims
from knowledge_base.models import Claim, ClaimVersion, HcpProfile
from review import delivery, releases
from review.models import Release, Review
from review.states import Function, ReviewState, ReviewVerdict, Role
from tests import factories
from tests.web import markup

AT = factories.AT
HOSTILE = "<script>alert(1)</script> \"double\" 'single' & <b>bold</b> ‮RTL‬"
"""Words that end an attribute, open an element and turn the direction of writing."""


CONTEXT = frozenset({"for_templates", "bind_template"})
"""Functions that may ask the database while a page is rendered: the side bar's."""


def hostile(name: str) -> str:
    """Hostile words that say where they were planted."""
    return f"{name} {HOSTILE}"


@dataclass
class Sight:
    """A page that was opened, and the queries that its template started."""

    response: Any
    html: str
    page: markup.Page
    queries: list[str]
    late: list[str]


@dataclass
class World:
    """What stands in the house, by name."""

    people: dict[str, User] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    versions: dict[str, VariantVersion] = field(default_factory=dict)
    claims: dict[str, ClaimVersion] = field(default_factory=dict)
    runs: dict[str, GenerationRun] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    sights: dict[tuple[str, str], Sight] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser in which the person with that role is signed in, else fresh."""
        kept = self.clients[role]
        client = Client(enforce_csrf_checks=kept.handler.enforce_csrf_checks)
        client.cookies["sessionid"] = kept.cookies["sessionid"].value
        return client

    def see(self, role: str, name: str) -> Sight:
        """A page as that person finds it; opened once for all tests of a module."""
        if (role, name) not in self.sights:
            self.sights[role, name] = _look(self.client(role), self.pages()[name])
        return self.sights[role, name]

    def pages(self) -> dict[str, str]:
        """Every page that an address leads to, by the name of the address."""
        uid = self.versions["waiting"].variant.uid
        family = self.versions["waiting"].variant.family.uid
        claim = self.claims["hostile"].claim
        asset = self.releases["released"].uid
        review = self.reviews["waiting"].pk
        return {
            "home": reverse("home"),
            "brief": reverse("marketing:brief"),
            "families": reverse("marketing:families"),
            "family": reverse("marketing:family", args=[family]),
            "family-table": f"{reverse('marketing:family', args=[family])}?view=table",
            "family-open": self.family_page("open"),
            "family-failed": self.family_page("failed"),
            "family-empty": self.family_page("empty"),
            "variant": reverse("marketing:variant", args=[uid]),
            "variant-edited": self.variant_page("edited"),
            "variant-old": f"{self.variant_page('edited')}?version=1",
            "variant-sms": self.variant_page("sms"),
            "variant-blocked": self.variant_page("blocked"),
            "edit": reverse("marketing:edit", args=[uid]),
            "inbox": reverse("reviewing:inbox"),
            "review": reverse("reviewing:detail", args=[review]),
            "review-parts": f"/reviews/{review}/?show=parts",
            "review-text": f"/reviews/{review}/?show=text",
            "review-sms": f"/reviews/{self.reviews['sms'].pk}/",
            "review-half": f"/reviews/{self.reviews['half'].pk}/",
            "review-changes": f"/reviews/{self.reviews['changes'].pk}/",
            "review-rejected": f"/reviews/{self.reviews['rejected'].pk}/",
            "review-cancelled": f"/reviews/{self.reviews['cancelled'].pk}/",
            "review-approved": f"/reviews/{self.reviews['approved'].pk}/",
            "review-approved-gb": f"/reviews/{self.reviews['approved-gb'].pk}/",
            "library": reverse("releasing:library"),
            "library-nothing": "/library/?state=EXPIRED",
            "asset": reverse("releasing:asset", args=[asset]),
            "asset-sms": self.asset_page("sms"),
            "asset-suspended": self.asset_page("suspended"),
            "asset-withdrawn": self.asset_page("withdrawn"),
            "claims": reverse("knowledge:claims"),
            "claims-all": "/claims/?state=all",
            "claims-nothing": "/claims/?state=EXPIRED",
            "claim": reverse("knowledge:claim", args=[claim.brand.slug, claim.key]),
            "claim-withdrawn": self.claim_page("withdrawn"),
            "claim-draft": self.claim_page("draft"),
            "ledger": reverse("insights:ledger"),
            "ledger-filtered": "/ledger/?action=review&person=Tester",
            "ledger-nothing": "/ledger/?person=nobody-at-all",
            "ledger-faulty": "/ledger/?since=yesterday",
        }

    def family_page(self, name: str) -> str:
        family = self.runs[name].family.uid
        return reverse("marketing:family", args=[family])

    def variant_page(self, name: str) -> str:
        return reverse("marketing:variant", args=[self.versions[name].variant.uid])

    def asset_page(self, name: str) -> str:
        return reverse("releasing:asset", args=[self.releases[name].uid])

    def claim_page(self, name: str) -> str:
        claim = self.claims[name].claim
        return reverse("knowledge:claim", args=[claim.brand.slug, claim.key])


@contextlib.contextmanager
def shared(blocker: DjangoDbBlocker) -> Iterator[World]:
    """The house, in a transaction that is rolled back at the end."""
    with (
        blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        factories.without_fresh_check(),
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: AT)
        yield _built()
        transaction.set_rollback(True)


def _look(client: Client, address: str) -> Sight:
    queries: list[str] = []
    late: list[str] = []
    rendering: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        queries.append(sql)
        if rendering and not _callers() & CONTEXT:
            late.append(sql)
        return execute(sql, params, many, context)

    usual = loader.render_to_string

    def render(*given: Any, **named: Any) -> Any:
        rendering.append("")
        try:
            return usual(*given, **named)
        finally:
            rendering.pop()

    with connection.execute_wrapper(note), pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "render_to_string", render)
        response = client.get(address)
    html = b"".join(response).decode()
    return Sight(response, html, markup.Page(html), queries, late)


def _callers() -> set[str]:
    return {frame.f_code.co_name for frame, _ in traceback.walk_stack(None)}


def _built() -> World:
    world = World()
    for role in Role:
        world.people[role.value] = factories.make_user(role.value)
    world.people["OTHER"] = factories.make_user("REQUESTER")
    world.people["NOBODY"] = factories.make_user()
    _name(world.people["REQUESTER"])
    _claims(world)
    _versions(world)
    _reviews(world)
    _releases(world)
    _runs(world)
    for name, person in world.people.items():
        world.clients[name] = Client()
        world.clients[name].force_login(person)
    return world


def _name(user: User) -> None:
    user.first_name, user.last_name = "<i>Mara</i>", '& "Lind" <Qvist>'
    user.save()


def _claims(world: World) -> None:
    brand = factories.make_brand()
    world.claims["hostile"] = factories.make_claim(
        brand,
        text=hostile("claim-text"),
        qualifiers=[hostile("qualifier")],
        endpoint=hostile("endpoint"),
        population=hostile("population"),
        facts=[{"label": hostile("fact-label"), "value": "42"}],
    )
    withdrawn = factories.make_claim(brand)
    world.claims["withdrawn"] = claims.withdraw(
        claim_version_id=withdrawn.pk,
        reason=hostile("claim-withdrawal"),
        by=world.people["MEDICAL"],
        at=AT,
    )
    draft = Claim.objects.create(brand=brand, key="DRAFT-1", kind="efficacy")
    world.claims["draft"] = ClaimVersion.objects.create(
        claim=draft,
        version=1,
        text=hostile("draft-text"),
        sha256="0" * 64,
        market_codes=("US",),
        drafted_at=AT,
    )
    reference = world.claims["hostile"].citations.get().reference
    reference.citation = hostile("citation")
    reference.save()


def _versions(world: World) -> None:
    requester = world.people["REQUESTER"]
    claim = world.claims["hostile"]

    def make(name: str, **given: Any) -> VariantVersion:
        made = factories.make_version(
            requester=requester,
            claim=claim,
            subject=hostile(f"subject-{name}"),
            **given,
        )
        world.versions[name] = made
        return made

    waiting = make("waiting")
    brief = waiting.variant.family.brief
    brief.content |= {
        "objective": hostile("objective"),
        "expected_value": hostile("expected-value"),
        "key_messages": [hostile("key-message")],
        "count": 1,
    }
    brief.defaults = [hostile("default")]
    brief.save()
    hcp = HcpProfile.objects.create(key="hcp", name=hostile("hcp-name"), market="US")
    Variant.objects.filter(pk=waiting.variant_id).update(
        hcp=hcp,
        affinity={
            "score": 0.5,
            "interval": [0.25, 0.75],
            "reasons": [hostile("affinity-reason")],
        },
    )
    waiting.variant.refresh_from_db()
    waiting.checks.get().findings.create(
        rule="WD-07",
        severity="MED",
        message=hostile("finding-message"),
        text=hostile("finding-text"),
        citation=hostile("finding-citation"),
        suggestion=hostile("finding-suggestion"),
        part="body",
    )
    make("unsent")
    make("sms", channel="sms")
    make("blocked", blocks=("Blocked words.",))
    first = make("edited")
    second = factories.make_version(
        variant=first.variant, claim=claim, subject=hostile("subject-second")
    )
    VariantVersion.objects.filter(pk=second.pk).update(note=hostile("version-note"))
    second.refresh_from_db()
    for name in ("half", "changes", "rejected", "cancelled", "approved"):
        make(name)
    make("approved-gb", market="GB")


def _reviews(world: World) -> None:
    at = ReviewState.IN_REVIEW
    for name in ("waiting", "sms"):
        made = factories.make_review_at(at, world.versions[name])
        world.reviews[name] = made
    half = factories.make_review_at(at, world.versions["half"])
    world.reviews["half"] = factories.decide(
        half,
        Function.LEGAL,
        by=world.people["LEGAL"],
        comment=hostile("secret-comment"),
    )
    changes = factories.make_review_at(at, world.versions["changes"])
    world.reviews["changes"] = factories.decide(
        changes,
        Function.LEGAL,
        ReviewVerdict.REQUEST_CHANGES,
        by=world.people["LEGAL"],
        comment=hostile("open-comment"),
    )
    for name in ("rejected", "cancelled", "approved", "approved-gb"):
        state = ReviewState(name.partition("-")[0].upper())
        made = factories.make_review_at(state, world.versions[name])
        world.reviews[name] = made


def _releases(world: World) -> None:
    requester, claim = world.people["REQUESTER"], world.claims["hostile"]

    def make(name: str, **given: Any) -> Release:
        version = factories.make_version(
            requester=requester, claim=claim, subject=hostile(f"asset-{name}"), **given
        )
        made = factories.make_release(version=version)
        world.releases[name] = made
        return made

    make("sms", channel="sms")
    released = make("released")
    suspended, withdrawn = make("suspended"), make("withdrawn")
    coordinator = world.people["COORDINATOR"]
    step: dict[str, Any] = {"by": coordinator, "at": AT}
    releases.suspend(
        release_id=suspended.pk, reason=hostile("suspension-reason"), **step
    )
    releases.withdraw(
        release_id=withdrawn.pk,
        reason=hostile("withdrawal-reason"),
        credentials=factories.credentials(coordinator),
        **step,
    )
    key, _ = delivery.issue_key(
        name=hostile("platform"),
        brands=(),
        markets=("US", "GB"),
        channels=("email", "sms", "rep_email"),
        by=world.people["ADMINISTRATOR"],
        at=AT,
    )
    delivery.fetch(key, str(released.uid), at=AT)


def _runs(world: World) -> None:
    def make(name: str, version: VariantVersion | None, **columns: Any) -> None:
        if version is None:
            variant = factories.make_variant(requester=world.people["REQUESTER"])
            family = variant.family
            variant.delete()
        else:
            family = version.variant.family
        world.runs[name] = GenerationRun.objects.create(
            family=family, writer="composer", queued_at=AT, **columns
        )

    soon = AT + datetime.timedelta(minutes=1)
    make("done", world.versions["waiting"], state=RunState.DONE.value)
    make("unsent", world.versions["unsent"], state=RunState.DONE.value)
    make(
        "open",
        None,
        state=RunState.RUNNING.value,
        leased_until=soon,
        total_cells=4,
        done_cells=1,
        attempts=2,
        note=hostile("run-note"),
    )
    make("failed", None, state=RunState.FAILED.value, note=hostile("failure"))
    brief = world.runs["failed"].family.brief
    brief.content |= {"writer": "composer", "count": 1}
    brief.save()
    make("empty", None, state=RunState.DONE.value)
    InfeasibleCell.objects.create(
        run=world.runs["empty"],
        tone="warm",
        theme="efficacy",
        format="long",
        hcp=hostile("cell-hcp"),
        reason=hostile("cell-reason"),
    )

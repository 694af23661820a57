"""Documents, places and hashes of references: what is kept, proved, signed and refused.

The reading of PDFs is tested by itself; here the pages are handed in, so that the
tables may be long.
"""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import ledger, pdf_pages, reference_files, references
from knowledge_base.models import (
    Anchor,
    Brand,
    ClaimVersion,
    Reference,
    ReferenceFile,
    ReferencePage,
)
from knowledge_base.reasons import ReasonMissingError
from knowledge_base.reference_files import AnchorError, Attached, ReferenceFileError
from knowledge_base.references import AlreadyRetractedError
from knowledge_base.wording.keys import WITHIN_KEYS
from tests.knowledge_base.worlds import AT

pytestmark = pytest.mark.django_db

PAGES = [
    "Once-daily tablets in adults. Title page.",
    "Urate below 6 mg/dL at week 24: 61% ostivarel, 32% placebo.",
    "Mean flares over 48 weeks: 1.4 ostivarel,\n2.6 placebo. Well toler-\nated.",
    "",
    "References. Once-daily tablets in adults.",
]
KEYS = f"The anchor's key may hold {WITHIN_KEYS}."
UNSEEN = "holds characters that no reader sees."


class Desk:
    """One person who attaches pages and places anchors in one reference."""

    def __init__(self, reference: Reference, patch: pytest.MonkeyPatch) -> None:
        self.reference, self.patch = reference, patch
        self.by = User(username="librarian")

    def attach(
        self, *pages: str, name: str = "paper.pdf", data: bytes = b""
    ) -> Attached:
        self.patch.setattr(pdf_pages, "extract", lambda content: list(pages))
        return reference_files.attach(
            reference_id=self.reference.pk,
            name=name,
            content=data or "\f".join(pages).encode(),
            by=self.by,
            at=AT,
        )

    def place(self, **changes: Any) -> Anchor:
        stated: dict[str, Any] = {
            "key": "new",
            "locator": "p. 2",
            "quote": "61% ostivarel",
            "page": 2,
        }
        return reference_files.place_anchor(
            reference_id=self.reference.pk, by=self.by, at=AT, **(stated | changes)
        )

    def refused(self, **changes: Any) -> str:
        before = (Anchor.objects.count(), ledger.tip())
        with pytest.raises(AnchorError) as error:
            self.place(**changes)
        assert (Anchor.objects.count(), ledger.tip()) == before
        [sentence] = error.value.messages
        return sentence


@pytest.fixture
def desk(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(brand.references.get(key="CAIRN-1-2024"), monkeypatch)


def test_pages_are_kept_in_their_order_and_anchors_get_theirs(desk: Desk) -> None:
    made = desk.attach(*PAGES)
    pages = ReferencePage.objects.filter(file=made.file).order_by("number")
    assert [(page.number, page.text) for page in pages] == list(enumerate(PAGES, 1))
    assert [(row.key, row.page) for row in made.found] == [
        ("flares", 3),
        ("primary", 2),
    ]
    assert made.missing == ()
    stored = Anchor.objects.filter(reference=desk.reference).order_by("key")
    assert [(row.key, row.page) for row in stored] == [("flares", 3), ("primary", 2)]


def test_the_line_of_an_attachment_tells_what_was_not_found(desk: Desk) -> None:
    made = desk.attach(*PAGES[:2], name="dir/half.pdf")
    [line] = ledger.entries_about("reference:calvoryn/CAIRN-1-2024@1")[-1:]
    assert (line.action, line.by) == ("reference.file_attached", "librarian")
    assert json.loads(line.payload) == {
        "name": "half.pdf",
        "sha256": made.file.sha256,
        "pages": 2,
        "quotes_not_found": ["flares"],
    }


def test_a_further_document_leaves_the_pages_of_what_it_does_not_hold(
    desk: Desk,
) -> None:
    desk.attach(*PAGES)
    second = desk.attach("Erratum.", PAGES[1], name="erratum.pdf")
    assert [row.key for row in second.missing] == ["flares"]
    pages = dict(desk.reference.anchors.values_list("key", "page"))
    assert pages == {"primary": 2, "flares": 3}


def test_the_very_same_bytes_are_attached_once(desk: Desk) -> None:
    desk.attach(*PAGES, name="first.pdf", data=b"same")
    before = ledger.tip()
    with pytest.raises(ReferenceFileError) as error:
        desk.attach("Other pages.", name="second.pdf", data=b"same")
    assert error.value.messages == [
        "This very file is attached to CAIRN-1-2024 already, as first.pdf."
    ]
    assert ledger.tip() == before
    assert ReferenceFile.objects.count() == 1


def test_two_references_may_hold_the_same_bytes(desk: Desk, brand: Brand) -> None:
    desk.attach(*PAGES, data=b"same")
    desk.reference = brand.references.get(key="LABEL-2026")
    desk.attach(*PAGES, data=b"same")
    assert ReferenceFile.objects.filter(sha256__isnull=False).count() == 2


def test_the_newest_document_and_its_first_page_are_asked_first(desk: Desk) -> None:
    old = desk.attach(*PAGES, name="old.pdf").file
    new = desk.attach("Nothing here.", PAGES[0], PAGES[0], name="new.pdf").file
    assert [file.name for file in reference_files.files_of(desk.reference)] == [
        "new.pdf",
        "old.pdf",
    ]
    for quote, file, number in (
        ("Once-daily tablets in adults", new, 2),
        ("61% ostivarel", old, 2),
        ("well tolerated", old, 3),
    ):
        page = reference_files.page_of(desk.reference, quote)
        assert page
        assert (page.file, page.number) == (file, number)
    assert reference_files.page_of(desk.reference, "62% ostivarel") is None


PLACED = [
    pytest.param({}, id="as it stands"),
    pytest.param({"quote": "61% OSTIVAREL"}, id="in capitals"),
    pytest.param({"quote": " 61%  ostivarel\n"}, id="with other blanks"),
    pytest.param({"quote": "1.4 ostivarel, 2.6 placebo", "page": 3}, id="over a line"),
    pytest.param({"quote": "Well tolerated", "page": 3}, id="over a hyphen"),
    pytest.param({"key": "k" * 100}, id="the longest key"),
    pytest.param({"key": "a.b:c_d+e-1"}, id="a key of every sign"),
    pytest.param({"locator": "l" * 200}, id="the longest place"),
    pytest.param({"key": " new ", "locator": " p. 2 "}, id="blanks about names"),
]


@pytest.mark.parametrize("changes", PLACED)
def test_a_place_is_kept_where_its_words_stand(
    changes: dict[str, Any], desk: Desk
) -> None:
    desk.attach(*PAGES)
    anchor = desk.place(**changes)
    stored = Anchor.objects.get(pk=anchor.pk)
    stated = {"key": "new", "locator": "p. 2", "quote": "61% ostivarel"} | changes
    for name in ("key", "locator", "quote"):
        assert getattr(stored, name) == stated[name].strip()
    assert stored.page == changes.get("page", 2)
    [line] = ledger.entries_about("reference:calvoryn/CAIRN-1-2024@1")[-1:]
    assert line.action == "reference.anchored"
    assert json.loads(line.payload) == {
        "anchor": stored.key,
        "page": stored.page,
        "quote": stored.quote,
    }


def off(page: int) -> str:
    return f"The quote does not stand on page {page} of paper.pdf."


REFUSED = [
    pytest.param({"key": ""}, KEYS, id="no key"),
    pytest.param({"key": "a b"}, KEYS, id="a blank in the key"),
    pytest.param({"key": "a#b"}, KEYS, id="a number sign in the key"),
    pytest.param({"key": "k" * 101}, KEYS, id="a key too long"),
    pytest.param(
        {"key": "primary"},
        "CAIRN-1-2024 has an anchor primary already.",
        id="a known key",
    ),
    pytest.param({"locator": " "}, "The anchor's place is missing.", id="no place"),
    pytest.param({"quote": ""}, "The anchor's quote is missing.", id="no quote"),
    pytest.param(
        {"locator": "l" * 201},
        "The anchor's place is longer than 200 characters.",
        id="a place too long",
    ),
    pytest.param(
        {"quote": "q" * 5_001},
        "The anchor's quote is longer than 5,000 characters.",
        id="a quote too long",
    ),
    pytest.param(
        {"locator": "p.\u200b 2"},
        f"The anchor's place {UNSEEN}",
        id="hidden in the place",
    ),
    pytest.param(
        {"quote": "61%\u202e ostivarel"},
        f"The anchor's quote {UNSEEN}",
        id="hidden in the quote",
    ),
    pytest.param({"page": 1}, off(1), id="another page"),
    pytest.param({"page": 4}, off(4), id="an empty page"),
    pytest.param({"quote": "62% ostivarel"}, off(2), id="another figure"),
    pytest.param({"quote": "61% placebo"}, off(2), id="words put together"),
    pytest.param({"quote": "61 ostivarel"}, off(2), id="a sign left out"),
    pytest.param({"page": 6}, "paper.pdf has no page 6.", id="beyond the last page"),
    pytest.param({"page": 0}, "paper.pdf has no page 0.", id="page nought"),
    pytest.param({"page": -2}, "paper.pdf has no page -2.", id="below nought"),
    pytest.param({"page": 10_000}, "paper.pdf has no page 10000.", id="far beyond"),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_a_place_that_is_not_proved_is_refused(
    changes: dict[str, Any], sentence: str, desk: Desk
) -> None:
    desk.attach(*PAGES)
    assert desk.refused(**changes) == sentence


def test_only_the_newest_document_proves_a_place(desk: Desk) -> None:
    desk.attach(*PAGES)
    desk.attach("Erratum.", "Nothing else.", name="erratum.pdf")
    assert desk.refused() == ("The quote does not stand on page 2 of erratum.pdf.")


def test_without_a_document_the_words_are_not_even_looked_at(desk: Desk) -> None:
    assert desk.refused() == "No document is attached to CAIRN-1-2024 yet."
    assert desk.refused(quote="") == "The anchor's quote is missing."


LETTERS = st.text(st.sampled_from("abc 12%.,-\n"), min_size=3, max_size=30)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=LETTERS, quote=LETTERS, after=LETTERS)
def test_what_is_found_is_what_stands_there(
    before: str, quote: str, after: str
) -> None:
    page = f"{before} {quote.strip()} {after}"
    found = reference_files.find(quote.strip(), page)
    if found:
        start, end = found
        assert 0 <= start < end <= len(page)
        assert "".join(page[start:end].split()).replace("-", "") == "".join(
            quote.split()
        ).replace("-", "")


CHANGES: dict[str, Any] = {
    "key": "OTHER-KEY",
    "version": 2,
    "citation": "Another citation.",
    "kind": "congress",
    "design": "open_label",
    "url": "https://other.example",
    "published_on": "2024-06-02",
    "expires_on": "2030-01-01",
}


def sha256(reference: Reference) -> str:
    return references.content_sha256(Reference.objects.get(pk=reference.pk))


def test_a_retraction_signs_all_that_a_reference_says(brand: Brand) -> None:
    fresh = Reference.objects.create(
        brand=brand, key="FRESH", citation="Fresh A. 2026.", kind="journal"
    )
    rows = Reference.objects.filter(pk=fresh.pk)
    made = [sha256(fresh)]
    for name, value in CHANGES.items():
        before = rows.values_list(name, flat=True).get()
        rows.update(**{name: value})
        made.append(sha256(fresh))
        rows.update(**{name: before})
    Anchor.objects.create(reference=fresh, key="more", locator="p. 9", quote="More.")
    made.append(sha256(fresh))
    assert len(set(made)) == len(made)
    rows.update(retracted_at=AT)
    assert sha256(fresh) == made[-1], "that it was retracted is no content"


def test_a_document_and_the_pages_of_anchors_are_not_signed(desk: Desk) -> None:
    before = sha256(desk.reference)
    desk.attach(*PAGES)
    assert sha256(desk.reference) == before


def test_a_retraction_stops_just_the_claims_that_stand_on_it(brand: Brand) -> None:
    on_label = {"once-daily", "common-reactions"}
    valid = ClaimVersion.objects.valid_on(AT.date())
    before = set(valid.values_list("claim__key", flat=True))
    label = brand.references.get(key="LABEL-2026")
    by = User(username="librarian")
    references.retract(reference_id=label.pk, reason=" Replaced. ", by=by, at=AT)
    assert before - set(valid.values_list("claim__key", flat=True)) == on_label
    [line] = ledger.entries_about("reference:calvoryn/LABEL-2026@1")
    assert (line.action, json.loads(line.payload)) == (
        "reference.retracted",
        {"reason": "Replaced."},
    )
    with pytest.raises(AlreadyRetractedError) as error:
        references.retract(reference_id=label.pk, reason="Again.", by=by, at=AT)
    assert str(error.value) == "LABEL-2026@1 was retracted already."


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_retraction_without_a_reason_is_asked_for_one(
    reason: str, desk: Desk
) -> None:
    with pytest.raises(ReasonMissingError) as error:
        references.retract(
            reference_id=desk.reference.pk, reason=reason, by=desk.by, at=AT
        )
    assert error.value.messages == ["Please say why you retract this reference."]


TIDIED = [
    pytest.param("a\r\nb\rc\n", "a\nb\nc\n", id="line ends of every kind"),
    pytest.param("toler\ufffeated", "toler-\nated", id="the engine's hyphen"),
    pytest.param("toler\x02\nated", "toler-\nated", id="its older hyphen"),
    pytest.param("toler\u00ad\nated", "toler-\nated", id="a soft hyphen at the end"),
    pytest.param("tol\u00aderated", "tol\u00aderated", id="a soft hyphen within"),
    pytest.param("a\x00b\x07c\x7fd", "abcd", id="what cannot be printed"),
    pytest.param("a\ud800b\uffffc", "abc", id="what no database keeps"),
    pytest.param("a\tb\nc", "a\tb\nc", id="tabs and line ends"),
]


@pytest.mark.parametrize(("text", "tidy"), TIDIED)
def test_a_page_is_tidied(text: str, tidy: str) -> None:
    assert pdf_pages.tidy(text) == tidy


@given(st.text(max_size=40))
def test_a_tidy_page_is_tidy(text: str) -> None:
    once = pdf_pages.tidy(text)
    assert pdf_pages.tidy(once) == once
    assert not pdf_pages.UNKEPT.search(once)
    assert once.encode().decode() == once

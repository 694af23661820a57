"""References are read beside their documents, and proved there."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from knowledge_base import references
from knowledge_base.models import Anchor, Brand, Reference, ReferenceFile
from tests import factories, kits
from tests.pdfs import pdf
from tests.web.conftest import Come
from web.presenters.reference_pages import marked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

WAY = "/references/calvoryn/CAIRN-1-2024/"
PAPER = pdf(
    ["CAIRN-1", "<script>alert(1)</script>"],
    ["Urate below 6 mg/dL at week 24: 61% ostiv-", "arel, 32% placebo. More."],
)


@pytest.fixture
def brand(db: None) -> Brand:
    loader = factories.make_user("ADMINISTRATOR")
    return kits.load_small_kit(by=loader, at=factories.AT)


@pytest.fixture
def drafter(come: Come, brand: Brand) -> Client:
    return come("MEDICAL")


def html(response: Any) -> str:
    return str(response.content.decode())


def attach(client: Client, data: bytes = PAPER, name: str = "cairn.pdf") -> Any:
    return client.post(f"{WAY}attach/", {"file": SimpleUploadedFile(name, data)})


def test_references_are_listed_by_words_and_brand(drafter: Client) -> None:
    page = html(drafter.get("/references/"))
    assert all(str(row["key"]) in page for row in kits.KIT["references"])
    page = html(drafter.get("/references/?q=extension+CAIRN-EXT&brand=calvoryn"))
    assert "No reference fits" in page
    page = html(drafter.get("/references/?q=over one year&brand=nonsense"))
    assert "CAIRN-EXT-2025" in page
    assert "CAIRN-1-2024" not in page


def test_a_house_without_references_says_so(come: Come) -> None:
    page = html(come("AUDITOR").get("/references/"))
    assert "There are no references yet." in page


def test_a_document_is_attached_and_its_quotes_are_marked(drafter: Client) -> None:
    response = attach(drafter)
    assert response["Location"] == WAY
    page = html(drafter.get(WAY))
    assert "Attached: cairn.pdf. Quotes found: 1." in page
    assert "Quote not found in it: flares." in page
    assert "Found on page 2" in page
    assert '<mark title="primary">Urate below 6 mg/dL' in page
    assert "Page 2 of 2" in page
    first = html(drafter.get(f"{WAY}?page=1"))
    assert "&lt;script&gt;alert" in first
    assert "<mark" not in first


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "9" * 30, "²"])
def test_a_page_that_does_not_exist_is_the_nearest(
    drafter: Client, number: str
) -> None:
    attach(drafter)
    assert drafter.get(WAY, {"page": number, "file": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no PDF", "The file is not a PDF."),
        (pdf([]), "run text recognition (OCR)"),
        (b"", "The file is empty."),
        (b"%PDF-" + b"x" * (25 * 1024 * 1024), "The file is larger than 25 MB."),
    ],
)
def test_what_cannot_be_attached_is_told_beside_the_form(
    drafter: Client, data: bytes, words: str
) -> None:
    response = attach(drafter, data)
    assert (response.status_code, ReferenceFile.objects.count()) == (422, 0)
    assert words in html(response)


def test_a_place_is_proved_on_its_page(drafter: Client) -> None:
    attach(drafter)
    stated = {"key": "result", "locator": "p. 2", "quote": "61% ostivarel", "page": 2}
    response = drafter.post(f"{WAY}place/", stated, follow=True)
    assert "Placed: CAIRN-1-2024#result." in html(response)
    assert Anchor.objects.get(key="result").page == 2
    wrong = {**stated, "key": "other", "quote": "62% ostivarel"}
    response = drafter.post(f"{WAY}place/", wrong)
    assert response.status_code == 422
    assert "The quote does not stand on page 2 of cairn.pdf." in html(response)
    assert "62% ostivarel</textarea>" in html(response)
    response = drafter.post(f"{WAY}place/", {"page": "x"})
    assert "Give the words that stand there." in html(response)


def test_the_original_is_kept_from_the_browser(drafter: Client) -> None:
    attach(drafter, name='pa"per.pdf')
    file = ReferenceFile.objects.get()
    response = drafter.get(f"{WAY}document/{file.pk}/")
    assert response.content == PAPER
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    other = f"/references/calvoryn/LABEL-2026/document/{file.pk}/"
    assert drafter.get(other).status_code == 404
    assert drafter.get("/references/calvoryn/nothing/").status_code == 404


def test_an_older_document_can_be_opened(drafter: Client) -> None:
    attach(drafter)
    first = ReferenceFile.objects.get()
    attach(drafter, pdf(["A supplement"]), "more.pdf")
    assert "A supplement" in html(drafter.get(WAY))
    page = html(drafter.get(f"{WAY}?file={first.pk}&page=2"))
    assert '<mark title="primary">' in page
    assert "more.pdf" in page


def test_where_it_stands_and_who_cites_it(drafter: Client, come: Come) -> None:
    page = html(drafter.get(WAY))
    assert "urate-target@1" in page
    assert "No document is attached." in page
    assert "It is in no released asset" in page
    reference = Reference.objects.get(key="CAIRN-1-2024")
    references.retract(
        reference_id=reference.pk,
        reason="Withdrawn by the journal.",
        by=factories.make_user("MEDICAL"),
        at=timezone.now(),
    )
    assert "Retracted 21 Nov 2026" in html(drafter.get(WAY))
    Reference.objects.filter(pk=reference.pk).update(
        retracted_at=None, expires_on=factories.AT.date(), url="javascript:alert(1)"
    )
    page = html(drafter.get(WAY))
    assert "Expired 21 Nov 2026" in page
    assert "javascript:" not in page


def test_who_may_not_draft_sees_no_forms(drafter: Client, come: Come) -> None:
    attach(drafter)
    page = html(come("AUDITOR").get(WAY))
    assert "Download the original" in page
    assert "multipart/form-data" not in page
    assert "Add a quoted place" not in page


def test_quotes_that_overlap_are_marked_together() -> None:
    anchors = [Anchor(key="a", quote="one two"), Anchor(key="b", quote="two three")]
    found = [(s.text, s.anchors) for s in marked("zero one two three", anchors)]
    assert found == [("zero ", ""), ("one ", "a"), ("two", "a, b"), (" three", "b")]
    assert list(marked("", anchors)) == []

"""Uploads stay within bounds: what is too large is dropped while it comes in."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import SkipFile
from django.http import HttpRequest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from knowledge_base import label_import
from tests import label_documents, pdfs
from tests.web import library
from tests.web.library import BRAND, Library, page_of, standing
from tests.web.markup import Page
from web import uploads
from web.uploads import OVERSIZED, BoundedFileField, BoundedUploadHandler, UploadForm

MEGABYTE = 1024 * 1024
PDF = pdfs.pdf(["Words of a paper."])


class OneFile(UploadForm):
    """A form as a page has it."""

    file = BoundedFileField(label="File", megabytes=1)
    note = BoundedFileField(label="Another", megabytes=1, required=False)


def handler(name: str = "file") -> BoundedUploadHandler:
    made = BoundedUploadHandler(HttpRequest())
    made.new_file(name, "x.bin", "application/octet-stream", None)
    return made


def dropped(made: BoundedUploadHandler) -> set[str]:
    found: set[str] = vars(made.request).get(OVERSIZED, set())
    return found


def comes_in(made: BoundedUploadHandler, sizes: list[int]) -> int:
    """How much of a file of these stretches is passed on."""
    start = 0
    for size in sizes:
        made.receive_data_chunk(bytes(size), start)
        start += size
    return start


# While it comes in


@pytest.mark.parametrize(
    "sizes",
    [
        pytest.param([], id="nothing"),
        pytest.param([0], id="an empty stretch"),
        pytest.param([10], id="one stretch"),
        pytest.param([4, 4, 2], id="up to the bound in stretches"),
    ],
)
def test_what_fits_is_passed_on_whole(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int]
) -> None:
    monkeypatch.setattr(uploads, "MOST", 10)
    made = handler()
    assert comes_in(made, sizes) == sum(sizes)
    assert dropped(made) == set()


@pytest.mark.parametrize(
    "sizes",
    [
        pytest.param([11], id="one stretch"),
        pytest.param([10, 1], id="one byte over"),
        pytest.param([5, 5, 5], id="in the third stretch"),
    ],
)
def test_what_does_not_fit_is_dropped_and_noted(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int]
) -> None:
    monkeypatch.setattr(uploads, "MOST", 10)
    made = handler("paper")
    with pytest.raises(SkipFile, match="paper is too large"):
        comes_in(made, sizes)
    assert dropped(made) == {"paper"}


@given(
    sizes=st.lists(st.integers(0, 40), max_size=12),
    most=st.integers(1, 200),
)
def test_only_the_whole_size_decides(sizes: list[int], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads, "MOST", most)
        made = handler()
        try:
            comes_in(made, sizes)
        except SkipFile:
            assert sum(sizes) > most
        else:
            assert sum(sizes) <= most
        assert bool(dropped(made)) == (sum(sizes) > most)


def test_every_dropped_field_of_a_request_is_noted() -> None:
    request = HttpRequest()
    for name in ("file", "note"):
        made = BoundedUploadHandler(request)
        made.new_file(name, "x", "text/plain", None)
        with pytest.raises(SkipFile):
            made.receive_data_chunk(bytes(1), uploads.MOST)
    assert vars(request)[OVERSIZED] == {"file", "note"}


# On the form


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        pytest.param(0, "The file is empty.", id="empty"),
        pytest.param(1, "", id="one byte"),
        pytest.param(MEGABYTE, "", id="just a megabyte"),
        pytest.param(MEGABYTE + 1, "The file is larger than 1 MB.", id="one byte more"),
    ],
)
def test_a_file_is_judged_by_what_came_in(size: int, sentence: str) -> None:
    file = SimpleUploadedFile("x.bin", bytes(size))
    form = OneFile({}, {"file": file})
    assert form.is_valid() == (not sentence)
    assert form.errors.get("file", []) == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("noted", "sentence"),
    [
        pytest.param(set(), "Choose a file.", id="never chosen"),
        pytest.param({"file"}, "The file is larger than 1 MB.", id="dropped"),
        pytest.param({"note"}, "Choose a file.", id="another one dropped"),
        pytest.param({"nothing"}, "Choose a file.", id="a field that is not here"),
    ],
)
def test_a_dropped_file_is_told_from_one_never_chosen(
    noted: set[str], sentence: str
) -> None:
    request = HttpRequest()
    vars(request)[OVERSIZED] = noted
    assert OneFile({}, {}, request=request).errors["file"] == [sentence]


def test_a_form_without_a_request_knows_of_no_drop() -> None:
    assert OneFile({}, {}).errors["file"] == ["Choose a file."]


def test_one_request_s_drop_is_forgotten_by_the_next() -> None:
    request = HttpRequest()
    vars(request)[OVERSIZED] = {"file"}
    assert OneFile({}, {}, request=request).errors["file"] != ["Choose a file."]
    assert OneFile({}, {}, request=HttpRequest()).errors["file"] == ["Choose a file."]


@pytest.mark.parametrize("megabytes", [1, 2, 25])
def test_each_field_says_its_own_bound(megabytes: int) -> None:
    file = SimpleUploadedFile("x", b"x")
    file.size = megabytes * MEGABYTE + 1
    with pytest.raises(ValidationError) as refused:
        BoundedFileField(megabytes=megabytes).clean(file)
    assert refused.value.messages == [f"The file is larger than {megabytes} MB."]


def test_own_words_of_a_field_are_kept() -> None:
    words = {"required": "Choose the paper.", "empty": "Nothing is in it."}
    field = BoundedFileField(megabytes=1, error_messages=words)
    for data, name in ((None, "required"), (SimpleUploadedFile("x", b""), "empty")):
        with pytest.raises(ValidationError) as refused:
            field.clean(data)
        assert refused.value.messages == [words[name]]


def test_no_form_takes_more_than_what_is_let_in() -> None:
    assert label_import.MAX_BYTES < uploads.MOST


# On the pages


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Library]:
    with library.shared(django_db_blocker) as built:
        yield built


def places(house: Library) -> dict[str, tuple[str, dict[str, str], bytes, str]]:
    """Where a file is sent, beside what, a good one, and its name."""
    paper = reverse("references:attach", args=[BRAND, house.reference.key])
    claims = {"brand": BRAND, "kind": "CLAIMS"}
    table = library.FILE.replace("from-file", "from-page").encode()
    label = label_documents.make_file(version="9")
    return {
        "a document": (paper, {}, PDF, "paper.pdf"),
        "a table": (reverse("exchange:start"), claims, table, "claims.csv"),
        "a label": (reverse("labels:upload"), {}, label, "label.xml"),
    }


Send = Callable[..., Any]


@pytest.fixture
def send(house: Library) -> Send:
    def sent(place: str, content: bytes | None, name: str | None = None) -> Any:
        address, beside, _, usual = places(house)[place]
        files = {}
        if content is not None:
            files["file"] = SimpleUploadedFile(name or usual, content)
        return house.client("REGULATORY").post(address, {**beside, **files})

    return sent


def faults_of(page: Page) -> list[str]:
    """The sentences beside the fields."""
    lists = page.all("ul")
    return [e.text for e in lists if "errorlist" in e.attributes.get("class", "")]


REFUSED: list[Any] = [
    pytest.param("a document", b"", "", "The file is empty.", id="empty document"),
    pytest.param("a table", b"", "", "The file is empty.", id="empty table"),
    pytest.param("a label", b"", "", "The file is empty.", id="empty label"),
    pytest.param("a document", None, "", "Choose", id="no document"),
    pytest.param("a table", None, "", "Choose a file.", id="no table"),
    pytest.param("a label", None, "", "Choose a file.", id="no label"),
    pytest.param("a document", b"words", "", "PDF", id="words for a document"),
    pytest.param("a document", PDF[:40], "", "PDF", id="half a document"),
    pytest.param("a table", b"\x00\x01", "", "", id="bytes for a table"),
    pytest.param("a table", b"Key\n", "x.exe", "", id="a program for a table"),
    pytest.param("a table", b"PK\x03\x04", "x.xlsx", "", id="half a workbook"),
    pytest.param("a table", b"[{", "x.json", "", id="half a list"),
    pytest.param("a label", b"<html/>", "", "", id="a page for a label"),
    pytest.param("a label", b"<document", "", "", id="half a label"),
    pytest.param("a label", PDF, "label.pdf", "", id="a PDF for a label"),
    pytest.param(
        "a label",
        b'<!DOCTYPE d [<!ENTITY e "x">]><document>&e;</document>',
        "",
        "",
        id="entities in a label",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "content", "name", "words"), REFUSED)
def test_what_cannot_be_used_is_told_beside_the_field(
    send: Send, place: str, content: bytes | None, name: str, words: str
) -> None:
    before = standing()
    response = send(place, content, name)
    assert response.status_code == 422
    page = page_of(response)
    faults = [
        e.text for e in page.all("ul") if "errorlist" in e.attributes.get("class", "")
    ]
    assert len(faults) >= 1
    assert words in faults[0]
    assert faults[0].endswith((".", ").", "”"))
    assert standing() == before


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["a document", "a table", "a label"])
def test_a_file_over_the_bound_is_told_from_none(
    send: Send, house: Library, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 20)
    before = standing()
    response = send(place, bytes(100))
    assert response.status_code == 422
    page = page_of(response)
    faults = [
        e.text for e in page.all("ul") if "errorlist" in e.attributes.get("class", "")
    ]
    assert "larger than" in faults[0]
    assert standing() == before


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["a document", "a table", "a label"])
@pytest.mark.parametrize(
    "named",
    ["../../etc/{}", "C:\\data\\{}", "/srv/{}", "a/b/{}"],
    ids=["up", "drive", "root", "folder"],
)
def test_a_path_in_a_name_is_only_a_name(
    send: Send, house: Library, place: str, named: str
) -> None:
    _, _, content, usual = places(house)[place]
    body = io.BytesIO(content).getvalue()
    response = send(place, body, named.format(usual))
    assert response.status_code == 302, page_of(response).text
    page = page_of(house.client("REGULATORY").get(response["Location"]))
    assert usual in page.text
    assert "etc/" not in page.text
    assert "data\\" not in page.text

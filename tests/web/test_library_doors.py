"""Every address of the library: its methods, what is not there, wishes and pages."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from knowledge_base.models import BatchKind
from tests import factories
from tests.web import library, markup
from tests.web.library import BRAND, Library, page_of, standing

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-4000-8000-000000000000"
READ, BOTH, WRITE = ("GET", "HEAD"), ("GET", "HEAD", "POST"), ("POST",)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# Address, what it is about, the methods that it answers.
ADDRESSES: list[tuple[str, str, tuple[str, ...]]] = [
    ("knowledge:selected", "", READ),
    ("knowledge:suspend_selected", "", WRITE),
    ("knowledge:retract_reference", "reference", BOTH),
    ("exchange:start", "", BOTH),
    ("exchange:export", "", READ),
    ("exchange:columns", "", READ),
    ("exchange:mapping", "batch", BOTH),
    ("exchange:trial", "batch", BOTH),
    ("exchange:done", "applied batch", READ),
    ("references:references", "", READ),
    ("references:reference", "reference", READ),
    ("references:attach", "reference", WRITE),
    ("references:place", "reference", WRITE),
    ("references:document", "document", READ),
    ("blocks:blocks", "", READ),
    ("blocks:coverage", "", READ),
    ("blocks:new", "", BOTH),
    ("blocks:block", "block", READ),
    ("blocks:revise", "block", BOTH),
    ("blocks:approve", "block revision", WRITE),
    ("blocks:step", "block step", WRITE),
    ("expiry:calendar", "", READ),
    ("expiry:table", "", READ),
    ("labels:labels", "", READ),
    ("labels:upload", "", BOTH),
    ("labels:uploaded", "label batch", READ),
    ("labels:import_uploaded", "label batch", WRITE),
    ("labels:label", "label", READ),
    ("labels:compare", "two labels", READ),
    ("labels:adopt", "label", READ),
    ("labels:sign_adoption", "label", WRITE),
    ("labels:state_safety", "label", WRITE),
    ("labels:withdraw", "label", WRITE),
    ("proposals:start", "", BOTH),
    ("proposals:section", "section", READ),
    ("proposals:draft_section", "section", WRITE),
    ("proposals:draft_text", "brand", WRITE),
    ("claim_editor:new", "brand", BOTH),
    ("claim_editor:read", "brand", WRITE),
    ("claim_editor:revise", "claim", BOTH),
]
ABOUT = [(name, about, methods) for name, about, methods in ADDRESSES if about]
UNKNOWN: dict[str, list[list[Any]]] = {
    "batch": [[NOBODY]],
    "applied batch": [[NOBODY]],
    "label batch": [[NOBODY]],
    "brand": [["nobody"]],
    "claim": [[BRAND, "nothing"], ["nobody", "say-approved"], [BRAND, "%"]],
    "reference": [[BRAND, "nothing"], ["nobody", "LABEL-2026"], [BRAND, "' --"]],
    "document": [[BRAND, "nothing", 1], [BRAND, "LABEL-2026", 2**63]],
    "block": [[BRAND, "nothing"], ["nobody", "block-approved"]],
    "block revision": [[BRAND, "block-draft", 2], [BRAND, "nothing", 1]],
    "block step": [
        [BRAND, "block-approved", 1, "burn"],
        [BRAND, "block-approved", 9, "suspend"],
        [BRAND, "nothing", 1, "suspend"],
    ],
    "label": [[0], [2**31], [2**63 - 1], [2**63], [10**40]],
    "two labels": [[0, 0], [2**63, 1]],
    "section": [[0], [2**63]],
}


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Library]:
    with library.shared(django_db_blocker) as built:
        yield built


def known(house: Library, about: str) -> list[Any]:
    """The arguments of an address about something that is there."""
    reference = [BRAND, house.reference.key]
    things: dict[str, list[Any]] = {
        "": [],
        "batch": [house.batches["open"].uid],
        "applied batch": [house.batches["applied"].uid],
        "label batch": [house.batches["label"].uid],
        "brand": [BRAND],
        "claim": [BRAND, "say-approved"],
        "reference": reference,
        "document": [*reference, house.file.pk],
        "block": [BRAND, "block-approved"],
        "block revision": [BRAND, "block-draft", 1],
        "block step": [BRAND, "block-approved", 1, "suspend"],
        "label": [house.labels["draft"].pk],
        "two labels": [house.labels["ready"].pk, house.labels["draft"].pk],
        "section": [house.section.pk],
    }
    return things[about]


@pytest.mark.parametrize(("name", "about", "methods"), ADDRESSES)
def test_an_address_answers_its_methods_alone(
    house: Library, name: str, about: str, methods: tuple[str, ...]
) -> None:
    address, before = reverse(name, args=known(house, about)), standing()
    for method in METHODS:
        if method == "POST" and method in methods:
            continue
        response = house.client("ALL").generic(method, address)
        if method in methods:
            assert response.status_code in (200, 302), method
            has_body = method == "GET" and response.status_code == 200
            assert bool(b"".join(response)) == has_body
        else:
            assert response.status_code == 405, method
            assert set(response["Allow"].split(", ")) == set(methods)
    assert standing() == before


@pytest.mark.parametrize(("name", "about", "methods"), ABOUT)
def test_what_does_not_exist_is_not_there(
    house: Library, name: str, about: str, methods: tuple[str, ...]
) -> None:
    before = standing()
    for wrong in UNKNOWN[about]:
        response = house.client("ALL").generic(methods[0], reverse(name, args=wrong))
        assert response.status_code == 404, wrong
        page = page_of(response)
        if methods[0] == "GET":
            assert page.one("h1").text == "Nothing is here"
            said = "This does not exist, or it is not yours to see."
            assert said in page.text
            assert list(markup.of_house(page)) == []
    assert standing() == before


@pytest.mark.parametrize(
    ("name", "args"),
    [
        pytest.param("exchange:mapping", "label batch", id="a label is no table"),
        pytest.param("exchange:trial", "label batch", id="nor is it tried as one"),
        pytest.param("labels:uploaded", "batch", id="a table is no label"),
        pytest.param("blocks:block", "claim", id="a claim is no block"),
        pytest.param("claim_editor:revise", "block", id="a block is no claim"),
    ],
)
def test_one_kind_of_thing_is_not_found_under_another_s_address(
    house: Library, name: str, args: str
) -> None:
    response = house.client("ALL").get(reverse(name, args=known(house, args)))
    assert response.status_code == 404


@pytest.mark.parametrize(
    "name",
    [name for name, _, methods in ADDRESSES if "GET" in methods],
)
def test_every_page_is_sound(house: Library, name: str) -> None:
    [about] = [about for known_as, about, _ in ADDRESSES if known_as == name]
    response = house.client("ALL").get(reverse(name, args=known(house, about)))
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        assert name in ("knowledge:selected", "references:document", "expiry:table")
        return
    assert list(markup.of_house(page_of(response))) == []


# Wishes in the address

LISTS: dict[str, tuple[str, ...]] = {
    "blocks:blocks": (
        *("q", "brand", "role", "state", "tone", "theme", "channel", "market"),
        *("format", "page"),
    ),
    "references:references": ("q", "brand", "page"),
    "labels:labels": ("brand", "market"),
    "expiry:calendar": ("brand",),
    "expiry:table": ("brand",),
    "blocks:coverage": ("brand", "market", "channel", "audience"),
    "knowledge:claims": ("q", "brand", "market", "channel", "state", "on", "page"),
}
NONSENSE = ("'", "%00", "-1", "9" * 30, "<b>", "١")


@pytest.mark.parametrize(
    ("name", "wish"),
    [(name, wish) for name, wishes in LISTS.items() for wish in wishes],
)
def test_a_wish_that_means_nothing_is_never_an_error(
    house: Library, name: str, wish: str
) -> None:
    client, address = house.client("AUDITOR"), reverse(name)
    for words in NONSENSE:
        response = client.get(f"{address}?{wish}={words}")
        assert response.status_code == 200, words
        assert b"<b>" not in b"".join(response), words


@pytest.mark.parametrize("name", ["blocks:blocks", "knowledge:claims"])
def test_a_swap_is_the_very_part_of_its_page(house: Library, name: str) -> None:
    client = house.client("AUDITOR")
    for query in ("", "?q=words", "?q=nowhere-at-all", "?state=all", "?page=2"):
        whole = client.get(f"{reverse(name)}{query}").content.decode()
        swap = client.get(f"{reverse(name)}{query}", headers={"HX-Target": "found"})
        part = swap.content.decode()
        assert " ".join(part.split()) in " ".join(whole.split()), query
        assert "<html" not in part
        other = client.get(f"{reverse(name)}{query}", headers={"HX-Target": "main"})
        assert "<html" in other.content.decode()


def links(response: Any, words: str) -> list[str]:
    """Where links of these words lead."""
    text = response.content.decode()
    found = re.findall(rf'<a [^>]*href="([^"]+)"[^>]*>{words}</a>', text)
    return [html.unescape(address) for address in found]


@pytest.mark.parametrize("words", ["R&D 50%", "a+b", "x=1&page=9", "ü #1"])
def test_the_next_page_asks_for_the_same_words(house: Library, words: str) -> None:
    """Words with signs of an address in them are the same words on every page."""
    for number in range(26):
        reference = factories.make_claim(house.brand).citations.get().reference
        reference.citation = f"{words} number {number:02}"
        reference.save()
        factories.make_block(house.brand, f"paged-{number}", text=f"{words} {number}")
    client = house.client("AUDITOR")
    for name in ("references:references", "blocks:blocks"):
        first = client.get(reverse(name), {"q": words})
        assert len(first.context["rows"]) == 25
        [onward] = links(first, "Next")
        second = client.get(f"{reverse(name)}{onward}")
        assert len(second.context["rows"]) == 1, onward
        [back] = links(second, "Earlier")
        again = client.get(f"{reverse(name)}{back}")
        assert again.context["rows"] == first.context["rows"]


# Files that go out


@pytest.mark.parametrize(
    ("form", "media"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
@pytest.mark.parametrize("kind", [BatchKind.CLAIMS, BatchKind.BLOCKS])
@pytest.mark.parametrize("which", ["approved", "newest"])
def test_a_library_goes_out_under_a_name_that_says_what_it_is(
    house: Library, form: str, media: str, kind: BatchKind, which: str
) -> None:
    asked = {"brand": BRAND, "kind": kind.value, "which": which, "form": form}
    response = house.client("LEGAL").get(reverse("exchange:export"), asked)
    assert response.status_code == 200
    assert response["Content-Type"] == media
    name = f"{BRAND}-{kind.value.lower()}-{which}.{form}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(response)


@pytest.mark.parametrize(
    "change",
    [{"brand": "nobody"}, {"kind": "LABEL"}, {"which": "old"}, {"form": "exe"}],
    ids=["brand", "kind", "which", "form"],
)
def test_an_export_of_nothing_known_is_refused_beside_the_form(
    house: Library, change: dict[str, str]
) -> None:
    asked = {"brand": BRAND, "kind": "CLAIMS", "which": "newest", "form": "csv"}
    response = house.client("LEGAL").get(reverse("exchange:export"), asked | change)
    assert response.status_code == 422
    assert "Content-Disposition" not in response
    page = page_of(response)
    assert list(markup.of_house(page)) == []


def test_an_original_is_never_opened_in_this_house(house: Library) -> None:
    address = reverse("references:document", args=known(house, "document"))
    response = house.client("AUDITOR").get(address)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]

"""The pages of labels: listed, read, brought in, compared, adopted, withdrawn."""

import datetime
import html
import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from knowledge_base import copy_blocks, labels
from knowledge_base.copy_blocks import BlockContent
from knowledge_base.label_import.documents import Clause, Section, Table
from knowledge_base.models import (
    Brand,
    Claim,
    ClaimState,
    ClaimVersion,
    ImportBatch,
    Label,
    LabelSection,
    LedgerEntry,
)
from tests import factories, kits
from tests import label_documents as files
from tests.label_documents import make_document, make_file
from tests.web.conftest import Come
from web import uploads
from web.presenters.label_tables import ClauseRow, table_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

AT = factories.AT
NEW_DOSE = files.DOSE.replace("20 mg", "40 mg")
MAY_MANAGE = ("COORDINATOR", "REGULATORY")
MAY_NOT = ("REQUESTER", "MEDICAL", "LEGAL", "SIGNATORY", "AUDITOR", "ADMINISTRATOR")


@pytest.fixture
def brand(db: None) -> Brand:
    by = factories.make_user("ADMINISTRATOR")
    return kits.load_small_kit(by=by, at=AT)


@pytest.fixture
def rhea(db: None) -> User:
    """A regulatory reviewer."""
    return factories.make_user("REGULATORY", username="rhea")


@pytest.fixture
def desk(come: Come, rhea: User) -> Client:
    """Her browser."""
    return come(user=rhea)


@pytest.fixture
def draft(brand: Brand, rhea: User) -> Label:
    """Version 3 as imported from a file."""
    return labels.import_document(make_document(), by=rhea, at=AT).label


def words_of(response: Any) -> str:
    text = re.sub(r"<(ins|del)>", r" \1:", response.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def see(client: Client, name: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(f"labels:{name}", args=args), query)
    assert response.status_code == 200
    return words_of(response)


def send(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"labels:{name}", args=args), data)


def upload(client: Client, content: bytes, name: str = "label.xml") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("labels:upload"), {"file": file})


def brought(client: Client, **facts: Any) -> uuid.UUID:
    response = upload(client, make_file(**facts))
    assert response.status_code == 302
    return ImportBatch.objects.latest("pk").uid


def with_safety(label: Label, by: User) -> Label:
    labels.state_safety(label_id=label.pk, short="Short.", full="Full.", by=by, at=AT)
    return label


def signed(label: Label, by: User, **changes: Any) -> dict[str, Any]:
    return {
        "username": by.get_username(),
        "password": factories.PASSWORD,
        "seen": labels.content_sha256(label),
        **changes,
    }


# the list


def test_the_list_says_where_each_version_stands(
    desk: Client, draft: Label, rhea: User
) -> None:
    other = labels.import_document(
        make_document(set_id=files.OTHER_SET, labeler=files.REPACKER, version="8"),
        by=rhea,
        at=AT,
    ).label
    old = labels.import_document(
        make_document(version="1", effective_on=datetime.date(2025, 1, 1)),
        by=rhea,
        at=AT,
    ).label
    response = desk.get(reverse("labels:labels"))
    us = next(g for g in response.context["groups"] if "United States" in g.market)
    states = {row.pk: (row.state, row.is_other_labeler) for row in us.rows}
    assert states[draft.pk] == ("Draft", False)
    assert states[other.pk] == ("Draft", True)
    assert states[old.pk] == ("Earlier, never adopted", False)
    assert us.in_force
    assert us.in_force.version == "2026-01"
    assert "Other labeller" in words_of(response)


def test_later_states_are_told(desk: Client, brand: Brand, rhea: User) -> None:
    future = labels.import_document(
        make_document(effective_on=datetime.date(2027, 3, 1)), by=rhea, at=AT
    ).label
    labels.adopt(label_id=with_safety(future, rhea).pk, by=rhea, at=AT)
    gb = brand.labels.get(market="GB")
    labels.withdraw(label_id=gb.pk, reason="misprint", by=rhea, at=AT)
    told = see(desk, "labels")
    assert "Adopted, not effective yet" in told
    assert "Withdrawn" in told
    assert "No label is in force here" in told


def test_the_list_is_filtered(desk: Client, brand: Brand) -> None:
    factories.make_brand()
    told = see(desk, "labels", brand="testavra", market="")
    assert "Testavra" in told.split("Show", 1)[1]
    assert "No label fits" in see(desk, "labels", brand="testavra", market="GB")
    assert "Calvoryn" in see(desk, "labels", brand="nothing", market="nowhere")


def test_an_empty_list_says_what_to_do(come: Come) -> None:
    assert "Bring in a label file" in see(come("COORDINATOR"), "labels")
    told = see(come("MEDICAL"), "labels")
    assert "A regulatory reviewer or a coordinator brings them in" in told
    assert "Bring in a label " not in told


def test_the_list_asks_little_of_the_database(
    desk: Client, brand: Brand, rhea: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        labels.import_document(make_document(version=str(number)), by=rhea, at=AT)
    with django_assert_max_num_queries(12):
        desk.get(reverse("labels:labels"))


# the text


def test_a_label_is_read_section_by_section(desk: Client, draft: Label) -> None:
    response = desk.get(reverse("labels:label", args=[draft.pk]))
    page = response.content.decode()
    for address in ("c-0-0", "c-1-1", "c-4-0", "c-5-1", "s-3"):
        assert f'id="{address}"' in page
    assert '<a href="#s-4">5.1 Liver enzymes</a>' in page
    assert "<h2>5 WARNINGS AND PRECAUTIONS</h2>" in page
    assert "<h3>5.1 Liver enzymes</h3>" in page
    assert '<th scope="col">Placebo</th>' in page
    assert '<tr id="c-5-1"><td>Headache</td><td>7%</td><td>5%</td></tr>' in page
    assert "Boxed warning" not in page
    assert "None is entered yet" in page


def test_the_boxed_warning_stands_first(desk: Client, brand: Brand, rhea: User) -> None:
    label = labels.import_document(
        make_document(boxed_warning="May harm the liver."), by=rhea, at=AT
    ).label
    told = see(desk, "label", label.pk)
    assert told.index("Boxed warning May harm the liver.") < told.index("Contents")


def test_claims_are_marked_where_they_are_anchored(desk: Client, draft: Label) -> None:
    anchor_claims(draft, files.LIVER, 7)
    response = desk.get(reverse("labels:label", args=[draft.pk]))
    told = words_of(response)
    assert "CLAIM-0@1 CLAIM-1@1 CLAIM-2@1 CLAIM-3@1 CLAIM-4@1 and 2 more" in told
    assert "/claims/calvoryn/CLAIM-0/?version=1" in response.content.decode()
    assert "Claims anchored 7" in told


def anchor_claims(label: Label, quote: str, count: int) -> None:
    by = factories.make_user("REGULATORY")
    reference = labels.reference_of(label, by=by, at=AT)
    anchor = reference.anchors.create(key="here", locator="5.1", quote=quote)
    for number in range(count):
        claim = Claim.objects.create(
            brand=label.brand, key=f"CLAIM-{number}", kind="safety"
        )
        version = ClaimVersion.objects.create(
            claim=claim,
            version=1,
            text="Words of its own.",
            sha256="2" * 64,
            market_codes=("US",),
            drafted_at=AT,
        )
        version.citations.create(ordinal=1, reference=reference, anchor=anchor)


def test_a_kits_label_is_read_too(desk: Client, brand: Brand) -> None:
    told = see(desk, "label", brand.labels.get(market="US").pk)
    assert re.search(r"Indications( Propose claims from Indications)? Adults", told)
    assert "Stated in the kit Indication Calvoryn is indicated" in told
    assert "headache | 7% | 5%" in told
    assert "Brand kit" in told


def test_a_label_without_sections_shows_its_indication(
    desk: Client, brand: Brand
) -> None:
    label = factories.make_label(factories.make_brand("other"), version="x")
    LabelSection.objects.filter(label=label).delete()
    assert "For adults with test attacks." in see(desk, "label", label.pk)


def test_a_large_label_opens_with_few_questions(
    desk: Client,
    brand: Brand,
    rhea: User,
    django_assert_max_num_queries: Any,
) -> None:
    many = tuple(
        Section(
            code="42229-5",
            title=f"{number} Part",
            text="",
            clauses=tuple(
                Clause("paragraph", f"Clause {n} of part {number}. " + "word " * 40)
                for n in range(7)
            ),
        )
        for number in range(200)
    )
    label = labels.import_document(make_document(sections=many), by=rhea, at=AT).label
    with django_assert_max_num_queries(25):
        response = desk.get(reverse("labels:label", args=[label.pk]))
    assert len(response.content) > 300_000


def test_an_unknown_label_is_not_found(desk: Client) -> None:
    for name in ("label", "adopt"):
        assert desk.get(reverse(f"labels:{name}", args=[404])).status_code == 404


# tables


def rows(*texts: str) -> list[ClauseRow]:
    return [ClauseRow(f"c-0-{number}", text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("clauses", "addresses", "others"),
    [
        (("Name Rate", "Ache 7%", "Itch 6%"), ["c-0-0", "c-0-1", "c-0-2"], []),
        (("Ache 7%", "Itch 6%"), ["", "c-0-0", "c-0-1"], []),
        (("All rates", "Name Rate", "Itch 6%"), ["c-0-1", "", "c-0-2"], ["c-0-0"]),
        (("Unheard", "Ache 7%"), ["", "c-0-1", ""], ["c-0-0"]),
        ((), ["", "", ""], []),
    ],
)
def test_lines_of_tables_find_their_clauses(
    clauses: tuple[str, ...], addresses: list[str], others: list[str]
) -> None:
    stored = {
        "caption": "All rates",
        "header": [["Name", "Rate"]],
        "rows": [["Ache [a]", "7%"], ["Itch", "6%"]],
    }
    made = table_row(stored, rows(*clauses))
    lines = (*made.header, *made.lines)
    assert [line.clause.address if line.clause else "" for line in lines] == addresses
    assert [clause.address for clause in made.others] == others


def test_lists_and_captions_keep_their_form(
    desk: Client, brand: Brand, rhea: User
) -> None:
    mixed = Section(
        code="",
        title="",
        text="",
        clauses=(
            Clause("paragraph", "Before."),
            Clause("item", "First."),
            Clause("item", "Second."),
            Clause("paragraph", "All rates", 0),
            Clause("row", "Ache 7%", 0),
            Clause("row", "A row of no table", 3),
            Clause("item", "Last."),
        ),
        tables=(Table("All rates", (), (("Ache", "7%"),)),),
    )
    label = labels.import_document(
        make_document(sections=(mixed,)), by=rhea, at=AT
    ).label
    page = desk.get(reverse("labels:label", args=[label.pk])).content.decode()
    assert '<ul><li id="c-0-1">First.</li><li id="c-0-2">Second.</li></ul>' in page
    assert "<caption>All rates</caption>" in page
    assert '<span id="c-0-3"></span>' in page
    assert '<p id="c-0-5">A row of no table</p>' in page
    assert '<li id="c-0-6">Last.</li>' in page


# bringing one in


def test_a_file_is_read_before_it_is_imported(desk: Client, brand: Brand) -> None:
    uid = brought(desk, dose=NEW_DOSE)
    told = see(desk, "uploaded", uid)
    assert "another version of Calvoryn's label for United States" in told
    for words in ("Calvoryn (ostivarel)", files.MAKER, files.SET, "1 Jun 2026"):
        assert words in told
    assert "What changes from version 2026-01" in told
    assert "once-daily@1 Will be suspended" in told
    assert not Label.objects.exclude(set_id="").exists()
    response = send(desk, "import_uploaded", uid)
    label = Label.objects.get(set_id=files.SET)
    assert response["Location"] == reverse("labels:label", args=[label.pk])
    assert "imported already: open the label" in see(desk, "uploaded", uid)
    assert "imported already" in words_of(send(desk, "import_uploaded", uid))


def test_a_file_of_a_new_product_makes_a_brand(desk: Client) -> None:
    uid = brought(desk)
    told = see(desk, "uploaded", uid)
    assert "first label of Calvoryn" in told
    assert "A new brand is made from the label" in told
    assert "nothing to compare it with yet" in told
    send(desk, "import_uploaded", uid)
    assert Brand.objects.get().slug == "calvoryn"


def test_another_labelers_file_is_told_apart(desk: Client, brand: Brand) -> None:
    uid = brought(desk, labeler=files.REPACKER)
    told = see(desk, "uploaded", uid)
    assert "Another labeller: This is the label of another labeller" in told
    send(desk, "import_uploaded", uid)
    label = Label.objects.get(set_id=files.SET)
    told = see(desk, "label", label.pk)
    assert f"This is the label of {files.REPACKER}, not the brand's own" in told


def test_an_older_file_is_history(desk: Client, brand: Brand) -> None:
    uid = brought(desk, effective="20240101")
    assert "older than version 2026-01, which is in force" in see(desk, "uploaded", uid)


def test_the_same_file_again_is_told(desk: Client, brand: Brand) -> None:
    send(desk, "import_uploaded", brought(desk))
    told = see(desk, "uploaded", brought(desk))
    assert "This very file is here already. Open the label that is here" in told


def test_brand_and_market_may_be_chosen(desk: Client, brand: Brand) -> None:
    other = factories.make_brand()
    uid = brought(desk)
    told = see(desk, "uploaded", uid, brand=str(other.pk), market="de")
    assert "first label of Testavra for Germany" in told
    send(desk, "import_uploaded", uid, brand=other.pk, market="de")
    label = Label.objects.get(set_id=files.SET)
    assert (label.brand, label.market) == (other, "DE")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"brand": "99"}, "is not one of the available choices"),
        ({"market": "1!"}, "is no market: give two letters"),
    ],
)
def test_a_wrong_place_is_refused(
    desk: Client, brand: Brand, data: dict[str, str], sentence: str
) -> None:
    uid = brought(desk)
    response = send(desk, "import_uploaded", uid, **data)
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert not Label.objects.exclude(set_id="").exists()
    assert desk.get(reverse("labels:uploaded", args=[uid]), data).status_code == 200


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"not a label", "label.xml"),
        (b"<?xml version='1.0'?><document/>", "label.xml"),
        (b"{}", "label.xml"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    desk: Client, content: bytes, sentence: str
) -> None:
    response = upload(desk, content)
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert not ImportBatch.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_file_that_is_too_large_is_never_read(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 1024)
    response = upload(desk, b" " * 1025)
    assert response.status_code == 422
    assert "The file is larger than 25 MB." in words_of(response)
    assert send(desk, "upload").status_code == 422


# comparing


def test_two_versions_stand_clause_by_clause(
    desk: Client, draft: Label, rhea: User
) -> None:
    new = labels.import_document(
        make_document(
            version="4",
            effective_on=datetime.date(2026, 11, 1),
            sections=files.sections(dose=NEW_DOSE),
        ),
        by=rhea,
        at=AT,
    ).label
    told = see(desk, "compare", new.pk, draft.pk)
    assert "From label 3 to 4" in told
    assert "1 changed" in told
    assert "one del: 20 ins: 40 mg tablet" in told
    assert files.LIVER not in told
    assert files.LIVER in see(desk, "compare", new.pk, draft.pk, show="all")
    page = desk.get(reverse("labels:compare", args=[new.pk, draft.pk])).content.decode()
    assert f"/labels/{new.pk}/#c-1-0" in page
    assert "labels of two sets" not in page
    assert "Word for word the same" in see(desk, "compare", draft.pk, draft.pk)


def test_labels_of_two_sets_are_said_to_be(
    desk: Client, draft: Label, brand: Brand
) -> None:
    kit = brand.labels.get(market="US", set_id="")
    told = see(desk, "compare", draft.pk, kit.pk)
    assert "These are labels of two sets" in told
    assert "once-daily@1 In use" in told
    assert "Cannot be placed" in told


@pytest.mark.parametrize("is_suspended", [False, True])
def test_blocks_and_safety_texts_that_repeat_words_are_named(
    desk: Client, draft: Label, rhea: User, is_suspended: bool
) -> None:
    full = f"Important. {files.DOSE}"
    labels.state_safety(label_id=draft.pk, short="S.", full=full, by=rhea, at=AT)
    labels.adopt(label_id=draft.pk, by=rhea, at=AT)
    block = copy_blocks.draft(
        brand_id=draft.brand_id,
        key="reminder",
        content=BlockContent("bridge", f"Remember: {files.DOSE}", ("warm",)),
        by=factories.make_user("REQUESTER"),
        at=AT,
    )
    copy_blocks.put_all_in_force([block], by=rhea, at=AT)
    if is_suspended:
        copy_blocks.suspend(version_id=block.pk, reason="A doubt.", by=rhea, at=AT)
    new = labels.import_document(
        make_document(
            version="4",
            effective_on=datetime.date(2026, 11, 1),
            sections=files.sections(dose=NEW_DOSE),
        ),
        by=rhea,
        at=AT,
    ).label
    told = see(desk, "adopt", new.pk)
    state = "Suspended already" if is_suspended else "Will be suspended"
    assert f"reminder@1 {state}" in told
    assert "Full safety information Repeats changed words" in told
    assert ("1 text block will be suspended" in told) is not is_suspended


def test_a_lost_quote_that_the_new_label_has_is_said_to_stand_there(
    desk: Client, draft: Label, rhea: User
) -> None:
    labels.adopt(label_id=with_safety(draft, rhea).pk, by=rhea, at=AT)
    anchor_claims(draft, "one 40 mg tablet once daily", 1)
    new = labels.import_document(
        make_document(
            version="4",
            effective_on=datetime.date(2026, 11, 1),
            sections=files.sections(dose=NEW_DOSE),
        ),
        by=rhea,
        at=AT,
    ).label
    told = see(desk, "adopt", new.pk)
    assert "CLAIM-0@1 Draft" in told
    assert "The same words stand in the new label." in told


def test_labels_of_two_markets_are_not_compared(
    desk: Client, draft: Label, brand: Brand
) -> None:
    british = brand.labels.get(market="GB")
    address = reverse("labels:compare", args=[draft.pk, british.pk])
    assert desk.get(address).status_code == 404


# adopting


def test_safety_information_is_prefilled_and_entered(
    desk: Client, draft: Label
) -> None:
    told = see(desk, "adopt", draft.pk)
    assert kits.SHORT_SAFETY in told
    assert "Severe liver impairment." in told
    assert "no short and full safety information yet" in told
    response = send(desk, "state_safety", draft.pk, short="Short.", full="Full.")
    assert response.status_code == 302
    assert set(draft.safety_texts.values_list("text", flat=True)) == {"Short.", "Full."}
    assert "Entered. You may change it" in see(desk, "adopt", draft.pk)


def test_half_a_safety_information_is_refused(desk: Client, draft: Label) -> None:
    response = send(desk, "state_safety", draft.pk, short="Kept.", full="")
    assert response.status_code == 422
    assert "Enter the full safety information" in words_of(response)
    assert "Kept." in words_of(response)


def test_adopting_is_signed_and_suspends(
    desk: Client, draft: Label, rhea: User, brand: Brand
) -> None:
    with_safety(draft, rhea)
    told = see(desk, "adopt", draft.pk)
    assert "2 claims will be suspended until a person reconfirms them." in told
    response = send(desk, "sign_adoption", draft.pk, **signed(draft, rhea))
    assert response.status_code == 302
    told = words_of(desk.get(response["Location"]))
    assert "Adopted. Suspended: 2 claims, 0 text blocks." in told
    assert "In force" in told
    version = ClaimVersion.objects.get(claim__key="once-daily")
    assert version.state == ClaimState.SUSPENDED
    again = send(desk, "sign_adoption", draft.pk, **signed(draft, rhea))
    assert again.status_code == 409
    assert "no draft any more" in words_of(again)
    late = send(desk, "state_safety", draft.pk, short="x", full="y")
    assert late.status_code == 409


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"password": "a guess"}, 403, "The password is not right"),
        ({"password": ""}, 422, "Give your password"),
        ({"username": "somebody"}, 403, "own sign-in name"),
        ({"seen": "0" * 64}, 409, "changed meanwhile"),
    ],
)
def test_without_a_right_signature_nothing_is_adopted(
    desk: Client,
    draft: Label,
    rhea: User,
    change: dict[str, str],
    status: int,
    sentence: str,
) -> None:
    with_safety(draft, rhea)
    response = send(desk, "sign_adoption", draft.pk, **signed(draft, rhea, **change))
    assert response.status_code == status
    assert sentence in words_of(response)
    assert factories.PASSWORD not in response.content.decode()
    draft.refresh_from_db()
    assert draft.approved_at is None


def test_another_labelers_label_asks_for_a_tick(
    desk: Client, brand: Brand, rhea: User
) -> None:
    label = labels.import_document(
        make_document(labeler=files.REPACKER), by=rhea, at=AT
    ).label
    with_safety(label, rhea)
    assert f"Yes, {files.REPACKER} is the labeller" in see(desk, "adopt", label.pk)
    response = send(desk, "sign_adoption", label.pk, **signed(label, rhea))
    assert response.status_code == 422
    assert "Confirm that you mean this labeller" in words_of(response)
    given = signed(label, rhea, other_labeler="on")
    assert send(desk, "sign_adoption", label.pk, **given).status_code == 302


def test_history_says_why_it_is_not_adopted(
    desk: Client, brand: Brand, rhea: User
) -> None:
    label = labels.import_document(
        make_document(effective_on=datetime.date(2024, 1, 1)), by=rhea, at=AT
    ).label
    told = see(desk, "adopt", label.pk)
    assert "is older than 2026-01, which is in force" in told
    assert "Give your password" not in told


def test_a_first_label_stops_nothing(desk: Client, rhea: User) -> None:
    label = labels.import_document(make_document(), by=rhea, at=AT).label
    assert "No label was in force before" in see(desk, "adopt", label.pk)


def test_released_assets_are_counted(
    desk: Client, rhea: User, no_fresh_check: None
) -> None:
    release = factories.make_release()
    label = labels.import_document(
        make_document(), brand_id=release.brand_id, by=rhea, at=AT
    ).label
    told = see(desk, "adopt", label.pk)
    assert "1 released asset written on version 2026-01 will not be served" in told
    assert release.code in told


def test_a_label_without_changes_stops_nothing(
    desk: Client, draft: Label, rhea: User
) -> None:
    labels.adopt(label_id=with_safety(draft, rhea).pk, by=rhea, at=AT)
    same = labels.import_document(
        make_document(version="4", effective_on=datetime.date(2026, 11, 2)),
        by=rhea,
        at=AT,
    ).label
    told = see(desk, "adopt", same.pk)
    assert "Nothing that is in use stops." in told
    assert "Word for word the same" in told


# withdrawing


def test_withdrawing_is_signed(desk: Client, brand: Brand, rhea: User) -> None:
    label = brand.labels.get(market="GB")
    assert "No released asset stops by it" in see(desk, "label", label.pk)
    given = {
        "username": rhea.username,
        "password": factories.PASSWORD,
        "reason": "A misprint.",
    }
    refused = send(desk, "withdraw", label.pk, **{**given, "reason": ""})
    assert refused.status_code == 422
    assert "Give the reason" in words_of(refused)
    assert send(desk, "withdraw", label.pk, **given).status_code == 302
    told = see(desk, "label", label.pk)
    assert "Withdrawn on 21 Nov 2026. It stays readable" in told
    assert "withdrew this label: A misprint." in told
    again = send(desk, "withdraw", label.pk, **given)
    assert again.status_code == 409


# who may


@pytest.mark.parametrize("role", MAY_NOT)
def test_others_read_and_may_not_change(come: Come, draft: Label, role: str) -> None:
    client = come(role)
    told = see(client, "label", draft.pk)
    assert "Adopt this label" not in told
    see(client, "labels")
    see(client, "compare", draft.pk, draft.pk)
    assert client.get(reverse("labels:adopt", args=[draft.pk])).status_code == 403
    for name in ("state_safety", "sign_adoption", "withdraw"):
        assert send(client, name, draft.pk).status_code == 403
    assert client.get(reverse("labels:upload")).status_code == 403


@pytest.mark.parametrize("role", MAY_MANAGE)
def test_coordinators_and_regulatory_reviewers_manage_labels(
    come: Come, draft: Label, role: str
) -> None:
    client = come(role)
    assert "Adopt this label" in see(client, "label", draft.pk)
    see(client, "adopt", draft.pk)
    see(client, "upload")


def test_who_may_not_withdraw_is_told_why(come: Come, brand: Brand) -> None:
    label = brand.labels.get(market="US")
    told = see(come("MEDICAL"), "label", label.pk)
    assert "This step is for the role coordinator or regulatory." in told

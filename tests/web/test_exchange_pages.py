"""A file comes in by the pages: uploaded, mapped, tried, applied; files go out."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import SkipFile
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from knowledge_base.exchange import batches, export_claims
from knowledge_base.exchange.mapping import Choice
from knowledge_base.models import (
    Brand,
    ClaimVersion,
    CopyBlockVersion,
    ImportBatch,
)
from knowledge_base.sheets import bounds
from tests import factories, kits
from tests.knowledge_base.exchange_files import BLOCK, NEW, table
from tests.knowledge_base.sheet_files import workbook
from tests.web.conftest import Come
from web import uploads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]

START = "/exchange/"
CHANGED = {**NEW, "key": "once-daily", "text": "Calvoryn is taken once a day."}


@pytest.fixture
def brand(db: None) -> Brand:
    loader = factories.make_user("ADMINISTRATOR")
    return kits.load_small_kit(by=loader, at=factories.AT)


@pytest.fixture
def drafter(come: Come) -> Client:
    return come("MEDICAL")


def send(client: Client, data: bytes, name: str = "x.csv", **changes: str) -> Any:
    file = SimpleUploadedFile(name, data)
    sent = {"brand": kits.SLUG, "kind": "CLAIMS", **changes, "file": file}
    return client.post(START, sent)


def html(response: Any) -> str:
    return str(response.content.decode())


def uploaded(client: Client, data: bytes, **changes: str) -> str:
    """The address of the uploaded file's pages."""
    response = send(client, data, **changes)
    assert response.status_code == 302, html(response)
    return str(response["Location"]).removesuffix("columns/")


def agreed(page: str) -> dict[str, str]:
    found = re.search(r'name="plan" value="(\w+)"', page)
    assert found
    return {"plan": found[1]}


def test_a_file_goes_the_whole_way(brand: Brand, drafter: Client) -> None:
    way = uploaded(drafter, table(NEW, CHANGED))
    page = html(drafter.get(f"{way}columns/"))
    assert "Calvoryn is taken once a day." in page
    assert page.count("<select") == len(NEW) + 1
    chosen = {f"column_{n}": name for n, name in enumerate(NEW)}
    response = drafter.post(f"{way}columns/", {**chosen, "day_order": "day"})
    assert response["Location"] == f"{way}trial/"
    trial = html(drafter.get(f"{way}trial/"))
    assert "<del>" in trial
    assert "<ins>" in trial
    assert "new-claim" in trial
    response = drafter.post(f"{way}trial/", agreed(trial), follow=True)
    assert response.redirect_chain == [(f"{way}done/", 302)]
    done = html(response)
    assert "Imported as drafts: 2." in done
    assert 'href="/claims/calvoryn/new-claim/?version=1"' in done
    assert ClaimVersion.objects.get(claim__key="new-claim").state == "DRAFT"


def test_what_was_imported_stays_imported(brand: Brand, drafter: Client) -> None:
    way = uploaded(drafter, table(NEW))
    sent = agreed(html(drafter.get(f"{way}trial/")))
    drafter.post(f"{way}trial/", sent)
    for page in ("columns/", "trial/"):
        assert drafter.get(f"{way}{page}")["Location"] == f"{way}done/"
    assert drafter.post(f"{way}trial/", sent)["Location"] == f"{way}done/"
    assert ClaimVersion.objects.filter(claim__key="new-claim").count() == 1


def test_blocks_come_in_too(brand: Brand, drafter: Client) -> None:
    way = uploaded(drafter, table(BLOCK), kind="BLOCKS")
    sent = agreed(html(drafter.get(f"{way}trial/")))
    page = html(drafter.post(f"{way}trial/", sent, follow=True))
    assert "/blocks/calvoryn/new-block/?version=1" in page
    assert CopyBlockVersion.objects.filter(block__key="new-block").exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.xls", b"x", "only .csv, .xlsx, .json and .jsonl files are read"),
        ("x.csv", b"\xff\xfe", "the file is UTF-16; save it as UTF-8."),
        ("x.csv", b"", "The file is empty."),
        ("x.csv", b"key\n", "the file holds no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_form(
    brand: Brand, drafter: Client, name: str, data: bytes, words: str
) -> None:
    response = send(drafter, data, name)
    assert (response.status_code, ImportBatch.objects.count()) == (422, 0)
    assert words in html(response)


def test_a_file_must_be_chosen_and_a_brand_that_exists(
    brand: Brand, drafter: Client
) -> None:
    response = drafter.post(START, {"brand": "nowhere", "kind": "CLAIMS"})
    assert response.status_code == 422
    assert "Choose a file." in html(response)


def test_a_file_that_is_too_large_is_dropped_and_told(
    brand: Brand, drafter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "MOST", 1_000)
        response = send(drafter, b"x" * 1_001)
    assert response.status_code == 422
    assert "The file is larger than 20 MB." in html(response)
    response = send(drafter, b"x" * (20 * 1024 * 1024 + 1))
    assert "The file is larger than 20 MB." in html(response)
    assert ImportBatch.objects.count() == 0


def test_a_large_file_is_not_kept_while_it_comes_in(brand: Brand) -> None:
    """What comes after the bound is not even handed on."""
    handler = uploads.BoundedUploadHandler()
    handler.request = HttpRequest()
    handler.field_name = "file"
    assert handler.receive_data_chunk(b"x", uploads.MOST - 1) == b"x"
    with pytest.raises(SkipFile):
        handler.receive_data_chunk(b"x", uploads.MOST)
    assert vars(handler.request)[uploads.OVERSIZED] == {"file"}
    handler.file_complete(5)


def test_faults_are_shown_and_taken_away(brand: Brand, drafter: Client) -> None:
    way = uploaded(drafter, table({**NEW, "text": "Short"}, {**NEW, "markets": "us"}))
    page = html(drafter.get(f"{way}trial/"))
    assert "The text is shorter than 10 characters" in page
    assert "all or nothing" in page
    assert 'disabled aria-disabled="true"' in page
    response = drafter.get(f"{way}trial/?file=faults")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["row", "column", "fault"]
    assert ["2", "text", "the text is shorter than 10 characters"] in rows
    assert "attachment" in response["Content-Disposition"]


def test_a_faulty_file_is_not_applied_however_it_is_sent(
    brand: Brand, drafter: Client
) -> None:
    way = uploaded(drafter, table({**NEW, "text": "Short"}))
    response = drafter.post(f"{way}trial/", {"plan": "x"}, follow=True)
    assert "Row 2, text: the text is shorter than 10 characters." in html(response)
    assert not ClaimVersion.objects.filter(claim__key="new-claim").exists()


def test_a_trial_that_is_out_of_date_is_shown_again(
    brand: Brand, drafter: Client
) -> None:
    ways = [uploaded(drafter, table(NEW)) for _ in range(2)]
    sent = agreed(html(drafter.get(f"{ways[0]}trial/")))
    drafter.post(f"{ways[1]}trial/", sent)
    page = html(drafter.post(f"{ways[0]}trial/", sent, follow=True))
    assert "look at it once more" in page
    assert "Nothing would change." in page


def test_columns_without_a_key_are_told(brand: Brand, drafter: Client) -> None:
    way = uploaded(drafter, table(NEW))
    response = drafter.post(f"{way}columns/", {"day_order": ""})
    assert response.status_code == 422
    assert "Say which column holds the key" in html(response)
    response = drafter.post(f"{way}columns/", {"column_0": "nonsense"})
    assert response.status_code == 422


def test_what_new_entries_would_lack_is_told(brand: Brand, drafter: Client) -> None:
    way = uploaded(drafter, table({"Claim ID": "x", "Match text": "Some words here."}))
    page = html(drafter.get(f"{way}columns/"))
    assert "Kind, References, Markets" in page
    page = html(drafter.get(f"{way}trial/"))
    assert "It is missing" in page


def test_a_file_without_a_key_column_has_a_trial_that_says_so(
    brand: Brand, drafter: Client
) -> None:
    way = uploaded(drafter, table({"Whatever": "x"}))
    page = html(drafter.get(f"{way}trial/"))
    assert "Say which column holds the key" in page


def test_another_sheet_leads_back_to_its_columns(brand: Brand, drafter: Client) -> None:
    data = workbook(list(NEW), list(NEW.values()), Other=[["Claim ID"], ["x"]])
    way = uploaded(drafter, data, name="x.xlsx")
    assert "Another sheet" in html(drafter.get(f"{way}columns/"))
    chosen = {f"column_{n}": name for n, name in enumerate(NEW)}
    sent = {**chosen, "sheet": "Other", "day_order": ""}
    assert drafter.post(f"{way}columns/", sent)["Location"] == f"{way}columns/"
    batch = ImportBatch.objects.get()
    assert Choice.of(batch.mapping).columns == {"Claim ID": "key"}


def test_hostile_cells_are_shown_as_text(brand: Brand, drafter: Client) -> None:
    hostile = "<script>alert(1)</script> and <b>bold</b> words"
    way = uploaded(drafter, table({**NEW, "text": hostile}))
    for page in ("columns/", "trial/"):
        shown = html(drafter.get(f"{way}{page}"))
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown


def test_a_stranger_file_does_not_exist(drafter: Client, brand: Brand) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    for name in ("mapping", "trial", "done"):
        address = reverse(f"exchange:{name}", args=[nobody])
        assert drafter.get(address).status_code == 404


def test_nothing_is_done_before_it_is_applied(brand: Brand, drafter: Client) -> None:
    way = uploaded(drafter, table(NEW))
    assert drafter.get(f"{way}done/")["Location"] == f"{way}trial/"


def test_many_changes_are_counted_where_they_are_not_shown(
    brand: Brand, drafter: Client
) -> None:
    rows = [{**NEW, "key": f"n-{number}"} for number in range(103)]
    page = html(drafter.get(f"{uploaded(drafter, table(*rows))}trial/"))
    assert "And 3 more." in page
    rows = [{**NEW, "key": f"n {number}"} for number in range(202)]
    page = html(drafter.get(f"{uploaded(drafter, table(*rows))}trial/"))
    assert "And 2 more in the CSV." in page


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_library_is_taken_away(brand: Brand, come: Come, form: str) -> None:
    asked = {"brand": kits.SLUG, "kind": "CLAIMS", "which": "approved", "form": form}
    response = come("AUDITOR").get("/exchange/export/", asked)
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert f'"calvoryn-claims-approved.{form}"' in response["Content-Disposition"]
    if form == "xlsx":
        assert data[:2] == b"PK"
    else:
        assert data == export_claims(brand, form=form)


def test_the_export_page_asks_what_is_wanted(brand: Brand, come: Come) -> None:
    client = come("AUDITOR")
    page = html(client.get("/exchange/export/?brand=calvoryn"))
    assert "Every revision, to read only" in page
    assert 'href="/exchange/"' not in page.partition("<main")[2]
    wrong = {"brand": "x", "kind": "CLAIMS", "which": "approved", "form": "csv"}
    assert client.get("/exchange/export/", wrong).status_code == 422


def test_ticked_claims_are_taken_away_alone(brand: Brand, come: Come) -> None:
    client = come("AUDITOR")
    asked: dict[str, Any] = {"brand": kits.SLUG, "kind": "CLAIMS", "which": "newest"}
    ticked: dict[str, Any] = {"keys": ["once-daily", "urate-target"]}
    page = html(client.get("/exchange/export/", asked | ticked))
    assert "the 2 ticked claims only" in page
    assert page.count('<input type="hidden" name="keys"') == 2
    response = client.get("/exchange/export/", asked | ticked | {"form": "json"})
    rows = json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    assert [row["key"] for row in rows] == ["once-daily", "urate-target"]


def test_a_library_that_cannot_be_written_is_a_sentence(
    brand: Brand, come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MAX_CELL", 50)
    asked = {"brand": kits.SLUG, "kind": "CLAIMS", "which": "approved", "form": "xlsx"}
    response = come("AUDITOR").get("/exchange/export/", asked)
    assert response.status_code == 422
    assert "take CSV or JSON instead" in html(response)


def test_every_column_is_explained(come: Come) -> None:
    page = html(come("AUDITOR").get("/exchange/columns/"))
    assert "In whom it was measured" in page
    assert "The tones in which it speaks" in page


def test_json_comes_in_as_well(brand: Brand, drafter: Client) -> None:
    data = export_claims(brand, form="json")
    way = uploaded(drafter, data, name="library.json")
    assert "Nothing would change." in html(drafter.get(f"{way}trial/"))
    assert json.loads(data)


def test_the_person_is_named_in_the_ledger(brand: Brand, come: Come) -> None:
    person: User = factories.make_user("MEDICAL")
    uploaded(come(user=person), table(NEW))
    batch = batches.open_batch(ImportBatch.objects.get().uid)
    assert batch.uploaded_by == person.username

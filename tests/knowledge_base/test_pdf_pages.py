"""A PDF gives its text page by page, or a sentence; it never takes us down with it."""

import io
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base import pdf_pages
from knowledge_base.pdf_pages import PdfUnreadableError
from tests.pdfs import pdf

PAPER = pdf(["Urate below 6 mg/dL (week 24): 61%", "con-", "trolled"], [], ["32%"])


def test_each_page_gives_its_text() -> None:
    assert pdf_pages.extract(PAPER) == [
        "Urate below 6 mg/dL (week 24): 61%\ncon-\ntrolled",
        "",
        "32%",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", pdf_pages.NO_PDF),
        (b"PK\x03\x04 a workbook", pdf_pages.NO_PDF),
        (b"%PDF-1.4\nand then nothing", pdf_pages.BROKEN),
        (PAPER[:300], pdf_pages.BROKEN),
        (pdf(["x"], encrypted=True), pdf_pages.LOCKED),
        (pdf([], []), pdf_pages.NO_TEXT),
        (pdf(["   "]), pdf_pages.NO_TEXT),
        (pdf(*[["x"]] * 2_001), pdf_pages.TOO_LONG),
        (b"%PDF-" + b" " * (25 * 1024 * 1024), pdf_pages.TOO_LARGE),
    ],
    ids=[
        *("empty", "zip", "nothing", "cut", "password", "bare", "blank", "long"),
        "large",
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(
    content: bytes, sentence: str
) -> None:
    with pytest.raises(PdfUnreadableError) as error:
        pdf_pages.extract(content)
    assert str(error.value) == sentence
    assert sentence.endswith(".")


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    sleeping = (sys.executable, "-c", "import time; time.sleep(60)")
    monkeypatch.setattr(pdf_pages, "COMMAND", sleeping)
    monkeypatch.setattr(pdf_pages, "SECONDS", 0.2)
    with pytest.raises(PdfUnreadableError, match="could not be read within"):
        pdf_pages.extract(PAPER)


@pytest.mark.parametrize(
    "deed",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise SystemExit(3)",
        "print('half an ans')",
    ],
)
def test_a_child_that_dies_is_a_damaged_pdf(
    monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    monkeypatch.setattr(pdf_pages, "COMMAND", (sys.executable, "-c", deed))
    with pytest.raises(PdfUnreadableError, match="is damaged"):
        pdf_pages.extract(PAPER)


def test_the_child_has_little_memory_and_writes_no_files() -> None:
    deed = (
        "from knowledge_base import pdf_pages as p; p._limit()\n"
        "import resource as r\n"
        "print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_FSIZE)[0])\n"
        "try: bytearray(2 * p.MEMORY)\n"
        "except MemoryError: print('refused')\n"
    )
    child = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", deed],
        capture_output=True,
        text=True,
        check=True,
        cwd=pdf_pages.ROOT,
    )
    assert child.stdout.split() == [str(pdf_pages.MEMORY), "0", "refused"]


class TextPage:
    """One page of an engine that is made up."""

    def __init__(self, text: str) -> None:
        self.text = text

    def get_textpage(self) -> "TextPage":
        return self

    def count_chars(self) -> int:
        return len(self.text)

    def get_text_bounded(self) -> str:
        return self.text

    def close(self) -> None:
        """Nothing to close."""


def test_too_much_text_is_refused() -> None:
    pages: Any = [TextPage("x" * (pdf_pages.MAX_PAGE_CHARACTERS + 1))]
    assert pdf_pages._pages(pages) == {"refused": pdf_pages.TOO_WORDY}
    assert pdf_pages._pages([TextPage("ab")]) == {"pages": ["ab"]}


def test_the_child_answers_on_its_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The child's own steps, in this process: its limits are tried elsewhere."""
    monkeypatch.setattr(pdf_pages, "_limit", lambda: None)
    answers = []
    for content in (PAPER, b"%PDF-1.4", pdf(["x"], encrypted=True)):
        stdin = type("Stdin", (), {"buffer": io.BytesIO(content)})
        monkeypatch.setattr(sys, "stdin", stdin)
        pdf_pages.main()
        answers.append(capsys.readouterr().out)
    assert '"pages": ["Urate' in answers[0]
    assert [pdf_pages.BROKEN in answers[1], pdf_pages.LOCKED in answers[2]] == [1, 1]


def test_marks_at_line_ends_are_plain() -> None:
    assert pdf_pages.tidy("con\ufffe\ntrolled a\u00ad\nb\r\nc\x00\ud800d\re") == (
        "con-\ntrolled a-\nb\ncd\ne"
    )


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.integers(0, len(PAPER) - 1), stretch=st.binary(max_size=20))
def test_damage_is_read_or_refused(place: int, stretch: bytes) -> None:
    damaged = PAPER[:place] + stretch + PAPER[place + len(stretch) :]
    try:
        assert pdf_pages.extract(damaged)
    except PdfUnreadableError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either is right

"""Reads the text of a PDF page by page, in a child process that may fail alone.

The engine is native code and the file is a stranger's: the child has little memory,
little time and nothing to write to, and whatever becomes of it is told in a sentence.
"""

import contextlib
import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

MAX_BYTES = 25 * 1024 * 1024
MAX_PAGES = 2_000
MAX_PAGE_CHARACTERS = 200_000
MAX_CHARACTERS = 20_000_000
SECONDS = 20  # less than a web worker is given for one answer
MEMORY = 1024 * 1024 * 1024
PASSWORD_ERROR = 4  # as the engine numbers what goes wrong at opening
ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-E", "-s", "-m", "knowledge_base.pdf_pages")
# The engine's marks for a hyphen at a line's end, and what a database cannot keep.
LINE_END_HYPHEN = re.compile("[\ufffe\x02]\n?|\u00ad\n")
UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

NO_PDF = "The file is not a PDF."
TOO_LARGE = "The PDF is larger than 25 MB: attach a smaller copy."
TOO_SLOW = f"The PDF could not be read within {SECONDS} seconds: attach a simpler copy."
BROKEN = "The PDF is damaged and cannot be read: save it anew and attach that."
LOCKED = "The PDF is protected by a password: attach a copy without one."
TOO_LONG = f"The PDF has more than {MAX_PAGES:,} pages: attach the part that is cited."
TOO_WORDY = "The PDF holds too much text: attach the part that is cited."
NO_TEXT = (
    "The PDF holds no text, only pictures: run text recognition (OCR) over it and "
    "attach the result."
)


class PdfUnreadableError(ValueError):
    """The PDF cannot be read; the message is one sentence that says why."""


def extract(content: bytes) -> list[str]:
    """The text of each page, first page first. Raises PdfUnreadableError."""
    if len(content) > MAX_BYTES:
        raise PdfUnreadableError(TOO_LARGE)
    if b"%PDF-" not in content[:1024]:
        raise PdfUnreadableError(NO_PDF)
    answer = _asked(content)
    if answer.get("refused"):
        raise PdfUnreadableError(answer["refused"])
    pages = [tidy(text) for text in answer["pages"]]
    if not any(text.strip() for text in pages):
        raise PdfUnreadableError(NO_TEXT)
    return pages


def tidy(text: str) -> str:
    """A page's text with plain line ends and hyphens, and nothing unprintable."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNKEPT.sub("", LINE_END_HYPHEN.sub("-\n", text))


def _asked(content: bytes) -> dict[str, Any]:
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module
            COMMAND,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd=ROOT,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise PdfUnreadableError(TOO_SLOW) from None
    try:
        answer: dict[str, Any] = json.loads(child.stdout)
    except ValueError:
        raise PdfUnreadableError(BROKEN) from None
    return answer


def _limit() -> None:
    """Take away from this process what reading needs not; also a later core dump."""
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        with contextlib.suppress(OSError, ValueError):  # not every system knows each
            resource.setrlimit(kind, (most, most))


def _read(content: bytes) -> dict[str, Any]:
    import pypdfium2

    opened: Any = pypdfium2.PdfDocument
    try:
        document = opened(content)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == PASSWORD_ERROR
        return {"refused": LOCKED if is_locked else BROKEN}
    if len(document) > MAX_PAGES:
        return {"refused": TOO_LONG}
    return _pages(document)


def _pages(document: Any) -> dict[str, Any]:
    pages: list[str] = []
    left = MAX_CHARACTERS
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        if text_page.count_chars() > min(MAX_PAGE_CHARACTERS, left):
            return {"refused": TOO_WORDY}
        pages.append(text_page.get_text_bounded())
        left -= len(pages[-1])
        text_page.close()
        page.close()
    return {"pages": pages}


def main() -> None:
    """Be the child: a PDF comes in, its pages or a refusal go out as JSON."""
    _limit()
    try:
        answer = _read(sys.stdin.buffer.read())
    except (AssertionError, MemoryError, OverflowError, RuntimeError, ValueError):
        answer = {"refused": BROKEN}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

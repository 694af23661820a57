"""Writes small PDFs for tests: pages of plain lines, nothing more."""

from collections.abc import Sequence

ESCAPES = {"(": r"\(", ")": r"\)", "\\": r"\\"}


def pdf(*pages: Sequence[str], encrypted: bool = False) -> bytes:
    """A PDF whose pages hold these lines in Helvetica, twelve points each."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for place, lines in enumerate(pages):
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * place} 0 R>>"
        )
        objects.append(_content(lines))
    return _file(objects, encrypted)


def _content(lines: Sequence[str]) -> str:
    shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 56 780 Td {shown}ET"
    return f"<</Length {len(stream)}>>stream\n{stream}\nendstream"


def _escaped(line: str) -> str:
    return "".join(ESCAPES.get(letter, letter) for letter in line)


def _file(objects: list[str], encrypted: bool) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    lock = ""
    if encrypted:
        lock = (
            f"/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<{'41' * 32}>"
            f"/U<{'42' * 32}>>>/ID[<{'00' * 16}><{'00' * 16}>]"
        )
    size = len(objects) + 1
    data += f"trailer<</Size {size}/Root 1 0 R{lock}>>\n".encode()
    return data + f"startxref\n{start}\n%%EOF\n".encode()

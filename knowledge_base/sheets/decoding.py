"""Turns bytes into text: UTF-8 or a sentence."""

from knowledge_base.sheets.sources import FileUnreadableError

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def text(data: bytes) -> str:
    """The text of a file. Raises FileUnreadableError naming the first bad line."""
    if data[:2] in UTF_16:
        raise FileUnreadableError("the file is UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileUnreadableError(
            f"line {line} is not UTF-8; save the file as UTF-8"
        ) from None

"""Opens a zip file after measuring what it really unpacks to."""

import io
import zipfile

from knowledge_base.sheets import bounds
from knowledge_base.sheets.sources import FileUnreadableError

CHUNK = 64 * 1024
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# The first bytes of old workbooks, and of new ones that a password protects.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, every part of which was unpacked once and counted.

    What the archive says of its sizes is not believed. Raises FileUnreadableError, or
    what ``zipfile`` and ``zlib`` raise on damage.
    """
    if data.startswith(COMPOUND):
        raise FileUnreadableError(
            "the workbook has a password or the old format; save it as .xlsx without "
            "a password"
        )
    archive = zipfile.ZipFile(io.BytesIO(data))
    left = bounds.MAX_UNPACKED
    for part in archive.infolist():
        if part.compress_type not in PACKINGS:
            raise FileUnreadableError("the file is no XLSX workbook")
        left -= _size(archive, part, left)
    return archive


def _size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    size = 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise FileUnreadableError("the file unpacks to more than 100 MB")
    return size

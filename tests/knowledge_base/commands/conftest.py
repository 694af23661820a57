"""A file by its name, and a brand of which nothing but its name is known."""

from pathlib import Path

import pytest

from knowledge_base.models import Brand
from tests.knowledge_base.commands.calling import Files


@pytest.fixture
def file(tmp_path: Path) -> Files:
    """Writes a file of a name and gives its path."""

    def write(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


@pytest.fixture
def calvoryn(db: None) -> Brand:
    return Brand.objects.create(
        slug="calvoryn",
        name="Calvoryn",
        generic_name="felostat",
        manufacturer="Norrfell Pharma",
    )

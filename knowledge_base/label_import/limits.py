"""How large a label file may be, and the one error for a file that cannot be read."""

MAX_BYTES = 25 * 1024 * 1024
MAX_DEPTH = 100
MAX_ELEMENTS = 400_000
MAX_ATTRIBUTES = 800_000
MAX_NAME = 200  # code points of the namespace that stands before a name
MAX_COLUMNS = 100
MAX_CELLS = 200_000  # of all tables of a file, spanned ones counted as often
MAX_VALUES = 1_500_000  # brackets and commas of a JSON file


class LabelUnreadableError(ValueError):
    """The file cannot be read as a label; the message is a sentence that says why."""


def refuse_oversized(count: int) -> None:
    """Refuse a file by its bytes, before a single one is looked at.

    Raises LabelUnreadableError.
    """
    if count > MAX_BYTES:
        megabytes = MAX_BYTES // 1024 // 1024
        raise LabelUnreadableError(
            f"The file is larger than {megabytes} MB; no label is: check what it holds."
        )


class Budget:
    """What one file may still spend; shared by all the parts that are parsed."""

    def __init__(self) -> None:
        self.elements = MAX_ELEMENTS
        self.cells = MAX_CELLS

    def spend_element(self, depth: int) -> None:
        """Count one element. Raises LabelUnreadableError."""
        self.elements -= 1
        if self.elements < 0:
            raise LabelUnreadableError(
                f"The file holds more than {MAX_ELEMENTS:,} elements; no label does."
            )
        if depth > MAX_DEPTH:
            raise LabelUnreadableError(
                f"The file is nested deeper than {MAX_DEPTH} levels; no label is."
            )

    def spend_cells(self, count: int) -> None:
        """Count cells of tables. Raises LabelUnreadableError."""
        self.cells -= count
        if self.cells < 0:
            raise LabelUnreadableError(
                f"The tables hold more than {MAX_CELLS:,} cells; no label's do."
            )

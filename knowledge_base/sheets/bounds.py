"""How much one file may hold: what is larger is refused before it costs memory."""

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # characters; what a spreadsheet program keeps in one cell
MAX_LINES = 1_048_576  # rows of a worksheet, empty ones included
MAX_ELEMENTS = 8_000_000  # of XML in one part of a workbook
MAX_STRINGS = 2_000_000
MAX_BRACKETS = 2_000_000  # an empty list weighs thirty times what it costs to write

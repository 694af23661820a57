"""Hand-written cases of the comparison: sentences of several areas and edits of them.

``bases.txt`` names sentences. In ``edits.txt`` and ``faithful.txt`` a line without a
bar names what follows; a case is a base, words of it and what stands instead, or after
an @ two wordings. ``held.txt`` was written before the engine was tried on it.
"""

from pathlib import Path

HERE = Path(__file__).parent / "comparing"
Case = tuple[str, str, str]


def lines(name: str) -> list[str]:
    """The lines of a table."""
    return (HERE / name).read_text(encoding="utf-8").splitlines()


BASES = dict(line.split(" | ", 1) for line in lines("bases.txt"))


def sections(name: str) -> list[Case]:
    """Each case of a table: its name, the approved wording and the candidate."""
    cases: list[Case] = []
    heading = ""
    for line in lines(name):
        if "|" not in line:
            heading = line.strip()
            continue
        cases.append((heading, *_pair(line.replace("\\n", "\n"))))
    return cases


def _pair(line: str) -> tuple[str, str]:
    parts = line.split("|")
    if line.startswith("@"):
        return parts[0][1:].strip(), parts[1].strip()
    base = BASES[parts[0].strip()]
    old = parts[1][1:].removesuffix(" ")
    assert old in base, (old, base)
    return base, base.replace(old, parts[2].removeprefix(" "), 1)


def distortions() -> list[Case]:
    """Type, approved, candidate."""
    return sections("edits.txt")


def faithful() -> list[Case]:
    """Kind, approved, candidate."""
    return sections("faithful.txt")


def held() -> list[Case]:
    """What is expected, the approved wording, the candidate."""
    parts = [line.split(" | ") for line in lines("held.txt")]
    return [(name, approved, candidate) for name, approved, candidate in parts]

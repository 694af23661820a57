"""Numbers with their nouns."""


def counted(number: int, noun: str, nothing: str = "0") -> str:
    """A number with its noun: 1 claim, 1,200 claims, or ``nothing`` claim at all."""
    if number == 0 and nothing != "0":
        return f"{nothing} {noun}"
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

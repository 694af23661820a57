"""Says in sentences why a taste fits, for people and never for copy."""

from content_engine.affinity.scoring import Affinity, Contribution, Taste

WORTH_SAYING = 0.005
MOST_REASONS = 4
NOUNS = {"theme": "theme", "tone": "tone", "format": "formats", "channel": "channel"}


def reasons(affinity: Affinity, taste: Taste) -> tuple[str, ...]:
    """The strongest reasons, strongest first; one sentence if nothing is known."""
    telling = [c for c in affinity.contributions if abs(c.amount) >= WORTH_SAYING]
    telling.sort(key=lambda c: (-abs(c.amount), c.axis, c.source))
    if not telling:
        return ("Nothing is known that speaks for or against it",)
    return tuple(_sentence(c, taste) for c in telling[:MOST_REASONS])


def _sentence(contribution: Contribution, taste: Taste) -> str:
    likes = contribution.leaning > 0
    what = f"{_words(contribution.value)} {NOUNS[contribution.axis]}"
    if contribution.axis == "theme":
        what = f"the theme {_words(contribution.value)}"
    if contribution.axis == "channel":
        what = f"the channel {_words(contribution.value)}"
    if not contribution.source:
        verb = "Prefers" if likes else "Avoids"
        return f"{verb} {what} (own, {_counted(taste.observations)})"
    verb = "leans to" if likes else "leans away from"
    share = f"{contribution.share:.0%}".replace("%", " %")
    return f"{share} {_words(contribution.source)}: {verb} {what}"


def _counted(observations: int) -> str:
    return f"{observations} observation{'' if observations == 1 else 's'}"


def _words(key: str) -> str:
    return key.replace("_", " ").replace("-", " ")

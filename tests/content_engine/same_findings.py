"""Loads the small brand in an order of chance, checks many pieces, gives one hash.

``python -m tests.content_engine.same_findings 7`` on the database of DATABASE_URL. The
hash may hang on nothing but the pieces and what was approved.
"""

import datetime
import hashlib
import itertools
import json
import os
import random
import sys
from collections.abc import Iterator

DAY = datetime.date(2026, 11, 21)
PARTS = ("subject", "headline", "body", "alt_text", "footer")
LONGEST = 3_000  # characters of a drawn piece
DRAWN = 25


def loaded(order: int) -> None:
    """The brand with its claims, references, labels and copy in an order of chance."""
    from django.contrib.auth.models import User

    from tests import kits

    dice = random.Random(order)  # noqa: S311 - no secret is made of it
    kit = kits.small_kit()
    for key in ("labels", "references", "claims", "copy"):
        dice.shuffle(kit[key])
    at = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
    by = User.objects.create(username="loader")
    kits.load_small_kit(by=by, at=at, **kit)


def texts() -> Iterator[str]:
    """Approved texts, edits of them, tricks."""
    from tests import kits
    from tests.content_engine.rules import tricks

    wordings = [one["text"] for one in kits.CLAIMS]
    yield from wordings
    yield kits.FULL_SAFETY
    for old, new in (("Calvoryn", "Dulmora"), ("20 mg", "200 mg"), ("adults", "all")):
        yield from (text.replace(old, new) for text in wordings)
    yield from (text.translate({ord("6"): "9", ord("1"): "7"}) for text in wordings)
    yield from (" ".join(reversed(text.split())) for text in wordings)
    yield from tricks.STATEMENTS.values()
    words = "Calvoryn is safe and the best for children"
    yield from (place.format(words) for place in tricks.READ_PLACES.values())
    yield from tricks.ADDRESSES.values()


def findings() -> Iterator[object]:
    """The result of every check, as the contract has it."""
    from content_engine import checking
    from content_engine.pieces import Context, Piece, PieceText
    from content_engine.vocabulary import PartName
    from tests import fuzz_checks

    for place, text in enumerate(texts()):
        market = ("US", "GB")[place % 2]
        channel = ("email", "email", "sms", "rep_email")[place % 4]
        name = PartName(PARTS[place % len(PARTS)])
        parts = (PieceText(name, text), PieceText(PartName.CALL_TO_ACTION, "Read more"))
        context = Context("calvoryn", market, channel, "HCP", DAY)
        yield checking.as_contract(checking.check_foreign(Piece(context, parts)))
    for piece in itertools.islice(fuzz_checks.pieces(5, LONGEST), DRAWN):
        yield checking.as_contract(fuzz_checks.judged(piece))


def main(order: str) -> int:
    """Print the hash of all findings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    loaded(int(order))
    told = [json.dumps(one, ensure_ascii=False) for one in findings()]
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()
    sys.stdout.write(f"{len(told)} {digest}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Tells the whole story of one message in the terminal, then serves it."""

import errno
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone
from rich.console import Console

from content_engine import checking
from content_engine.models import Variant
from content_engine.pieces import Context, Piece, PieceText
from content_engine.vocabulary import PartName
from knowledge_base import ledger
from knowledge_base.models import ClaimState
from review import recalls
from review.models import Release
from web.demo import people, seeding, server, story, telling

BENT = "With Quillevra, patients had fewer migraine days from the very first dose."
FULL = ("disk is full", "No space left")


class Command(BaseCommand):
    """The story, step by step; a second telling finds the steps taken."""

    help = "Load the samples, tell the story, then serve the web pages."

    def add_arguments(self, parser: CommandParser) -> None:
        """Port, and whether to go on serving."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true")

    def handle(self, *_: Any, port: int, no_serve: bool, **__: Any) -> None:
        """Tell, then serve until interrupted."""
        self.console = Console()
        with _told_in_one_sentence():
            if not no_serve:
                server.require_free(port)
            self._prepare()
            with server.running(server.free_port() if no_serve else port) as address:
                self._tell(address)
                if not no_serve:
                    self._serve(address)

    def _prepare(self) -> None:
        telling.step(self.console, 1, "The stores, the people and two brands")
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        at = timezone.now()
        self.cast = story.Cast(people.ensure_people(at=at), at)
        administrator = self.cast.people["ada.ferreira"]
        with telling.bar(self.console) as bar:
            task = bar.add_task("Loading brands and profiles", total=4)
            rows = []
            for row in seeding.load_kits(by=administrator, at=at):
                rows.append(row)
                bar.advance(task)
            profiles = seeding.load_profiles(by=administrator, at=at)
            rows.append((seeding.PROFILES, profiles))
            bar.advance(task)
            self.retrieved = story.retrieved(at.date())  # makes the search index
            bar.advance(task)
        telling.loaded(self.console, rows)
        coordinator = self.cast.people["cora.whitlock"]
        self.key = seeding.platform_key(by=coordinator, at=at)

    def _tell(self, address: str) -> None:
        telling.step(self.console, 2, "What was retrieved, and why")
        telling.found(self.console, story.QUESTION, self.retrieved)
        written = self._write()
        self._gate(written)
        release, kept = self._review(written)
        self._fetch_and_withdraw(f"{address}/api/v1/assets", release, kept)
        self._verify()

    def _write(self) -> list[Variant]:
        telling.step(self.console, 3, "Variants for four HCPs")
        with telling.bar(self.console) as bar:
            task = bar.add_task("Writing", total=None)

            def progress(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            family = story.family_for(story.STORY, self.cast, progress)
            written = list(family.variants.select_related("hcp").order_by("ordinal"))
            progress(len(written), len(written))
        for brief in story.OTHERS:
            story.family_for(brief, self.cast, lambda done, total: None)
        one_for_each = {variant.hcp: variant for variant in reversed(written)}
        telling.side_by_side(self.console, list(reversed(one_for_each.values())))
        return written

    def _gate(self, written: list[Variant]) -> None:
        telling.step(self.console, 4, "What the gate found")
        telling.gate(self.console, [story.told(variant) for variant in written])
        context = Context("quillevra", "US", "email", "HCP", self.cast.at.date())
        bent = Piece(context, (PieceText(PartName.BODY, BENT),))
        unsupported = [
            finding
            for finding in checking.check_foreign(bent).findings
            if finding.start is not None
        ]
        telling.refused_text(self.console, BENT, unsupported)

    def _review(self, written: list[Variant]) -> tuple[Release, Release]:
        first, refused, waiting, *others = written
        telling.step(self.console, 5, "Medical, Legal and Regulatory decide and sign")
        review = story.approved_review(first, self.cast)
        telling.decisions(self.console, review)
        telling.decisions(self.console, story.refused_review(refused, self.cast))
        story.open_review(waiting, self.cast)
        telling.step(self.console, 6, "Released under a code")
        release = story.release_of(review, self.cast)
        spared = story.spared(others, story.first_claim(release))
        kept = story.release_of(story.approved_review(spared, self.cast), self.cast)
        telling.released(self.console, release)
        telling.released(self.console, kept)
        return release, kept

    def _fetch_and_withdraw(self, assets: str, release: Release, kept: Release) -> None:
        path = f"{assets}/{release.uid}"
        telling.step(self.console, 7, "A platform fetches")
        earlier = story.earlier_fetch(release)
        if story.first_claim(release).state == ClaimState.WITHDRAWN and earlier:
            telling.receipt(self.console, earlier)
        else:
            telling.answer(self.console, path, *server.get(path, self.key))
        telling.step(self.console, 8, "A claim in it is withdrawn")
        claim = story.withdrawn_claim(release, self.cast)
        impact = recalls.impact(claim, at=self.cast.at)
        telling.withdrawal(self.console, claim, impact)
        telling.step(self.console, 9, "The platform's next fetch")
        telling.answer(self.console, path, *server.get(path, self.key))
        self.console.print("  The other asset does not say this claim:")
        path = f"{assets}/{kept.uid}"
        telling.answer(self.console, path, *server.get(path, self.key))

    def _verify(self) -> None:
        telling.step(self.console, 10, "The ledger")
        broken = ledger.first_broken_entry()
        if broken is not None:
            raise CommandError(
                f"Entry {broken.sequence} does not hold: {broken.reason}."
            )
        telling.ledger(self.console, *ledger.tip())

    def _serve(self, address: str) -> None:
        telling.step(self.console, 11, "Look around")
        telling.sign_ins(self.console, people.PEOPLE, people.password(), address)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            signal.pause()
        except KeyboardInterrupt:
            self.console.print("  Stopped.")


@contextmanager
def _told_in_one_sentence() -> Iterator[None]:
    """Turn what may well happen on someone's machine into what to do about it."""
    try:
        yield
    except KeyboardInterrupt:
        raise CommandError(
            "Stopped; told again, the story goes on from here."
        ) from None
    except (server.PortTakenError, server.ServerFailedError) as error:
        raise CommandError(str(error)) from None
    except story.InterruptedStoryError as error:
        raise CommandError(str(error)) from None
    except (OSError, OperationalError) as error:
        if getattr(error, "errno", 0) != errno.ENOSPC and not any(
            words in str(error) for words in FULL
        ):
            raise
        raise CommandError(
            f"The disk is full: free some space in {settings.DATA_DIR}, then try again."
        ) from None

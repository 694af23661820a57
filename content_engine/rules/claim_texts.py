"""All that the claims of one place let be said, kept up claim by claim."""

import itertools
from collections.abc import Iterable, Iterator

from content_engine.fidelity import matching
from content_engine.fidelity.linking.exact import Exact
from content_engine.fidelity.linking.library import Library
from content_engine.fidelity.matching import Approved, Source
from content_engine.rules.surfaces import folding
from content_engine.supply import ClaimText
from knowledge_base.wording.normalise import normalise
from knowledge_base.wording.readings import Reading

WORDINGS = 1_000  # numbers of a claim's wordings in the library
SENTENCES = 2**63  # from here on numbers are those of sentences, after all claims


class ClaimTexts:
    """Claims by ref and by key, their texts to be found, their facts to be held.

    What it answers depends on the claims in it and on their ranks, never on how they
    came and went.
    """

    def __init__(self) -> None:
        """Hold no claim yet."""
        self.by_ref: dict[str, ClaimText] = {}
        self.by_key: dict[str, ClaimText] = {}
        self.qualified: dict[str, tuple[str, ...]] = {}
        self.facts: dict[str, Reading] = {}
        self.exact: Exact[Approved] = Exact()
        self.library = Library()
        self._sentences: tuple[Approved, ...] = ()
        self._quotable: dict[str, str] = {}

    def change(
        self,
        gone: Iterable[ClaimText] = (),
        come: Iterable[tuple[int, ClaimText]] = (),
    ) -> None:
        """Forget some claims, then know others, each with its rank among all."""
        for claim in gone:
            self._forget(claim)
        come = tuple(come)
        for rank, claim in come:
            self._know(claim, rank)
        texts = itertools.chain.from_iterable(_texts(claim) for _, claim in come)
        self.exact.add(map(matching.by_wording, texts))

    def hold_sentences(self, sentences: Iterable[Approved]) -> None:
        """Let statements be compared with just these sentences beside the claims."""
        wanted = tuple(dict.fromkeys(sentences))
        if wanted == self._sentences:
            return
        for sentence in self._sentences:
            self.library.withdraw(sentence)
        for number, sentence in enumerate(wanted, SENTENCES):
            self.library.add(sentence, number)
        self._sentences = wanted

    def of_kind(self, kind: str) -> Iterator[ClaimText]:
        """The claims of a kind."""
        return (one for one in self.by_ref.values() if one.kind == kind)

    def say(self, words: str) -> bool:
        """Whether a claim, or a source under it, holds folded words as they stand."""
        for ref, claim in self.by_ref.items():
            if ref not in self._quotable:
                self._quotable[ref] = _quotable(claim)
            if words in self._quotable[ref]:
                return True
        return False

    def _know(self, claim: ClaimText, rank: int) -> None:
        self.by_ref[claim.ref] = self.by_key[claim.key] = claim
        self.qualified[claim.ref] = claim.qualifiers
        if claim.facts:
            self.facts[claim.ref] = claim.facts
        for number, wording in enumerate(_wordings(claim), rank * WORDINGS):
            self.library.add(wording, number)

    def _forget(self, claim: ClaimText) -> None:
        del self.by_ref[claim.ref], self.by_key[claim.key], self.qualified[claim.ref]
        self.facts.pop(claim.ref, None)
        self._quotable.pop(claim.ref, None)
        for wording in _wordings(claim):
            self.library.withdraw(wording)
        for text, approved in map(matching.by_wording, _texts(claim)):
            if text:
                self.exact.remove(text, approved)


def _wordings(claim: ClaimText) -> tuple[Approved, ...]:
    made = (
        Approved(text, Source.CLAIM, claim.ref, claim.kind) for text in claim.wordings
    )
    return tuple(dict.fromkeys(made))


def _texts(claim: ClaimText) -> Iterator[Approved]:
    """Every text that may be said with a claim."""
    yield from _wordings(claim)
    for qualifier in claim.qualifiers:
        yield Approved(qualifier, Source.QUALIFIER)
    for source in claim.sources:
        yield Approved(source.citation, Source.REFERENCE, source.ref)


def _quotable(claim: ClaimText) -> str:
    """What may be quoted of a claim: its texts, and the quotes of its sources."""
    quotes = [source.quote for source in claim.sources]
    texts = [*quotes, *(approved.text for approved in _texts(claim))]
    return folding.folded(" \n ".join(normalise(text).text for text in texts))

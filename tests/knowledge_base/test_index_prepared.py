"""A draft's wordings are embedded with its first approval; the last one waits less."""

import datetime
from collections.abc import Callable, Sequence

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoCaptureOnCommitCallbacks

from knowledge_base import claims, index, indexed
from knowledge_base.claim_contents import Cited, ClaimContent
from knowledge_base.embeddings import choosing
from knowledge_base.embeddings.hashing import HashingEmbedder
from knowledge_base.embeddings.protocol import Vectors
from knowledge_base.embeddings.service import EmbeddingServiceError
from knowledge_base.index import IndexUnavailableError
from knowledge_base.models import Brand, ClaimVersion, WordingVector
from knowledge_base.wording.hashes import sha256

Approve = Callable[[str], None]


class Told(HashingEmbedder):
    """Remembers what it embedded; fails while ``is_down``."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.is_down = False

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Remember, then embed. Raises EmbeddingServiceError."""
        if self.is_down:
            raise EmbeddingServiceError("The embedding service failed: down.")
        self.texts += texts
        return super().embed(texts)


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> Told:
    """The embedder in force."""
    told = Told()
    monkeypatch.setattr(choosing, "chosen", lambda: told)
    return told


@pytest.fixture
def draft(
    brand: Brand, embedder: Told, requester: User, at: datetime.datetime
) -> ClaimVersion:
    """A draft of two wordings beside an index that is built."""
    index.ensure()
    embedder.texts.clear()
    content = ClaimContent(
        "Calvoryn may be taken with food.",
        ("US",),
        (Cited(brand.references.earliest("pk")),),
        variations=("Food may be taken with Calvoryn.",),
    )
    return claims.draft(
        brand_id=brand.pk,
        key="with-food",
        kind="dosing",
        content=content,
        by=requester,
        at=at,
    )


@pytest.fixture
def approve(
    draft: ClaimVersion,
    medical: User,
    regulatory: User,
    at: datetime.datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Approve:
    """Approves the draft for a function, with what follows the commit."""
    people = {"MEDICAL": medical, "REGULATORY": regulatory}

    def approved(function: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            claims.approve(
                claim_version_id=draft.pk,
                function=function,
                by=people[function],
                at=at,
            )

    return approved


def _stored(draft: ClaimVersion) -> set[str]:
    hashes = list(map(sha256, indexed.texts(draft.pk)))
    rows = WordingVector.objects.filter(sha256__in=hashes)
    return set(rows.values_list("sha256", flat=True))


def _is_found(draft: ClaimVersion) -> bool:
    return index.view().row_of(draft.pk) is not None


def test_drafting_embeds_nothing(draft: ClaimVersion, embedder: Told) -> None:
    assert embedder.texts == []
    assert _stored(draft) == set()


@pytest.mark.parametrize(
    "order", [("MEDICAL", "REGULATORY"), ("REGULATORY", "MEDICAL")], ids=str
)
def test_the_first_approval_embeds_every_wording_and_the_last_none(
    draft: ClaimVersion, embedder: Told, approve: Approve, order: tuple[str, str]
) -> None:
    first, last = order
    approve(first)
    assert embedder.texts == list(indexed.texts(draft.pk))
    assert [text.rpartition("  ")[2] for text in embedder.texts] == [
        f"with food. dosing. {wording}"
        for wording in (draft.text, "Food may be taken with Calvoryn.")
    ]
    assert len(_stored(draft)) == 2
    assert not _is_found(draft)
    approve(last)
    assert len(embedder.texts) == 2
    assert _is_found(draft)
    assert index.check().differences == ()


def test_to_prepare_twice_embeds_once(draft: ClaimVersion, embedder: Told) -> None:
    index.prepare(draft.pk)
    index.prepare(draft.pk)
    assert len(embedder.texts) == 2


def test_a_failing_embedder_hinders_no_approval(
    draft: ClaimVersion, embedder: Told, approve: Approve
) -> None:
    embedder.is_down = True
    with pytest.raises(IndexUnavailableError, match=r"cannot be embedded: .* down"):
        index.prepare(draft.pk)
    approve("MEDICAL")
    assert _stored(draft) == set()
    embedder.is_down = False
    approve("REGULATORY")
    assert embedder.texts == list(indexed.texts(draft.pk))
    assert _is_found(draft)


def test_points_of_a_draft_that_is_never_approved_are_no_difference(
    draft: ClaimVersion, approve: Approve
) -> None:
    approve("MEDICAL")
    report = index.check()
    assert report.differences == ()
    assert not report.has_wrong_points
    assert not _is_found(draft)

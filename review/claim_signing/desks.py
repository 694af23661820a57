"""Signs approvals, suspensions and reconfirmations, of claims and blocks alike."""

import datetime
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.auth.models import User

from knowledge_base import claim_contents, claims, copy_blocks
from knowledge_base.models import ClaimVersion, CopyBlockVersion
from review import facts, where_used
from review.claim_signing import signing
from review.claim_signing.signing import Act, Approvals, Signing, Wording
from review.models import Signature
from review.policies import PieceFacts
from review.signatures import Credentials
from review.states import Step
from review.where_used import Usage

Version = TypeVar("Version", ClaimVersion, CopyBlockVersion)


@dataclass(frozen=True)
class Desk(Generic[Version]):
    """Where revisions of one kind are signed; every operation names one by its id.

    ``approve``, ``suspend`` and ``reconfirm`` are the ground floor's steps, which know
    a revision as ``called``; what they refuse is raised from here as it is.
    """

    kind: str
    called: str
    revisions: Callable[[], Any]
    brand_and_ref: Callable[[Version], tuple[str, str]]
    content_sha256: Callable[[Version], str]
    usage: Callable[..., Usage]
    approve: Callable[..., Version]
    suspend: Callable[..., Version]
    reconfirm: Callable[..., Version]

    def sign_approval(
        self,
        *,
        version_id: int,
        function: str,
        credentials: Credentials,
        by: User,
        at: datetime.datetime,
    ) -> Signature:
        """Approve for one function. Raises NotYoursError or SigningRefusedError."""
        sitting = signing.begin(credentials=credentials, by=by, at=at)
        return self._approve(self._read(version_id), function, sitting)

    def sign_approvals(
        self,
        *,
        version_ids: Sequence[int],
        function: str,
        credentials: Credentials,
        by: User,
        at: datetime.datetime,
    ) -> Approvals:
        """Approve several in one sitting, each under a signature of its own.

        What refuses one leaves the others alone. Raises NotYoursError and
        SigningRefusedError, which are about the person and not about a revision.
        """
        sitting = signing.begin(credentials=credentials, by=by, at=at)
        facts.require(signing.step_of(function), PieceFacts(), by)
        known = self.revisions().in_bulk(version_ids)
        versions = [known[pk] for pk in dict.fromkeys(version_ids) if pk in known]
        return signing.sign_each(
            (
                self.brand_and_ref(version)[1],
                functools.partial(self._approve, version, function, sitting),
            )
            for version in versions
        )

    def sign_use(
        self,
        step: Step,
        *,
        version_id: int,
        reason: str,
        credentials: Credentials,
        by: User,
        at: datetime.datetime,
    ) -> Signature:
        """Suspend it, or reconfirm what is suspended, with the assets that carry it.

        Raises NotYoursError or SigningRefusedError.
        """
        sitting = signing.begin(credentials=credentials, by=by, at=at)
        version = self._read(version_id)
        deed = self.suspend if step == Step.SUSPEND_WORDING else self.reconfirm
        take = self._taken(deed, version, sitting, reason=reason)
        usage = self.usage(version, at=at)
        return signing.sign(step, self._wording(version), take, sitting, usage)

    sign_suspension = functools.partialmethod(sign_use, Step.SUSPEND_WORDING)
    sign_reconfirmation = functools.partialmethod(sign_use, Step.RECONFIRM_WORDING)

    def _approve(self, version: Version, function: str, sitting: Signing) -> Signature:
        take = self._taken(self.approve, version, sitting, function=function)
        step = signing.step_of(function)
        return signing.sign(step, self._wording(version), take, sitting)

    def _taken(
        self,
        step: Callable[..., object],
        version: Version,
        sitting: Signing,
        **how: str,
    ) -> Act:
        named = {self.called: version.pk}
        return functools.partial(step, **named, **how, by=sitting.by, at=sitting.at)

    def _read(self, version_id: int) -> Version:
        version: Version = self.revisions().get(pk=version_id)
        return version

    def _wording(self, version: Version) -> Wording:
        subject = f"{self.kind}:{'/'.join(self.brand_and_ref(version))}"
        return Wording(subject, self.content_sha256(version))


CLAIMS: Desk[ClaimVersion] = Desk(
    kind="claim",
    called="claim_version_id",
    revisions=lambda: ClaimVersion.objects.select_related("claim__brand"),
    brand_and_ref=lambda v: (v.claim.brand.slug, f"{v.claim.key}@{v.version}"),
    content_sha256=claim_contents.content_sha256,
    usage=where_used.of_claim,
    approve=claims.approve,
    suspend=claims.suspend,
    reconfirm=claims.reconfirm,
)
BLOCKS: Desk[CopyBlockVersion] = Desk(
    kind="copy",
    called="version_id",
    revisions=lambda: CopyBlockVersion.objects.select_related("block__brand"),
    brand_and_ref=lambda v: (v.block.brand.slug, copy_blocks.ref(v)),
    content_sha256=copy_blocks.content_sha256,
    usage=where_used.of_block,
    approve=copy_blocks.approve,
    suspend=copy_blocks.suspend,
    reconfirm=copy_blocks.reconfirm,
)

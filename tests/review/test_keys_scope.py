"""A key opens its brands, markets and channels, and says nothing else (SE-13)."""

import hmac
import itertools
import json
import secrets
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from knowledge_base.models import LedgerEntry
from review import channel_keys, delivery, facts
from review.delivery import NotServedError
from review.models import ChannelKey, Fetch, Release
from tests import factories
from tests.review.many_claims import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_fresh_check")]
MARKETS = ("US", "GB")
CHANNELS = ("email", "sms")


def _answers(key: ChannelKey, assets: list[Release]) -> dict[int, tuple[Any, ...]]:
    """What each asset is for this key, all that an observer can see of it."""
    told: dict[int, tuple[Any, ...]] = {}
    for asset in assets:
        try:
            delivery.fetch(key, str(asset.uid), at=AT)
        except NotServedError as refusal:
            told[asset.pk] = (refusal.status, refusal.reason, refusal.sentence)
        else:
            told[asset.pk] = (200,)
    return told


NOT_THERE = (404, "not-found", "No such asset exists for this key.")


def test_se_13_scope_matrix_of_brand_market_and_channel() -> None:
    """Every scope against every asset: served, or exactly like one that never was."""
    brands = {name: factories.make_brand(name) for name in ("testavra", "other")}
    assets = [
        factories.make_release(market=market, channel=channel)
        for market, channel in itertools.product(MARKETS, CHANNELS)
    ]
    scopes = itertools.product(
        [(), ("other",), ("testavra", "other")],
        [("US",), ("GB",), ("US", "GB"), ("DE",)],
        [("email",), ("sms",), ("email", "sms"), ("push",)],
    )
    wrong = {}
    for names, markets, channels in scopes:
        key, _ = factories.make_key(
            brands=[brands[name] for name in names], markets=markets, channels=channels
        )
        seen = {
            asset.pk
            for asset in assets
            if asset.market in markets
            and asset.channel in channels
            and (not names or "testavra" in names)
        }
        expected = {a.pk: (200,) if a.pk in seen else NOT_THERE for a in assets}
        listed = {row.pk for row in delivery.listing(key, at=AT)}
        if (_answers(key, assets), listed) != (expected, seen):
            wrong[names, markets, channels] = listed
    assert wrong == {}


@pytest.mark.parametrize("state", ["RELEASED", "SUSPENDED", "WITHDRAWN", "EXPIRED"])
def test_se_13_a_foreign_asset_is_the_same_404_in_every_state(state: Any) -> None:
    """Nobody learns from a refusal that an asset of somebody else exists."""
    asset = factories.make_release(state)
    scopes: list[dict[str, Any]] = [
        {"markets": ("GB",)},
        {"channels": ("sms",)},
        {"brands": [factories.make_brand("foreign")]},
    ]
    for scope in scopes:
        key, _ = factories.make_key(**scope)
        assert _answers(key, [asset]) == {asset.pk: NOT_THERE}
        assert delivery.listing(key, at=AT) == []
        receipt = Fetch.objects.filter(channel_key=key).exclude(asset_uid="").get()
        assert (receipt.status, receipt.release_id) == (404, None)


def test_se_13_filters_do_not_widen_the_scope() -> None:
    british = factories.make_release(market="GB")
    american = factories.make_release()
    key, _ = factories.make_key(markets=("US",))
    for filters in ({"market": "GB"}, {"brand": british.brand.slug, "market": "GB"}):
        assert delivery.listing(key, at=AT, filters=filters) == []
    assert delivery.listing(key, at=AT, filters={"brand": "testavra"}) == [american]
    assert delivery.listing(key, at=AT, after=-1) == [american]


# What a wrong key may look like; each makes a text from a right one.
OTHERS: dict[str, Callable[[str], str]] = {
    "empty": lambda plain: "",
    "prefix alone": lambda plain: plain[:12],
    "prefix and bar": lambda plain: plain[:13],
    "one shorter": lambda plain: plain[:-1],
    "one longer": lambda plain: plain + "A",
    "half": lambda plain: plain[: len(plain) // 2],
    "twice": lambda plain: plain + plain,
    "upper case": str.upper,
    "lower case": lambda plain: plain[:13] + plain[13:].lower(),
    "swapped case": lambda plain: plain[:13] + plain[13:].swapcase(),
    "upper mark": lambda plain: "IMP" + plain[3:],
    "space before": lambda plain: " " + plain,
    "space behind": lambda plain: plain + " ",
    "line behind": lambda plain: plain + "\n",
    "null behind": lambda plain: plain + "\0",
    "bearer": lambda plain: f"Bearer {plain}",
    "reversed": lambda plain: plain[::-1],
    "secret alone": lambda plain: plain[13:],
    "other secret": lambda plain: plain[:13] + "A" * 43,
    "wide digits": lambda plain: "imp_" + "１" * 8 + plain[12:],
    "umlaut": lambda plain: plain[:-1] + "ä",
    "wildcard": lambda plain: "imp_%%%%%%%%" + plain[12:],
    "stored hash": lambda plain: ChannelKey.objects.latest("pk").key_sha256,
    "hash as secret": lambda plain: (
        plain[:13] + ChannelKey.objects.latest("pk").key_sha256[:43]
    ),
    "huge": lambda plain: plain + "A" * 1_000_000,
}


@pytest.mark.parametrize("name", OTHERS)
def test_se_13_no_other_text_is_the_key(name: str) -> None:
    key, plain = factories.make_key()
    other = OTHERS[name](plain)
    assert channel_keys.key_from(plain) == key
    assert channel_keys.key_from(other) is None


def test_se_13_secrets_do_not_open_each_others_keys() -> None:
    """Prefix of one, secret of the other: neither."""
    (first, one), (second, two) = factories.make_key(), factories.make_key()
    assert channel_keys.key_from(one[:13] + two[13:]) is None
    assert channel_keys.key_from(two[:13] + one[13:]) is None
    assert (channel_keys.key_from(one), channel_keys.key_from(two)) == (first, second)


def test_se_13_two_keys_of_one_prefix_cannot_be(administrator: User) -> None:
    key, plain = factories.make_key()
    with (
        mock.patch.object(secrets, "token_hex", return_value=key.prefix),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        factories.make_key()
    assert ChannelKey.objects.count() == 1
    assert LedgerEntry.objects.filter(action="key.issued").count() == 1
    assert channel_keys.key_from(plain) == key


def test_se_13_unknown_and_known_prefixes_take_the_same_way() -> None:
    """One lookup and one comparison of two whole hashes, whatever was sent."""
    key, plain = factories.make_key()
    revoked, ended = factories.make_key()
    delivery.revoke_key(key_id=revoked.pk, by=factories.make_user("COORDINATOR"), at=AT)
    texts = [plain, plain[:13] + "A" * 43, "imp_00000000_" + "A" * 43, ended]
    compare = mock.Mock(side_effect=hmac.compare_digest)
    with mock.patch.object(hmac, "compare_digest", compare):
        told = [channel_keys.key_from(text) for text in texts]
    assert told == [key, None, None, None]
    assert [len(a) for call in compare.call_args_list for a in call.args] == [64] * 8


def test_se_13_a_key_is_shown_once_and_not_kept(administrator: User) -> None:
    _, plain = factories.make_key()
    secret = plain[13:]
    row = ChannelKey.objects.values().get()
    assert not [name for name, value in row.items() if secret in str(value)]
    for line in LedgerEntry.objects.all():
        assert secret not in f"{line.payload}{line.subject}"


def test_se_13_every_key_is_another() -> None:
    made = [factories.make_key()[1] for _ in range(20)]
    assert len({plain[13:] for plain in made}) == len({p[:13] for p in made}) == 20


def test_se_13_a_revoked_key_opens_nothing_and_frees_nothing() -> None:
    """The other keys stay, the name stays taken, the receipts stay."""
    asset = factories.make_release()
    (key, plain), (other, another) = factories.make_key(), factories.make_key()
    delivery.fetch(key, str(asset.uid), at=AT)
    person = factories.make_user("ADMINISTRATOR")
    delivery.revoke_key(key_id=key.pk, by=person, at=AT)
    assert channel_keys.key_from(plain) is None
    assert channel_keys.key_from(another) == other
    assert Fetch.objects.filter(channel_key=key).count() == 1
    with pytest.raises(delivery.ScopeMissingError, match="exists"):
        delivery.issue_key(
            name=key.name,
            brands=[],
            markets=["US"],
            channels=["sms"],
            by=person,
            at=AT,
        )


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("ADMINISTRATOR", True),
        ("COORDINATOR", True),
        ("REQUESTER", False),
        ("MEDICAL", False),
        ("LEGAL", False),
        ("REGULATORY", False),
        ("SIGNATORY", False),
        ("AUDITOR", False),
        ("", False),
    ],
)
def test_se_13_er_12_who_issues_and_revokes(role: str, may: bool) -> None:
    person = factories.make_user(*([role] if role else []))
    standing, _ = factories.make_key()
    before = LedgerEntry.objects.count(), ChannelKey.objects.count()
    steps: list[Callable[[], object]] = [
        lambda: delivery.issue_key(
            name="Sender",
            brands=[],
            markets=["US"],
            channels=["email"],
            by=person,
            at=AT,
        ),
        lambda: delivery.revoke_key(key_id=standing.pk, by=person, at=AT),
    ]
    for step in steps:
        if may:
            step()
            continue
        with pytest.raises(facts.NotYoursError):
            step()
    after = LedgerEntry.objects.count(), ChannelKey.objects.count()
    assert after == ((before[0] + 2, before[1] + 1) if may else before)
    assert (ChannelKey.objects.get(pk=standing.pk).revoked_at is not None) == may


def test_se_13_every_fault_of_a_key_is_told_at_once(administrator: User) -> None:
    with pytest.raises(delivery.ScopeMissingError) as refusal:
        delivery.issue_key(
            name="  ", brands=[], markets=[], channels=[], by=administrator, at=AT
        )
    assert len(refusal.value.messages) == 3
    with pytest.raises(delivery.ScopeMissingError) as refusal:
        delivery.issue_key(
            name="A",
            brands=[],
            markets=["US"],
            channels=["fax", "EMAIL", "email"],
            by=administrator,
            at=AT,
        )
    assert refusal.value.messages == ["Unknown channel: EMAIL, fax."]
    assert not ChannelKey.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_se_13_the_ledger_tells_the_scope(administrator: User) -> None:
    brands = [factories.make_brand(name) for name in ("zeta", "alpha")]
    key, _ = delivery.issue_key(
        name="Sender",
        brands=brands,
        markets=["US", "GB"],
        channels=["sms", "email"],
        by=administrator,
        at=AT,
    )
    line = LedgerEntry.objects.get(action="key.issued")
    assert (line.subject, line.by) == (f"key:{key.prefix}", administrator.username)
    assert json.loads(line.payload) == {
        "name": "Sender",
        "brands": ["alpha", "zeta"],
        "markets": ["GB", "US"],
        "channels": ["email", "sms"],
    }

"""Every link that a page shows leads its reader to a page, and to no refusal."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from pytest_django import DjangoDbBlocker

from review.states import Role
from tests.web import worlds
from tests.web.worlds import World

pytestmark = pytest.mark.django_db
LEAVING = {"logout"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with worlds.shared(django_db_blocker) as made:
        yield made


def links(world: World, role: str) -> dict[str, set[str]]:
    """Every address that this role's pages lead to, and the pages that do."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, address in world.pages().items():
        sight = world.see(role, name)
        if sight.response.status_code == 200:
            for element in sight.page.all("a"):
                target = urljoin(address, element.attributes.get("href", ""))
                found[target.partition("#")[0]].add(name)
    return found


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_nobody_is_led_to_nothing_or_to_a_refusal(world: World, role: str) -> None:
    client, seen = world.client(role), set(world.pages().values())
    unknown, refused = {}, {}
    for target, pages in links(world, role).items():
        try:
            name = resolve(urlsplit(target).path).url_name
        except Resolver404:
            unknown[target] = pages
            continue
        if target not in seen and name not in LEAVING:
            status = client.get(target).status_code
            if status not in (200, 302):
                refused[target] = (status, pages)
    assert (unknown, refused) == ({}, {})

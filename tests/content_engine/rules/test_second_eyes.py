"""Fresh sentences by a second author: how many violations are caught, how few alarms."""

import json
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from content_engine import checking, piece_documents, supplies
from knowledge_base.kits import loading, reading
from tests import factories
from tests.conftest import AT
from tests.content_engine.rules import second_eyes

pytestmark = pytest.mark.django_db

HEAVY = {"BLOCK", "HIGH"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory):

    d = tmp_path_factory.mktemp("s")
    with django_db_blocker.unblock(), transaction.atomic():
        k = reading.read(second_eyes.KIT.read_text(), "velorin.yaml")
        by = factories.make_user("REQUESTER")
        loading.load(k, by=by, at=AT, approve=True)
        yield
        transaction.set_rollback(True)


def run(doc, got):
    _, piece = piece_documents.read(json.dumps(doc), today=AT.date())
    if piece.context not in got:
        got[piece.context] = supplies.gather(piece.context)
    return checking.as_contract(checking.check(piece, got[piece.context]))


def test_x(world):
    got = {}
    out = []
    bases = {}
    for c in second_eyes.cases():
        r = run(second_eyes.document(c), got)
        b = None
        if c.get("base"):
            key = c["base"]
            if key not in bases:
                bases[key] = run(second_eyes.unchanged(c), got)
            b = bases[key]
        out.append((c, r, b))
    import pickle

    Path("/tmp/i1.pickle").write_bytes(pickle.dumps(out))

"""One library for a whole module: made once, and given back as it was to every test.

Every test runs in a savepoint inside the module's transaction, so that what it writes
is taken back while the library stays.
"""

import contextlib
import datetime
from collections.abc import Iterator

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from knowledge_base.models import Brand
from tests import factories, kits

AT = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)


@contextlib.contextmanager
def library(blocker: DjangoDbBlocker, *, approve: bool = True) -> Iterator[Brand]:
    """The small kit, loaded by somebody who does nothing else here."""
    with blocker.unblock(), transaction.atomic():
        by = factories.make_user("REQUESTER")
        yield kits.load_small_kit(by=by, at=AT, approve=approve)
        transaction.set_rollback(True)

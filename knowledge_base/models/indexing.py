"""What the derived index needs of the database: a log of changes, and known vectors."""

from django.db import models


class IndexChange(models.Model):
    """A claim revision that a search may now have to find, lose or judge anew.

    Rows are written by triggers, so that no way of changing a claim can forget them.
    ``tick`` never falls below that of a transaction that was over before: the number
    of the transaction on PostgreSQL, a plain count on SQLite, which writes one at a
    time. ``nonce`` tells this database from a restored or rolled-back one.
    """

    tick = models.BigIntegerField(db_index=True)
    nonce = models.CharField(max_length=32)
    version_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.id}: revision {self.version_id}"


class WordingVector(models.Model):
    """One text as an embedder sees it: 32-bit floats, little end first."""

    embedder = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    vector = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["embedder", "sha256"], name="wording_embedded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.embedder} {self.sha256}"

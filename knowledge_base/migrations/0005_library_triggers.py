"""The database itself guards the claims library again, with its new columns."""

from importlib import import_module

from django.db import migrations

fixed = import_module("knowledge_base.migrations.0003_approved_wording_is_fixed")


class Migration(migrations.Migration):
    """Adds the triggers that the last migration took away."""

    dependencies = [("knowledge_base", "0004_claims_library")]

    operations = [migrations.RunPython(fixed.add, fixed.drop)]

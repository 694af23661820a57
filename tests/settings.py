"""Settings for the tests: fixed keys, quick hashing, jobs at once, no vendor."""

import os

os.environ.setdefault("SECRET_KEY", "test-key-" + "t" * 50)
os.environ.setdefault("HTTPS", "0")
os.environ["JOBS"] = os.environ.get("TEST_JOBS", "immediate")
os.environ["EMBEDDER"] = "hashing"
for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "WRITER"):
    os.environ[name] = ""
os.environ["WRITER"] = "composer"

from web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

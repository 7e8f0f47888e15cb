"""The settings of the tests: a data folder of their own, and passwords that cost nothing."""

import os
import secrets
import tempfile

# Set before the product's settings are read, so that no test ever sees a user's own data.
os.environ["KEPT_DATA"] = tempfile.mkdtemp(prefix="kept-tests-")
os.environ["KEPT_SECRET_KEY"] = secrets.token_urlsafe(40)
for name in ("KEPT_URL", "KEPT_DEBUG", "KEPT_PROCESS", "KEPT_MAIL_URL", "KEPT_ALLOWED_HOSTS"):
    os.environ.pop(name, None)

from kept.config.settings import *  # noqa: E402, F403

PLACES.static.mkdir()  # noqa: F405 - whitenoise wants it to be there
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

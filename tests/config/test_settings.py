"""The settings as a fresh process reads them."""

import os
import subprocess
import sys

import pytest

SHOW = "import kept.config.settings as s; print(({expression}))"


def settings_with(tmp_path, expression="s.DEBUG", **variables):
    """Return what a process with just these variables says."""
    known = {"PATH": os.environ["PATH"], "KEPT_DATA": str(tmp_path), "KEPT_SECRET_KEY": "k" * 50}
    return subprocess.run(
        [sys.executable, "-c", SHOW.format(expression=expression)],
        env=known | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_needs_to_be_set(tmp_path):
    done = settings_with(tmp_path, "s.DEBUG, s.SITE_URL, s.TIME_ZONE")

    assert done.stdout.strip() == "(False, 'http://localhost:8000', 'UTC')"


def test_internals_are_never_shown_beside_real_data(tmp_path):
    done = settings_with(tmp_path, KEPT_DEBUG="1")

    assert done.returncode != 0
    assert "only with the demo data" in done.stderr


def test_internals_may_be_shown_beside_the_demo_data(tmp_path):
    (tmp_path / "demo").touch()

    assert settings_with(tmp_path, KEPT_DEBUG="1").stdout.strip() == "True"


def test_behind_https_cookies_are_secure_and_browsers_are_told_to_stay(tmp_path):
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"]
    shown = ", ".join(f"s.{name}" for name in names)
    found = "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS > 10**7, " + shown

    done = settings_with(tmp_path, found, KEPT_URL="https://service.example.com")

    assert done.stdout.strip() == "('__Host-kept', '__Host-kept-csrf', True, True, True, True)"


def test_a_header_that_anybody_can_send_is_believed_only_behind_a_proxy(tmp_path):
    shown = "getattr(s, 'SECURE_PROXY_SSL_HEADER', None)"

    assert settings_with(tmp_path, shown).stdout.strip() == "None"
    assert "X_FORWARDED" in settings_with(tmp_path, shown, KEPT_PROXIES="1").stdout


def test_the_key_that_signs_sessions_lies_in_the_data_folder(tmp_path):
    (tmp_path / "secret_key").write_text("of this folder")

    done = settings_with(tmp_path, "s.SECRET_KEY", KEPT_SECRET_KEY="")

    assert done.stdout.strip() == "of this folder"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KEPT_URL", "nowhere"),
        ("KEPT_LANGUAGE", "fr"),
        ("KEPT_TIME_ZONE", "Mars/Olympus"),
        ("KEPT_CONNECTIONS", "many"),
        ("KEPT_MAIL_URL", "carrier pigeon"),
        ("KEPT_LOG", "xml"),
        ("KEPT_ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", "postgres//x"),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path, name, value):
    done = settings_with(tmp_path, **{name: value, "KEPT_PROCESS": "web"})

    assert done.returncode != 0
    assert f"BadSetting: {name}" in done.stderr

"""Through the door: a password with a one-time code, then a passkey without either."""

import re

import pytest
from django.core.cache import cache

from kept.config.demo import LOGINS
from tests.web.common.test_passkeys import code

WHO = "marta.stein"
PASSWORD = next(one.password for one in LOGINS if one.username == WHO)
INSIDE = re.compile(r"/queue/$")
KEY_IN_THE_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def window(windows):
    opened = windows()
    session = opened.context.new_cdp_session(opened.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_IN_THE_DEVICE})
    return opened


def test_from_a_password_to_a_code_to_a_passkey(window):
    page = window.page
    window.pass_the_door(WHO, PASSWORD)
    page.wait_for_url(INSIDE)

    secret = set_up_codes(window)
    sign_out(window)
    window.pass_the_door(WHO, PASSWORD)
    assert "/2fa/authenticate/" in page.url
    page.fill("#id_code", code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(INSIDE)

    make_a_passkey(window, secret)
    sign_out(window)
    page = window.open("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(INSIDE)
    assert "Marta Stein" in page.locator(".menu.person").inner_text()


def set_up_codes(window) -> str:
    """Let an authenticator app know the secret; return it."""
    page = window.open("/accounts/2fa/totp/activate/")
    still_me(page)
    secret = page.input_value("#secret")
    page.fill("#id_code", code(secret))
    with page.expect_navigation():
        page.get_by_role("button", name="Use the app from now on").click()
    cache.clear()  # half a minute must pass before the same code counts again
    return secret


def make_a_passkey(window, secret) -> None:
    page = window.open("/accounts/2fa/webauthn/add/")
    if "Is it still you?" in page.inner_text("h1"):
        still_me(page)
    page.fill("#id_name", "Desk 3")
    page.check("#id_passwordless")
    with page.expect_navigation():
        page.get_by_role("button", name="Make the key").click()


def still_me(page) -> None:
    """Prove it once more, as every change of what opens the door asks."""
    page.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()


def sign_out(window) -> None:
    page = window.open("/queue/")
    page.locator(".menu.person summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()

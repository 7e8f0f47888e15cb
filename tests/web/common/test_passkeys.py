"""Passkeys and one-time codes, with a virtual authenticator in a real browser."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache

RIGHT = "four words of mine"


@pytest.fixture(autouse=True)
def forgotten_counts(db):
    cache.clear()


@pytest.fixture
def window(visits, person):
    opened = visits()
    session = opened.context.new_cdp_session(opened.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return opened


def sign_in(window):
    page = window.open("/accounts/login/")
    page.fill("#id_login", "zhoumin")
    page.fill("#id_password", RIGHT)
    page.click("button:text-is('Sign in')")
    page.wait_for_url(re.compile("^(?!.*accounts/login)"))
    return page


def prove(window, path):
    """Open a page that asks first whether it is still the same person."""
    page = window.open(path)
    assert "Is it still you?" in page.inner_text("h1")
    page.fill("#id_password", RIGHT)
    page.click("text=Go on")
    page.wait_for_url(f"**{path}")
    return page


def test_a_passkey_is_made_and_then_signs_in_by_itself(window, person):
    sign_in(window)
    page = prove(window, "/accounts/2fa/webauthn/add/")
    page.fill("#id_name", "Desk 3")
    page.check("#id_passwordless")
    with page.expect_navigation():
        page.click("text=Make the key")
    page = window.open("/accounts/2fa/webauthn/")
    assert "Desk 3" in page.inner_text("table")

    window.context.clear_cookies()
    page = window.open("/accounts/login/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(re.compile("^(?!.*accounts/login)"))

    page = window.open("/preferences/")
    assert "周敏 Zhou Min" in page.inner_text(".menu.person")


def test_without_a_key_the_door_says_so_and_stays(window):
    page = window.open("/accounts/login/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'x')); }"
    )

    page.click("text=Sign in with a passkey")

    page.locator("text=No passkey was used.").wait_for()
    assert page.url.endswith("/accounts/login/")


def test_an_authenticator_app_is_set_up_and_then_asked_for(window, person):
    sign_in(window)
    page = prove(window, "/accounts/2fa/totp/activate/")
    secret = page.input_value("#secret")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    page.fill("#id_code", code(secret))
    with page.expect_navigation():
        page.click("text=Use the app from now on")
    assert "Recovery codes" in page.inner_text("main")

    window.context.clear_cookies()
    cache.clear()  # the same code within half a minute would be refused
    page = window.open("/accounts/login/")
    page.fill("#id_login", "zhoumin")
    page.fill("#id_password", RIGHT)
    page.click("button:text-is('Sign in')")
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("#id_code", code(secret))
    page.click("button:text-is('Sign in')")
    page.wait_for_url(re.compile("^(?!.*accounts/)"))


def code(secret):
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))

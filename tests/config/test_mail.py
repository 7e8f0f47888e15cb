import pytest

from kept.config import mail
from kept.config.environment import BadSetting


def test_without_a_server_mail_is_written_to_a_folder(tmp_path):
    assert mail.settings("", folder=tmp_path)["EMAIL_FILE_PATH"] == tmp_path


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example", 587, True, False),
        ("smtps://mail.example", 465, False, True),
        ("smtps://mail.example:2465", 2465, False, True),
    ],
)
def test_the_scheme_says_how_mail_is_encrypted(tmp_path, url, port, tls, ssl):
    found = mail.settings(url, folder=tmp_path)

    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert found["EMAIL_TIMEOUT"] <= 10


def test_a_password_may_hold_any_sign(tmp_path):
    found = mail.settings("smtps://kept%40x.example:a%2Fb%3A@mail.example", folder=tmp_path)

    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("kept@x.example", "a/b:")


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_what_is_no_mail_server_is_refused(tmp_path, url):
    with pytest.raises(BadSetting, match="KEPT_MAIL_URL must look like"):
        mail.settings(url, folder=tmp_path)

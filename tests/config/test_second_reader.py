"""The second reader of papers, as the environment says it."""

import pytest

from kept.config.environment import BadSetting
from kept.config.second_reader import second_reader

SECRET = "key-nobody-may-see"


def asked(url="https://reader.example.com/v1", model="small-one", key=SECRET):
    return second_reader(url, model=model, key=key, seconds=40)


def test_without_an_address_there_is_none():
    assert asked(url="", model="", key="") is None


def test_a_whole_setting_is_taken():
    assert asked() is not None
    assert SECRET not in repr(asked())


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/v1", "http://localhost/v1", "http://[::1]/"]
)
def test_a_key_may_stay_on_this_machine(url):
    assert asked(url)


def test_without_a_key_plain_http_is_taken():
    assert asked("http://reader.example.com/v1", key="")


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": ""},
        {"model": ""},
        {"url": "reader.example.com/v1"},
        {"url": "file:///etc/passwd"},
        {"url": "ftp://reader.example.com/"},
        {"url": "https:///v1"},
        {"url": "https://reader.example.com:99999/v1"},
        {"url": "https://someone:word@reader.example.com/v1"},
        {"url": f"https://reader.example.com/v1?key={SECRET}"},
        {"url": "https://reader.example.com/v1#a"},
        {"url": "https://reader.example.com/v1\r\nX: y"},
        {"url": "https://[::1/v1"},
        {"url": "http://reader.example.com/v1"},  # the key could be read on its way
        {"key": f"{SECRET}\r\nX: y"},
        {"key": f"{SECRET}é"},
    ],
)
def test_nonsense_is_refused_without_repeating_the_key(wrong):
    with pytest.raises(BadSetting) as refused:
        asked(**wrong)

    assert SECRET not in str(refused.value)
    assert "KEPT_READER" in str(refused.value)

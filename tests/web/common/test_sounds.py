"""How labels sound, for whoever types letters where Chinese is written."""

from kept.web.common.views import MOST_LABELS


def test_initials_and_the_whole_sound_are_told(client, person):
    client.force_login(person)

    told = client.get("/sounds/", {"of": ["指派", "关闭…", "Assign"]}).json()["sounds"]

    assert told["指派"] == ["zp", "zhipai"]
    assert told["关闭…"] == ["gb", "guanbi"]
    assert told["Assign"] == ["a", "assign"]


def test_of_very_many_some_are_told(client, person):
    client.force_login(person)

    told = client.get("/sounds/", {"of": [f"指{nth}" for nth in range(MOST_LABELS + 20)]}).json()

    assert len(told["sounds"]) == MOST_LABELS


def test_strangers_sign_in_first(client, db):
    assert client.get("/sounds/", {"of": "指派"}).url.startswith("/accounts/login/")

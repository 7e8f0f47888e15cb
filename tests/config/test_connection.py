import pytest
from django.db import connection as database

from kept.config import connection
from kept.config.environment import BadSetting
from kept.config.places import Places


@pytest.mark.parametrize(
    "url", ["service.example.com", "ftp://x.example", "https://", "https://x.example/kept", ""]
)
def test_the_site_must_be_a_plain_web_address(url):
    with pytest.raises(BadSetting, match="https://service.example.com"):
        connection.site(url)


def test_a_site_may_end_in_a_slash():
    assert connection.site("https://service.example.com/").hostname == "service.example.com"


def test_we_answer_to_our_own_name_this_machine_and_what_was_added():
    own = connection.site("https://service.example.com")

    assert connection.hosts(own, more=["other.example"]) == [
        "service.example.com",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "other.example",
    ]


def test_answering_to_any_name_is_refused():
    with pytest.raises(BadSetting, match="must name hosts"):
        connection.hosts(connection.site("https://a.example"), more=["*"])


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "UTC+8"])
def test_a_zone_that_does_not_exist_is_refused(name):
    with pytest.raises(BadSetting, match="Asia/Shanghai"):
        connection.zone(name)


class TestDatabase:
    def test_takes_a_url_apart(self):
        found = connection.settings_for(
            "postgresql://ann:p%40ss@db.example:6432/desk?sslmode=require", process="command"
        )

        assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("desk", "ann", "p@ss")
        assert (found["HOST"], found["PORT"]) == ("db.example", "6432")
        assert found["OPTIONS"]["sslmode"] == "require"

    def test_a_web_server_waits_for_nothing_longer_than_a_reader_would(self):
        options = connection.settings_for("dbname=desk", process="web")["OPTIONS"]

        assert "statement_timeout" in options["options"]
        assert options["pool"]["timeout"] <= 3

    def test_a_command_may_take_its_time(self):
        options = connection.settings_for("dbname=desk", process="command")["OPTIONS"]

        assert "statement_timeout" not in options["options"]
        assert "pool" not in options

    def test_options_of_the_address_are_kept(self):
        found = connection.settings_for("dbname=desk options='-c work_mem=1MB'", process="web")

        assert found["OPTIONS"]["options"].startswith("-c work_mem=1MB ")

    def test_refuses_what_is_no_address(self):
        with pytest.raises(BadSetting, match="DATABASE_URL must look like"):
            connection.settings_for("postgres//nonsense", process="web")

    def test_the_address_given_wins_over_the_embedded_one(self, monkeypatch, tmp_path):
        places = Places(tmp_path)
        places.database.mkdir()
        (places.database / "address").write_text("dbname=embedded")

        assert connection.database_address(places) == "dbname=embedded"
        monkeypatch.setenv("DATABASE_URL", "dbname=given")
        assert connection.database_address(places) == "dbname=given"


@pytest.mark.django_db
def test_what_is_asked_often_is_planned_once():
    with database.cursor() as cursor:
        for number in range(7):
            cursor.execute("SELECT %s + 7919", [number])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement ~ '7919'")
        assert cursor.fetchone() == (1,)

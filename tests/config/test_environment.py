import pytest

from kept.config import environment
from kept.config.environment import BadSetting


@pytest.mark.parametrize(
    ("given", "expected"),
    [("1", True), ("YES", True), ("on", True), ("0", False), ("No", False), ("", False)],
)
def test_a_flag_is_yes_or_no(monkeypatch, given, expected):
    monkeypatch.setenv("KEPT_X", given)

    assert environment.flag("KEPT_X") is expected


def test_a_flag_refuses_a_word_that_is_neither(monkeypatch):
    monkeypatch.setenv("KEPT_X", "maybe")

    with pytest.raises(BadSetting, match="KEPT_X must be yes or no, not 'maybe'"):
        environment.flag("KEPT_X")


@pytest.mark.parametrize("given", ["0", "501", "many", "1.5"])
def test_a_number_refuses_what_is_out_of_bounds_or_no_number(monkeypatch, given):
    monkeypatch.setenv("KEPT_X", given)

    with pytest.raises(BadSetting, match="KEPT_X"):
        environment.number("KEPT_X", 3, least=1, most=500)


@pytest.mark.parametrize(("given", "expected"), [("", 3), ("1", 1), ("500", 500)])
def test_a_number_within_its_bounds_is_taken(monkeypatch, given, expected):
    monkeypatch.setenv("KEPT_X", given)

    assert environment.number("KEPT_X", 3, least=1, most=500) == expected


def test_a_choice_names_what_there_is_to_choose(monkeypatch):
    monkeypatch.setenv("KEPT_X", "red")

    with pytest.raises(BadSetting, match="blue, green"):
        environment.choice("KEPT_X", "green", among={"green", "blue"})


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("KEPT_X", " a.example , b.example,, ")

    assert environment.words("KEPT_X") == ["a.example", "b.example"]


class TestSecret:
    def test_comes_from_the_variable(self, monkeypatch):
        monkeypatch.setenv("KEPT_X", "hidden")

        assert environment.secret("KEPT_X") == "hidden"

    def test_comes_from_a_file_without_its_line_end(self, monkeypatch, tmp_path):
        (tmp_path / "secret").write_text("hidden\n")
        monkeypatch.setenv("KEPT_X_FILE", str(tmp_path / "secret"))

        assert environment.secret("KEPT_X") == "hidden"

    def test_refuses_both_at_once(self, monkeypatch, tmp_path):
        monkeypatch.setenv("KEPT_X", "hidden")
        monkeypatch.setenv("KEPT_X_FILE", str(tmp_path / "secret"))

        with pytest.raises(BadSetting, match="not both"):
            environment.secret("KEPT_X")

    def test_refuses_a_file_that_is_not_there(self, monkeypatch, tmp_path):
        monkeypatch.setenv("KEPT_X_FILE", str(tmp_path / "missing"))

        with pytest.raises(BadSetting, match="cannot be read"):
            environment.secret("KEPT_X")

    def test_refuses_an_empty_file(self, monkeypatch, tmp_path):
        (tmp_path / "secret").write_text(" \n")
        monkeypatch.setenv("KEPT_X_FILE", str(tmp_path / "secret"))

        with pytest.raises(BadSetting, match="is empty"):
            environment.secret("KEPT_X")

import os
import stat

import pytest

from kept.config import places
from kept.config.environment import BadSetting
from kept.config.places import Places
from kept.config.refusal import Refused


def test_the_folder_that_was_named_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("KEPT_DATA", str(tmp_path))

    assert places.here().root == tmp_path


def test_the_demo_company_never_shares_a_folder_with_real_data(monkeypatch):
    monkeypatch.delenv("KEPT_DATA")

    assert places.here(demo=True).root != places.here().root


def test_as_root_data_lies_where_the_databases_own_user_can_reach_it(monkeypatch):
    monkeypatch.delenv("KEPT_DATA")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert str(places.here().root) == "/var/lib/kept"


def test_a_new_folder_is_closed_to_others(tmp_path):
    chosen = Places(tmp_path / "new")

    places.make(chosen)

    assert stat.S_IMODE(chosen.root.stat().st_mode) in {0o700, 0o711}  # 711: as root
    assert stat.S_IMODE(chosen.uploads.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(Refused, match="choose another with --data"):
        places.make(Places(tmp_path / "file" / "data"))


def test_a_secret_can_be_read_by_its_owner_only(tmp_path):
    places.write_secret(tmp_path / "secret", "hidden")

    assert (tmp_path / "secret").read_text() == "hidden"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_file_that_is_not_there_yet_is_empty(tmp_path):
    assert places.read_text(tmp_path / "missing") == ""


def test_what_cannot_be_read_names_the_file_and_the_way_out(tmp_path):
    with pytest.raises(BadSetting, match="KEPT_DATA"):
        places.read_text(tmp_path)

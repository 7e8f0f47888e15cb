"""The notes of the library call things as the pages do."""

from importlib.resources import files

import pytest

from kept import rules

LIBRARY = files(rules) / "library"
NAMES = sorted(one.name for one in LIBRARY.iterdir() if one.name.endswith(".policy.yaml"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("word", ["制度负责人", "本制度", "制度内容", "一项制度", "制度方可"])
def test_a_policy_has_one_name_in_chinese(name, word):
    assert word not in (LIBRARY / name).read_text(encoding="utf-8")

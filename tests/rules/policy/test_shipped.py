"""The policies that come with Kept can be read and published."""

from __future__ import annotations

import pytest

from kept.rules.policy import Severity, check, load_shipped, shipped
from kept.rules.policy.report import check_files


def test_policies_are_there_by_id():
    assert shipped()
    assert all(path.name == f"{name}.policy.yaml" for name, path in shipped().items())


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_policy_can_be_published(name):
    policy = load_shipped(name)

    assert policy.id == name
    assert [f.sentence() for f in check(policy) if f.severity is Severity.ERROR] == []
    assert check_files([shipped()[name]])[1] == 0


def test_an_unknown_policy_is_a_key_error():
    with pytest.raises(KeyError):
        load_shipped("nowhere")

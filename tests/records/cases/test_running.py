"""The policy under which a case runs, by what its version says."""

import pytest

from kept.records.cases.running import running_policy
from kept.records.policies.models import PolicyVersion
from tests.desk import POLICY, at, publish


def test_the_same_key_with_another_text_is_another_policy(desk):
    """As in a restored database, where the next version got the key that another had before."""
    before = running_policy(desk.version.pk, [])
    other = publish(POLICY.replace("DESK", "OTHER"), desk.manager, at("09:00"))
    different = running_policy(desk.version.pk, [], sha256="0" * 64)

    assert different is not before
    assert running_policy(desk.version.pk, [], sha256=desk.version.sha256) is before
    assert running_policy(other.pk, []).policy.id == "OTHER"


def test_a_version_that_is_not_published_is_not_run(desk):
    with pytest.raises(PolicyVersion.DoesNotExist):
        running_policy(10**9, [])

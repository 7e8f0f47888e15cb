"""Keys of facts that follow from one press."""

import pytest

from kept.records.cases.asking import LONGEST_KEY, following


@pytest.mark.parametrize("key", ["a1", "k" * 58, "k" * 80])
def test_several_facts_of_a_press_and_several_presses_have_keys_of_their_own(key):
    keys = {following(one, what) for one in (f"{key}1", f"{key}2") for what in ("open", "opened")}

    assert len(keys) == 4
    assert max(map(len, keys)) <= LONGEST_KEY


def test_a_short_key_can_be_read_in_the_case():
    assert following("a1", "rma.opened") == "a1 rma.opened"

from hypothesis import given
from hypothesis import strategies as st

from kept.config.supervisor.patience import FIRST_PAUSE, GOOD_LIFE, LONGEST_PAUSE, Patience


def test_each_pause_is_twice_the_one_before():
    patience, pauses = Patience(), []
    for _ in range(4):
        patience = patience.after_death(lived=0.0, now=100.0)
        pauses.append(patience.not_before - 100.0)

    assert pauses == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, 8 * FIRST_PAUSE]


def test_who_lived_long_starts_again_at_once():
    tired = Patience(deaths=9)

    assert tired.after_death(lived=GOOD_LIFE, now=0.0).not_before == FIRST_PAUSE


@given(st.lists(st.floats(0, 1000), max_size=100))
def test_no_pause_is_ever_longer_than_the_longest(lives):
    patience = Patience()
    for lived in lives:
        patience = patience.after_death(lived=lived, now=0.0)
        assert FIRST_PAUSE <= patience.not_before <= LONGEST_PAUSE

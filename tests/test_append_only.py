"""What a test that commits leaves behind for the next one: nothing."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_neither_rows_nor_counted_attempts_stay(turn: int) -> None:
    assert (Group.objects.count(), cache.get("attempts")) == (0, None)

    Group.objects.create(name="left behind")
    cache.set("attempts", turn)

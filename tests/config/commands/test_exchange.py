"""Letting a telephone exchange in, from the command line."""

import argparse
import re

import pytest

from kept.config.commands.exchange import exchange
from kept.config.refusal import Refused
from kept.records.ledger.models import Entry
from kept.records.telephone.models import Exchange, Extension
from kept.records.telephone.queries import exchange_of
from tests.desk import at, open_desk

pytestmark = pytest.mark.django_db


def told(name="Head office", **more):
    known = {"country": "CN", "office": "", "extension": [], "end": False}
    return exchange(argparse.Namespace(name=name, **known | more), now=at("08:00"))


def token_in(answer):
    return re.match(r"http://localhost:8000/api/v1/cti/([\w-]+)\n", answer)[1]


def test_the_address_is_shown_once_and_only_its_hash_is_kept():
    token = token_in(told())

    assert exchange_of(token) == Exchange.objects.get()
    rows = f"{Exchange.objects.values().get()} {list(Entry.objects.values())}"
    assert token not in rows


def test_asked_again_the_old_address_ends():
    old, new = token_in(told()), token_in(told("head OFFICE", country="de"))

    assert exchange_of(old) is None
    assert exchange_of(new).country == "DE"


def test_it_is_shut_out():
    token = token_in(told())

    assert told(end=True) == "It is shut out."
    assert told(end=True) == "It was shut out already."
    assert exchange_of(token) is None


def test_an_extension_is_somebodys():
    desk = open_desk()
    told(office="SH")

    assert told(extension=["12=hotline"]) == "Noted."
    assert told(extension=["12=manager"]) == "Noted."
    assert Extension.objects.get().person == desk.manager


@pytest.mark.parametrize(
    "more",
    [
        {"country": "XX"},
        {"office": "NONE"},
        {"name": "nobody", "end": True},
        {"extension": ["12"]},
        {"extension": ["12=nobody"]},
    ],
)
def test_what_makes_no_sense_is_refused(more):
    with pytest.raises(Refused):
        told(**more)
    assert not Exchange.objects.exists()

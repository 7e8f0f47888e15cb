"""The first administrator of a fresh Kept, who has no password before."""

import argparse
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kept.config.commands.invite import invite
from kept.config.refusal import Refused
from kept.records.ledger.models import Entry
from kept.records.people.models import Person, Role

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "a long way down the river"


def asked(username="shen", **more):
    known = {"name": "Shen Lan", "email": "", "role": ["administrator"], "language": "zh-hans"}
    return argparse.Namespace(username=username, **known | more)


def address_in(told):
    return re.match(r"http://localhost:8000(/\S+)\nGood once", told)[1]


def choose_password(client, address):
    """Open the link as a browser does, and choose a password; returns the last answer."""
    page = client.get(address, follow=True)
    return client.post(
        page.request["PATH_INFO"], dict.fromkeys(["password1", "password2"], NEW_PASSWORD)
    )


def test_AU_08_the_first_administrator_comes_in_by_a_link(client):
    told = invite(asked(), now=timezone.now())
    person = Person.objects.get(username="shen")
    assert not person.has_usable_password()

    choose_password(client, address_in(told))

    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    assert person.roles == [Role.ADMINISTRATOR]


def test_AU_02_the_link_is_good_once(client):
    address = address_in(invite(asked(), now=timezone.now()))
    choose_password(client, address)
    hash_before = Person.objects.get(username="shen").password

    choose_password(client, address)

    assert Person.objects.get(username="shen").password == hash_before


def test_AU_02_the_link_is_good_for_half_an_hour(client, time_machine):
    address = address_in(invite(asked(), now=timezone.now()))
    time_machine.move_to(timezone.now() + timedelta(minutes=31))

    choose_password(client, address)

    assert not Person.objects.get(username="shen").has_usable_password()


def test_a_known_person_gets_a_new_link_and_stays_as_they_are(client):
    invite(asked(), now=timezone.now())

    told = invite(asked("SHEN", name=None, role=None), now=timezone.now())

    assert "/accounts/" in address_in(told)
    assert Person.objects.count() == 1


def test_a_new_person_needs_a_name_and_a_role():
    with pytest.raises(Refused, match="give --name and at least one --role"):
        invite(asked(name=None), now=timezone.now())


def test_an_address_of_someone_else_is_refused_in_one_sentence():
    invite(asked(email="lan@kept.example"), now=timezone.now())

    with pytest.raises(Refused, match="belongs to someone else"):
        invite(asked("other", email="lan@kept.example"), now=timezone.now())


def test_the_ledger_knows_who_was_let_in_and_from_where():
    invite(asked(), now=timezone.now())

    entry = Entry.objects.get(verb="person.created")
    assert entry.actor == "system:command line"

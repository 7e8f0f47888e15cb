"""Filling an empty database with the demo company, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from kept.config.demo.asking import ask
from kept.config.demo.asking_for import keep_checklists_and_macros
from kept.config.demo.billing import bill
from kept.config.demo.hiring import give_passwords, hire_everyone
from kept.config.demo.installing import install_everything
from kept.config.demo.knowing import write_down_what_is_known
from kept.config.demo.offering import offer, set_prices
from kept.config.demo.paying import pay
from kept.config.demo.publishing import publish_policies
from kept.config.demo.registering import register_customers
from kept.config.demo.ringing import ring
from kept.config.demo.rostering import plan_duties
from kept.config.demo.stories.chosen import past_stories
from kept.config.demo.stories.playing import play
from kept.config.demo.stories.returning import fill_pool, return_stories
from kept.config.demo.stories.standing import open_stories
from kept.config.demo.stories.teller import Moments
from kept.config.demo.storing import ask_for_parts, stock_stores
from kept.config.demo.working import work_on_cases
from kept.config.demo.world import World
from kept.records.ledger.actor import acting_from
from kept.records.people.models import Person

SEED = 20


@transaction.atomic
def fill(*, at: datetime, seed: int = SEED, with_past: bool = True) -> bool:
    """Fill an empty database as of `at`. Returns whether it did; people there already: never.

    The same seed and the same `at` give the same company, apart from the keys of rows. Without
    its past only the open cases are told, in a fifth of the time.
    """
    if Person.objects.active().exists():
        return False
    with acting_from("demo"), one_transaction():
        world = found_company(at=at, seed=seed)
        tell(world, past_stories(world) if with_past else [])
    return True


def found_company(*, at: datetime, seed: int = SEED) -> World:
    """Make everything but the cases: people, policies, customers, equipment, what is known."""
    world = World(at=at, seed=seed)
    hire_everyone(world)
    set_prices(world)
    publish_policies(world)
    register_customers(world)
    give_passwords(world)
    install_everything(world)
    write_down_what_is_known(world)
    keep_checklists_and_macros(world)
    stock_stores(world)
    return world


def tell(world: World, past: Sequence[Moments]) -> None:
    """Tell what happened: the stories of the past, what is open, and all that goes with these."""
    fill_pool(world)
    play([*past, *open_stories(world), *return_stories(world)], at=world.at)
    plan_duties(world)
    ring(world)
    ask(world)
    pay(world)
    ask_for_parts(world)
    offer(world)
    work_on_cases(world)
    bill(world)


@contextmanager
def one_transaction() -> Iterator[None]:
    """Let nothing be undone in part while this lasts: two statements fewer for each service."""
    features = connection.features
    before = features.uses_savepoints
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = before

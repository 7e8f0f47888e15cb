"""Run one of Django's own commands, such as `kept manage showmigrations`."""

from __future__ import annotations

import argparse

from kept.config import data


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take a data folder and whatever Django's command takes."""
    data.data_arguments(parser)
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="command, arguments")


def run(options: argparse.Namespace) -> int:
    """Run it with the database at hand."""
    from django.core.management import execute_from_command_line

    chosen = data.choose(options)
    data.furnish(chosen)
    with data.database_at_hand(chosen):
        execute_from_command_line(["kept manage", *options.rest])
    return 0

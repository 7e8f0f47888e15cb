"""The command line: one file per command.

A file `name.py` in this folder is the command `kept name`. The first line of its docstring is its
help; it has `arguments(parser)`, which says what it takes, and `run(options)`, which does it and
returns the exit code. What cannot be done is raised as `Refused`, with one sentence. A file is
imported only when its command is asked for, so that a small command starts fast.
"""

from __future__ import annotations

import argparse
import ast
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from kept.config import environment
from kept.config.refusal import Refused

FOLDER = Path(__file__).parent
REFUSED, WRONG_USAGE, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141


def names() -> list[str]:
    """Return every command."""
    return sorted(file.stem for file in FOLDER.glob("[a-z]*.py"))


def summary(name: str) -> str:
    """Return the first line of a command's docstring, without importing it."""
    source = (FOLDER / f"{name}.py").read_text(encoding="utf8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


def make_parser(chosen: str | None) -> argparse.ArgumentParser:
    """Return the parser; only the chosen command says what it takes."""
    parser = argparse.ArgumentParser(
        prog="kept", description="After-sales service management that keeps promises."
    )
    parser.add_argument("--version", action="version", version=f"kept {version('kept')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in names():
        help_text = summary(name)
        command = commands.add_parser(
            name,
            help=help_text,
            description=help_text,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name == chosen:
            module = import_module(f"{__name__}.{name}")
            command.description = module.__doc__
            module.arguments(command)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a person never sees a stack trace."""
    line = list(sys.argv[1:] if arguments is None else arguments)
    chosen = next((word for word in line if word in names()), None)
    try:
        options = make_parser(chosen).parse_args(line)
        return int(import_module(f"{__name__}.{options.command}").run(options))
    except Refused as reason:
        return complain(str(reason))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # who read us has gone
        return BROKEN_PIPE
    except OSError as error:
        return complain(said_simply(error))
    except Exception as error:
        if environment.flag("KEPT_TRACE"):
            raise
        told = f"{type(error).__name__}: {error}".rstrip(".: ")
        return complain(f"Something is wrong inside Kept ({told}). KEPT_TRACE=1 shows where.")


def complain(sentence: str) -> int:
    """Print what is wrong, and return the exit code for it."""
    print(f"kept: {sentence}", file=sys.stderr)
    return REFUSED


def said_simply(error: OSError) -> str:
    """Return a sentence about a file or a disk."""
    where = f" {error.filename}" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full{where and ' at' + where}: free some space and try again."
    return f"{error.strerror or error}{where and ':' + where}."

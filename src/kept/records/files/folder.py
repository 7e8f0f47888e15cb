"""Where the bytes are: a folder of files, each named by what is in it.

A file appears there whole or not at all, and is on the disk before anything says that it is.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_UNFINISHED: Final = "unfinished"


class DiskFull(Refused):
    """There is no room for the bytes."""

    sentence = _("The file could not be kept: the disk is full. Please tell your administrator.")


class Damaged(Exception):
    """The bytes are gone, or are not what was kept. A person must look at the disk."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"the file {sha256} is missing or damaged: restore it from a backup")


def digest_of(content: bytes) -> str:
    """Return the name under which content is kept."""
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    """Return where content with this digest is, or would be."""
    return Path(settings.FILES) / sha256[:2] / sha256


def put(content: bytes) -> str:
    """Keep content and return its digest, once it is safe on the disk. Raises DiskFull."""
    sha256 = digest_of(content)
    put_all({sha256: content})
    return sha256


def put_all(contents: Mapping[str, bytes]) -> None:
    """Keep contents, each under its digest; they are safe on the disk then. Raises DiskFull."""
    targets = {path_of(sha256): content for sha256, content in contents.items()}
    missing = {path: content for path, content in targets.items() if not _is_whole(path)}
    try:
        _write(missing)
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        raise


def read(sha256: str) -> bytes:
    """Return kept content, which is what it was. Raises Damaged."""
    try:
        content = path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise Damaged(sha256) from None
    if digest_of(content) != sha256:
        raise Damaged(sha256)
    return content


def older_than(moment: datetime) -> Iterator[Path]:
    """Yield every file last written before a moment, those that were never finished as well."""
    root = Path(settings.FILES)
    for path in sorted(root.glob("*/*")):
        with suppress(FileNotFoundError):  # cleared away meanwhile
            if path.is_file() and path.stat().st_mtime < moment.timestamp():
                yield path


def _is_whole(target: Path) -> bool:
    """Say whether the bytes are there and right: what a bad disk changed is written anew."""
    return target.is_file() and digest_of(target.read_bytes()) == target.name


def _write(contents: Mapping[Path, bytes]) -> None:
    folders = {target.parent for target in contents}
    unfinished = {target: _unfinished() for target in contents}
    for folder in (*folders, *{path.parent for path in unfinished.values()}):
        _make(folder)
    try:
        for target, content in contents.items():
            _write_one(unfinished[target], content)
        for target, path in unfinished.items():
            path.replace(target)
    except BaseException:
        for path in unfinished.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    for folder in folders:
        _settle(folder)


def _unfinished() -> Path:
    return Path(settings.FILES) / _UNFINISHED / secrets.token_hex(16)


def _write_one(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _settle(folder.parent)


def _settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

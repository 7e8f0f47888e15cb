"""Making a new cluster. It appears complete or not at all."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from kept.config.database.programs import Account, closed, environment, listed_account
from kept.config.refusal import Refused

# Nobody gets in without a password, not even through the socket.
ACCESS = """\
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
"""


def create(data: Path, programs: Path, account: Account, *, superuser: str, password: str) -> None:
    """Make the cluster in `data`, owned by `account`."""
    maker = listed_account() if account.uid is not None else account
    with tempfile.TemporaryDirectory(dir=data.parent, prefix="unfinished-") as name:
        workplace = Path(name)
        maker.give(workplace)
        secret = workplace / "password"
        secret.touch(mode=0o600)
        secret.write_text(password)
        maker.give(secret)
        made = workplace / "cluster"
        initialise(made, programs, maker, superuser=superuser, secret=secret)
        (made / "pg_hba.conf").write_text(ACCESS)
        hand_over(made, account)
        made.rename(data)


def initialise(made: Path, programs: Path, maker: Account, *, superuser: str, secret: Path) -> None:
    """Run initdb: UTF-8, checksums on every page, sorting that no system library can change."""
    done = subprocess.run(
        [
            programs / "bin" / "initdb",
            f"--pgdata={made}",
            f"--username={superuser}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--data-checksums",
            "--no-instructions",
        ],
        env=environment(programs),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        user=maker.uid,
        group=maker.uid,
        extra_groups=maker.groups,
    )
    if done.returncode != 0:
        raise Refused(creation_failure(made.parent.parent, done.stderr))


def creation_failure(folder: Path, words: str) -> str:
    """Return why no cluster could be made and what to do, in one sentence."""
    if "No space left on device" in words:
        return f"The disk is full: free some space for {folder} and start Kept again."
    if "Permission denied" in words:
        return closed(folder)
    last = (words.strip().splitlines() or ["it gave no reason"])[-1]
    return f"The database could not be made in {folder} ({last})."


def hand_over(made: Path, account: Account) -> None:
    """Give everything in the folder to the account."""
    if account.uid is None:
        return
    for path in (made, *made.rglob("*")):
        os.chown(path, account.uid, account.uid, follow_symlinks=False)

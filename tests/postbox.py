"""A real mail server for tests: Dovecot with a folder of mail, started and stopped by the test."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kept.records.mail.mailserver import MailboxAddress

USER, PASSWORD = "service", "secret-of-the-mailbox"
CONFIGURATION = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
"""


@dataclass(frozen=True)
class Postbox:
    """A running mail server with one mailbox."""

    folder: Path
    plain: int
    tls: int
    owner: tuple[int, int]

    def address(self, security: str = "imap", **more: str) -> MailboxAddress:
        """Return where the mailbox is."""
        return MailboxAddress(
            host="localhost",
            port=self.tls if security == "imaps" else self.plain,
            user=USER,
            password=PASSWORD,
            address="service@kept.example",
            security=security,
            **more,
        )

    @property
    def certificate(self) -> str:
        """Return the file with the server's certificate."""
        return str(self.folder / "cert.pem")

    def deliver(self, content: bytes, *, at: datetime) -> None:
        """Put a message into the mailbox, received at a moment."""
        new = self.folder / "mail" / USER / "new"
        for folder in (new, new.parent / "cur", new.parent / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        name = f"{at.timestamp():.0f}.M{time.monotonic_ns()}.test"
        path = new.parent / "tmp" / name
        path.write_bytes(content)
        os.utime(path, (at.timestamp(), at.timestamp()))
        for each in (new.parent, new, new.parent / "cur", new.parent / "tmp", path):
            os.chown(each, *self.owner)
        path.rename(new / name)

    def seen(self) -> int:
        """Return how many messages are marked as read."""
        cur = self.folder / "mail" / USER / "cur"
        return sum("S" in path.name.rpartition(",")[2] for path in cur.glob("*"))

    def number_anew(self) -> None:
        """Forget the numbers of the messages, as after a server was restored."""
        for name in (
            "dovecot-uidlist",
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
        ):
            (self.folder / "mail" / USER / name).unlink(missing_ok=True)


@contextmanager
def running(program: str, folder: Path) -> Iterator[Postbox]:
    """Start the server and stop it again."""
    owner = _owner()
    account = pwd.getpwuid(owner[0])
    plain, tls = _free_port(), _free_port()
    _certify(folder)
    (folder / "run").mkdir()
    (folder / "mail").mkdir()
    os.chown(folder / "mail", *owner)
    for each in (folder, *folder.parents):
        if each.stat().st_uid == os.geteuid() and each != Path("/"):
            each.chmod(each.stat().st_mode | 0o711)
    told = CONFIGURATION.format(
        folder=folder,
        plain=plain,
        tls=tls,
        user=account.pw_name,
        group=_group(owner[1]),
        password=PASSWORD,
    )
    (folder / "dovecot.conf").write_text(told)
    child = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")])
    try:
        _wait(plain, child, folder)
        yield Postbox(folder, plain, tls, owner)
    finally:
        child.terminate()
        child.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> tuple[int, int]:
    """Return whose mail it is: not root's, which Dovecot refuses to serve."""
    if os.geteuid():
        return os.geteuid(), os.getegid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _group(number: int) -> str:
    import grp

    return grp.getgrgid(number).gr_name


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, child: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if child.poll() is not None:
            break
        time.sleep(0.05)
    log = folder / "log"
    raise AssertionError(f"Dovecot did not start: {log.read_text() if log.exists() else ''}")


def _certify(folder: Path) -> None:
    """Make a certificate for localhost that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )

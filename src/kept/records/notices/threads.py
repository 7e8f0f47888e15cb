"""How an answer to our mail finds its case: by a secret that only its receiver can know."""

from __future__ import annotations

import base64
from typing import Final

from django.utils.crypto import salted_hmac

_LENGTH: Final = 10  # bytes: 80 bits
_SALT: Final = "kept.records.mail.thread"


def token(*, case_id: int, address: str) -> str:
    """Return the secret that lets one address answer in one case."""
    told = f"{case_id}|{address.lower()}"
    digest = salted_hmac(_SALT, told, algorithm="sha256").digest()[:_LENGTH]
    return base64.b32encode(digest).decode().lower()


def reply_address(*, case_id: int, address: str, mailbox: str) -> str:
    """Return the address to answer to: the mailbox's, with the case and the secret in it."""
    name, _, host = mailbox.rpartition("@")
    return f"{name}+c{case_id}.{token(case_id=case_id, address=address)}@{host}"


def thread_id(*, case_id: int, address: str, unique: str, host: str) -> str:
    """Return a Message-ID that carries the secret too: some mail programs drop what follows a +."""
    return f"<{unique}.c{case_id}.{token(case_id=case_id, address=address)}@{host}>"


def answer_headers(*, case_id: int, address: str, unique: str, mailbox: str) -> dict[str, str]:
    """Return what a mail says of itself so that its answers find the case, whatever they keep."""
    return {
        "reply_to": reply_address(case_id=case_id, address=address, mailbox=mailbox),
        "message_id": thread_id(
            case_id=case_id, address=address, unique=unique, host=mailbox.rpartition("@")[2]
        ),
    }

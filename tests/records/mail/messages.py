"""Messages for tests, as they stand on the wire."""

from __future__ import annotations

from collections.abc import Mapping

CUSTOMER = "li.na@heron.example"


def message(  # every part of a message may differ
    body: str | bytes = "The pump stands still.",
    *,
    sender: str = f"Li Na <{CUSTOMER}>",
    subject: str = "Pump down",
    to: str = "service@kept.example",
    message_id: str = "<1@heron.example>",
    content_type: str = "text/plain; charset=utf-8",
    **headers: str,
) -> bytes:
    """Return a message; `headers` with _ for -."""
    named: Mapping[str, str] = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Message-ID": message_id,
        "Content-Type": content_type,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    content = body.encode() if isinstance(body, str) else body
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + content


def multipart(*parts: tuple[str, bytes], boundary: str = "b-0") -> bytes:
    """Return the body of a multipart message: the headers of each part, and its content."""
    pieces = [
        b"--" + boundary.encode() + b"\r\n" + head.encode() + b"\r\n\r\n" + content
        for head, content in parts
    ]
    return b"\r\n".join([*pieces, b"--" + boundary.encode() + b"--\r\n"])

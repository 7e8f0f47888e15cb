"""Odd messages as real programs, gateways and attackers send them, and what must be read in each.

Each is a name, the bytes on the wire, and words that the person at the desk must see; None where
nothing can be promised but that the message is read or refused, and the next one is read.
"""

from __future__ import annotations

import base64
import quopri

from tests.records.mail.messages import message, multipart

SEEN = "pump stands still"
WORDS = f"The {SEEN}."
MIXED = 'multipart/mixed; boundary="b-0"'
ALTERNATIVE = 'multipart/alternative; boundary="b-0"'
RELATED = 'multipart/related; boundary="b-0"'
PLAIN = ("Content-Type: text/plain; charset=utf-8", WORDS.encode())
PAGE = ("Content-Type: text/html; charset=utf-8", f"<p>{WORDS}</p>".encode())
PICTURE = ("Content-Type: image/png\r\nContent-ID: <p1>", b"\x89PNG\r\n\x1a\n")
PDF = ("Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf", b"%PDF-")
RTF = b"{\\rtf1 " + b"x" * 200 + b"}"

_SOFT = quopri.encodestring(WORDS.encode())
_B64 = base64.b64encode(WORDS.encode())


def coded(coding: str, content: bytes, kind: str = "text/plain; charset=utf-8") -> bytes:
    return message(content, content_type=kind, Content_Transfer_Encoding=coding)


def inside(*parts: tuple[str, bytes], kind: str = MIXED) -> bytes:
    return message(multipart(*parts), content_type=kind)


def nested(kind: str, *parts: tuple[str, bytes]) -> tuple[str, bytes]:
    body = multipart(*parts, boundary="b-1")
    return (f'Content-Type: {kind}; boundary="b-1"', body)


def forwarded(content: bytes, head: str = "Content-Type: message/rfc822") -> tuple[str, bytes]:
    return (head, content)


ENDS = {
    "only line feeds": (message(WORDS).replace(b"\r\n", b"\n"), SEEN),
    "only carriage returns": (message(WORDS).replace(b"\r\n", b"\r"), None),
    "mixed ends of lines": (message(WORDS).replace(b"\r\n", b"\n", 2), SEEN),
    "no end after the last line": (message(WORDS).rstrip(), SEEN),
    "blank lines first": (b"\r\n\r\n" + message(WORDS), None),
    "a mailbox line first": (b"From li.na Fri Nov 27 10:00:00 2026\n" + message(WORDS), SEEN),
    "a byte order mark first": (b"\xef\xbb\xbf" + message(WORDS), None),
    "nothing at all": (b"", None),
    "one line end": (b"\r\n", None),
    "nul bytes only": (b"\0" * 4096, None),
    "headers without a body": (message("").rstrip(b"\r\n"), ""),
    "a body without headers": (b"\r\n" + WORDS.encode(), SEEN),
    "a line without a colon among headers": (
        b"Subject: x\r\nthis is no header\r\n\r\n" + WORDS.encode(), None),
    "a header without a name": (b": nameless\r\n" + message(WORDS), None),
    "a header with spaces in its name": (b"X Odd: y\r\n" + message(WORDS), None),
    "a header folded with nothing but blanks": (
        b"X-Odd: a\r\n \t \r\n b\r\n" + message(WORDS), SEEN),
    "a header that is folded first": (b" folded\r\n" + message(WORDS), None),
    "a header of one megabyte": (b"X-Odd: " + b"y" * 1_000_000 + b"\r\n" + message(WORDS), SEEN),
    "a line of one megabyte": (message(WORDS + " " + "y" * 1_000_000), SEEN),
    "escapes of a terminal": (message(f"\x1b[31m{WORDS}\x1b[0m\x07"), SEEN),
    "words that run the other way": (message(f"\u202e{WORDS}\u202c"), SEEN),
}  # fmt: skip
CODINGS = {
    "an unknown coding": (coded("x-unknown", WORDS.encode()), SEEN),
    "a coding in capitals": (coded("BASE64", _B64), SEEN),
    "a coding with a comment": (coded("base64 (as usual)", _B64), None),
    "two codings": (
        b"Content-Transfer-Encoding: 7bit\r\n" + coded("7bit", WORDS.encode()), SEEN),
    "base64 without its padding": (coded("base64", _B64.rstrip(b"=")), SEEN),
    "base64 with too much padding": (coded("base64", _B64 + b"===="), SEEN),
    "base64 in lines of one character": (
        coded("base64", b"\r\n".join(_B64[i : i + 1] for i in range(len(_B64)))), SEEN),
    "base64 with words after it": (coded("base64", _B64 + b"\r\n\r\n-- \r\nlist footer"), None),
    "base64 that is plain text": (coded("base64", WORDS.encode()), None),
    "base64 with a foreign letter": (coded("base64", b"*" + _B64), None),
    "quoted-printable cut in the middle": (coded("quoted-printable", _SOFT + b"=E8=AE"), SEEN),
    "quoted-printable with a lone sign": (coded("quoted-printable", _SOFT + b" 5 = 5 =ZZ"), SEEN),
    "quoted-printable in small letters": (
        coded("quoted-printable", b"The pump =e2=80=93 " + WORDS.encode()), SEEN),
    "a line that ends softly at the end": (coded("quoted-printable", _SOFT + b"="), SEEN),
    "uuencode": (
        coded("x-uuencode", b"begin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n"), None),
    "binary": (coded("binary", WORDS.encode() + bytes(range(256))), SEEN),
    "utf-7 that hides a tag": (
        coded("7bit", WORDS.encode() + b" +ADw-script+AD4-", 'text/plain; charset="utf-7"'), SEEN),
}  # fmt: skip
CHARSETS = {
    f"charset named {name!r}": (
        message(WORDS, content_type=f"text/plain; charset={name}"), seen)
    for name, seen in (
        ("", SEEN), ("utf8", SEEN), ("UTF_8", SEEN), ('"utf-8', SEEN), ("'utf-8'", SEEN),
        ("cp936", SEEN), ("x-gbk", SEEN), ("hz-gb-2312", SEEN), ("unicode-1-1-utf-7", SEEN),
        ("../../etc/passwd", SEEN), ("rot13", SEEN), ("hex", SEEN), ("zlib", SEEN),
        ("idna", SEEN), ("punycode", None), ("unicode_escape", SEEN), ("undefined", SEEN),
        ("x" * 5_000, SEEN), ("utf-8; charset=gbk", SEEN), ("=?utf-8?Q?utf-8?=", SEEN),
    )
}  # fmt: skip
PARTS = {
    "words and a page in one": (inside(PLAIN, PAGE, kind=ALTERNATIVE), SEEN),
    "a page with its picture": (inside(PAGE, PICTURE, kind=RELATED), SEEN),
    "an alternative inside a mixture": (
        inside(nested("multipart/alternative", PLAIN, PAGE), PDF), SEEN),
    "words before and after a file": (inside(PLAIN, PDF, PLAIN), SEEN),
    "only a file": (inside(PDF), ""),
    "only a page": (message(f"<p>{WORDS}</p>", content_type="text/html"), SEEN),
    "a page that never closes": (
        message(f"<table><tr><td><b>{WORDS}", content_type="text/html"), SEEN),
    "a page in a comment": (
        message(f"<!-- hidden -->{WORDS}<!-- never closed", content_type="text/html"), SEEN),
    "a page of marks that a parser trips over": (
        message(f"<![CDATA[x]]><?php ?><!DOCTYPE x [<!ENTITY a 'b'>]>{WORDS}",
                content_type="text/html"), None),
    "a page made of entities": (
        message("".join(f"&#{ord(c)};" for c in WORDS), content_type="text/html"), SEEN),
    "no boundary named": (message(multipart(PLAIN), content_type="multipart/mixed"), SEEN),
    "an empty boundary": (
        message(multipart(PLAIN), content_type='multipart/mixed; boundary=""'), SEEN),
    "another boundary than named": (
        message(multipart(PLAIN, boundary="b-9"), content_type=MIXED), SEEN),
    "a boundary that never ends": (message(multipart(PLAIN)[:-9], content_type=MIXED), SEEN),
    "a boundary with blanks after it": (
        message(multipart(PLAIN).replace(b"--b-0\r\n", b"--b-0   \r\n"), content_type=MIXED), SEEN),
    "a boundary of 500 characters": (
        message(multipart(PLAIN, boundary="b" * 500),
                content_type=f'multipart/mixed; boundary="{"b" * 500}"'), SEEN),
    "a boundary inside itself": (
        inside(('Content-Type: multipart/mixed; boundary="b-0"', multipart(PLAIN))), SEEN),
    "words before the first part": (
        message(b"This is a message in parts.\r\n" + multipart(PLAIN), content_type=MIXED), SEEN),
    "a mixture of nothing": (message("--b-0--\r\n", content_type=MIXED), None),
    "parts in base64": (coded("base64", base64.b64encode(multipart(PLAIN)), MIXED), SEEN),
    "a kind without a subkind": (message(WORDS, content_type="text"), SEEN),
    "a kind that is no kind": (message(WORDS, content_type="///;;;===\""), SEEN),
    "two kinds": (b"Content-Type: text/plain\r\n" + message(WORDS), SEEN),
    "a kind with a comment": (
        message(WORDS, content_type="text/plain (words); charset=utf-8 (wide)"), SEEN),
    "an invitation": (
        inside(PLAIN, ("Content-Type: text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")), SEEN),
    "enriched words": (message(f"<bold>{WORDS}</bold>", content_type="text/enriched"), None),
    "rich text in a file of Outlook's": (
        inside(PLAIN, ("Content-Type: application/ms-tnef; name=winmail.dat", RTF)), SEEN),
    "signed by a key": (
        inside(PLAIN, ("Content-Type: application/pgp-signature", b"-----BEGIN PGP"),
               kind='multipart/signed; boundary="b-0"; micalg=pgp-sha256'), SEEN),
    "sealed, nobody here can read it": (
        inside(("Content-Type: application/pgp-encrypted", b"Version: 1"),
               ("Content-Type: application/octet-stream", b"-----BEGIN PGP MESSAGE-----"),
               kind='multipart/encrypted; boundary="b-0"'), ""),
    "signed by a certificate": (
        message(base64.b64encode(b"0\x80" * 90), content_type="application/pkcs7-mime",
                Content_Transfer_Encoding="base64"), ""),
    "a message inside": (inside(PLAIN, forwarded(message("older words"))), SEEN),
    "a message inside a message inside a message": (
        inside(PLAIN, forwarded(inside(PLAIN, forwarded(inside(PLAIN, forwarded(b"")))))), SEEN),
    "a message inside that is cut": (inside(PLAIN, forwarded(message("x")[:40])), SEEN),
    "a message inside in base64": (
        inside(PLAIN, forwarded(base64.b64encode(message("x")),
               "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64")), SEEN),
    "a part of a message sent in parts": (
        message(WORDS, content_type='message/partial; id="x"; number=1; total=9'), None),
    "a body that lies elsewhere": (
        message("x", content_type='message/external-body; access-type=URL; URL="file:///etc/passwd"'),
        None),
    "a report that mail was not delivered": (
        inside(("Content-Type: text/plain", WORDS.encode()),
               ("Content-Type: message/delivery-status", b"Reporting-MTA: dns; a\r\n\r\nAction: x"),
               forwarded(message("x")), kind='multipart/report; boundary="b-0"'), SEEN),
}  # fmt: skip
NAMES = {
    f"a file called {name!r}": (
        inside(PLAIN, (f"Content-Disposition: attachment; filename={name}", b"%PDF-")), SEEN)
    for name in (
        '"../../etc/passwd"', '"C:\\\\windows\\\\a.exe"', '"a.pdf\\"; x=\\""', "n" * 4_000,
        '".htaccess"', '"con.pdf"', '"a\tb\x7f.pdf"', "=?x?=", "*0*=utf-8''%FF%FE", '""',
        '"\u202egpj.exe"', '"a/b/c"', "utf-8''%00%0d%0a.pdf", '"报告.pdf"',
    )
}  # fmt: skip
HEADS = {
    f"headed {name}: {value[:30]!r}": (message(WORDS, **{name: value}), SEEN)
    for name, value in (
        ("Date", "yesterday"), ("Date", "Fri, 32 Nov 2026 25:61:61 +9999"), ("Date", "0" * 5_000),
        ("References", "<a@b> " * 5_000), ("References", "<" * 5_000), ("In_Reply_To", "no id"),
        ("In_Reply_To", "<1@heron.example>"), ("References", "<1@heron.example>"),
        ("Reply_To", "undisclosed-recipients:;"), ("Cc", "group: a@b.c, d@e.f;, g@h.i"),
        ("Received", "from x by y; " * 500), ("Authentication_Results", "x; spf=pass" + "(" * 500),
        ("MIME_Version", "2.0"), ("Content_Language", "zh" * 900), ("X_Priority", "🔥" * 200),
        ("List_Unsubscribe", "<javascript:alert(1)>"), ("Content_Length", "-1"),
        ("Return_Path", "<<>>"), ("Sender", "\x00@\x00"), ("Resent_From", "a@b.c, " * 900),
    )
}  # fmt: skip

ODD = {**ENDS, **CODINGS, **CHARSETS, **PARTS, **NAMES, **HEADS}

"""What a file is, told by its bytes alone: a list of what is taken, nothing else is.

Nothing is unpacked or decoded here. What only looks for a word somewhere in the bytes may be
fooled, which is harmless: every kind below is handed out as a download that no browser opens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z]")
_CONTROLS: Final = bytes({*range(32), 127} - {7, 8, 9, 10, 12, 13, 27})


@dataclass(frozen=True)
class Medium:
    """A kind of file that is taken. The first extension is given to what has another one."""

    type: str
    kind: str  # of the attachment that it becomes
    extensions: tuple[str, ...]
    is_picture: bool = False  # can be made small


JPEG: Final = Medium("image/jpeg", "photo", (".jpg", ".jpeg"), is_picture=True)
PNG: Final = Medium("image/png", "photo", (".png",), is_picture=True)
WEBP: Final = Medium("image/webp", "photo", (".webp",), is_picture=True)
GIF: Final = Medium("image/gif", "photo", (".gif",), is_picture=True)
HEIC: Final = Medium("image/heic", "photo", (".heic", ".heif"))
AVIF: Final = Medium("image/avif", "photo", (".avif",))
MP3: Final = Medium("audio/mpeg", "voice", (".mp3",))
M4A: Final = Medium("audio/mp4", "voice", (".m4a", ".mp4"))
AAC: Final = Medium("audio/aac", "voice", (".aac",))
OGG: Final = Medium("audio/ogg", "voice", (".ogg", ".oga", ".opus"))
WAV: Final = Medium("audio/wav", "voice", (".wav",))
AMR: Final = Medium("audio/amr", "voice", (".amr",))
WEBM_SOUND: Final = Medium("audio/webm", "voice", (".webm", ".weba"))
MP4: Final = Medium("video/mp4", "document", (".mp4", ".m4v", ".3gp"))
MOV: Final = Medium("video/quicktime", "document", (".mov", ".qt"))
WEBM: Final = Medium("video/webm", "document", (".webm", ".mkv"))
PDF: Final = Medium("application/pdf", "document", (".pdf",))
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
DOCX: Final = Medium(f"{_OFFICE}.wordprocessingml.document", "document", (".docx",))
XLSX: Final = Medium(f"{_OFFICE}.spreadsheetml.sheet", "document", (".xlsx",))
PPTX: Final = Medium(f"{_OFFICE}.presentationml.presentation", "document", (".pptx",))
ODT: Final = Medium("application/vnd.oasis.opendocument.text", "document", (".odt",))
ODS: Final = Medium("application/vnd.oasis.opendocument.spreadsheet", "document", (".ods",))
ZIP: Final = Medium("application/zip", "document", (".zip",))
OLD_OFFICE: Final = Medium("application/x-ole-storage", "document", (".doc", ".xls", ".ppt"))
TEXT: Final = Medium("text/plain", "document", (".txt", ".csv", ".log", ".tsv", ".md"))
MAIL: Final = Medium("message/rfc822", "mail", (".eml",))

_BEGINNINGS: Final[tuple[tuple[bytes, Medium], ...]] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"ID3", MP3),
    (b"\xff\xfb", MP3),
    (b"\xff\xf3", MP3),
    (b"\xff\xf2", MP3),
    (b"\xff\xf1", AAC),
    (b"\xff\xf9", AAC),
    (b"OggS", OGG),
    (b"#!AMR", AMR),
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
)
_INSIDE_ZIP: Final[tuple[tuple[bytes, Medium], ...]] = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", XLSX),
    (b"ppt/presentation.xml", PPTX),
)


def medium_of(content: bytes) -> Medium | None:
    """Return what the bytes are; None for what is not taken, such as programs and web pages."""
    for beginning, medium in _BEGINNINGS:
        if content.startswith(beginning):
            return medium
    if content.startswith(b"RIFF"):
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _of_boxes(content)
    if content.startswith(b"PK\x03\x04"):
        return _of_zip(content)
    if content.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if b"V_" in content[:65_536] else WEBM_SOUND
    return TEXT if _is_text(content) else None


def _of_boxes(content: bytes) -> Medium:
    """Return what a file of the ISO base media format is: by its brand, else by its tracks."""
    brand = content[8:12]
    if brand == b"avif":
        return AVIF
    if brand in (b"heic", b"heix", b"mif1", b"msf1"):
        return HEIC
    if brand in (b"M4A ", b"M4B ") or (b"soun" in content and b"vide" not in content):
        return M4A
    return MOV if brand == b"qt  " else MP4


def _of_zip(content: bytes) -> Medium:
    told = content[38:90]
    for medium in (ODS, ODT):
        if told.startswith(medium.type.encode()):
            return medium
    return next((medium for word, medium in _INSIDE_ZIP if word in content), ZIP)


def _is_text(content: bytes) -> bool:
    """Say whether bytes are plain text; markup is none, since browsers would run it."""
    if _MARKUP.match(content[:1024]) or b"\x00" in content:
        return False
    controls = len(content) - len(content.translate(None, _CONTROLS))
    return controls * 200 <= len(content)

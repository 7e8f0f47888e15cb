"""Files for tests, made here: none of them is anybody's."""

import io
import struct
import zlib

from PIL import Image

GPS, ARTIST = 0x8825, 0x013B
SECRET = "zhang.wei.private"


def jpeg(width: int = 60, height: int = 40, colour: str = "navy", *, exif: bool = False) -> bytes:
    """Return a photo; with `exif` it says where it was taken and by whom, and lies on its side."""
    out = io.BytesIO()
    more = {"exif": _exif()} if exif else {}
    Image.new("RGB", (width, height), colour).save(out, "JPEG", comment=SECRET.encode(), **more)
    return out.getvalue()


def _exif() -> Image.Exif:
    told = Image.Exif()
    told[ARTIST] = SECRET
    told[0x0112] = 6  # turned by a quarter
    told.get_ifd(GPS)[2] = (22.0, 55.0, 3.0)
    return told


def png(width: int = 60, height: int = 40) -> bytes:
    """Return a picture with a transparent half."""
    out = io.BytesIO()
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    picture.paste((200, 0, 0, 255), (0, 0, width // 2, height))
    picture.save(out, "PNG")
    return out.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """Return a few kilobytes that claim to be a picture of so many pixels, all of them black."""

    def chunk(name: bytes, data: bytes) -> bytes:
        told = struct.pack(">I", len(data)) + name + data
        return told + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    row = bytes((width + 7) // 8 + 1)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    signed = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return signed + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


WAV = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00" + bytes(16)
PDF = b"%PDF-1.4\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"

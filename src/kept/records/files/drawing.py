"""Two clean pictures of one photo. Plain Python: it runs in a child process with limits.

Only what can be seen is taken over: no place, no name of a camera, no hidden picture, no text.
"""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from kept.records.standing import Answer, serve

CPU_SECONDS: Final = 10  # for one photo
MOST_PIXELS: Final = 60_000_000  # phones take up to 50
MOST_SIDE: Final = 20_000
PLAIN_PIXELS: Final = 4_000_000  # up to so many, a picture may be one colour and very small
MOST_PIXELS_OF_A_BYTE: Final = 200  # beyond them; photos have less than 30
PICTURE: Final = 2_560  # pixels of the longer side
SMALL: Final = 320
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")


class NotDrawn(Exception):
    """The photo gives no picture; the word says why."""


def draw(content: bytes) -> tuple[bytes, bytes]:
    """Return a photo as JPEG, upright, large and small; raises NotDrawn.

    Its size is looked at before a single pixel is read; of what moves, the first picture is taken.
    """
    warnings.simplefilter("ignore")
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as photo:
            _refuse_bombs(photo, len(content))
            photo.draft("RGB", (PICTURE, PICTURE))
            upright = ImageOps.exif_transpose(photo)
            upright.thumbnail((PICTURE, PICTURE))
            plain = _on_white(upright)
    except NotDrawn:
        raise
    except Image.DecompressionBombError:
        raise NotDrawn("too_many_pixels") from None
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError):
        raise NotDrawn("broken") from None
    small = plain.copy()
    small.thumbnail((SMALL, SMALL))
    return _as_jpeg(plain, 85), _as_jpeg(small, 75)


def _refuse_bombs(photo: Image.Image, size: int) -> None:
    width, height = photo.size
    pixels = width * height
    dense = pixels > PLAIN_PIXELS and pixels > size * MOST_PIXELS_OF_A_BYTE
    if pixels > MOST_PIXELS or max(width, height) > MOST_SIDE or dense:
        raise NotDrawn("too_many_pixels")


def _on_white(photo: Image.Image) -> Image.Image:
    """Return the pixels alone, on white where they are transparent."""
    full = photo.convert("RGBA")
    plain = Image.new("RGB", full.size, "white")
    plain.paste(full, mask=full.getchannel("A"))
    return plain


def _as_jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def child() -> None:
    """Draw photos, one after the other, until there are none."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    serve(_answer, cpu_seconds=CPU_SECONDS)


def _answer(content: bytes) -> Answer:
    try:
        drawn = list(draw(content))
    except NotDrawn as reason:
        return {"refused": str(reason)}, []
    except MemoryError:
        return {"refused": "too_many_pixels"}, []
    return {"lengths": [len(picture) for picture in drawn]}, drawn

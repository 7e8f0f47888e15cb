"""What people see of a photo."""

import io

import psutil
import pytest
from PIL import Image

from kept.records.files.pictures import PictureBroken, PictureTooLarge, drawn
from kept.records.standing import StandingChild
from tests import photos
from tests.records.together import together

SERVE = "from kept.records.standing import serve\nserve({what}, cpu_seconds=1)"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=["JPEG"])


def test_UP_05_nothing_is_left_but_what_can_be_seen():
    content = photos.jpeg(60, 40, exif=True)
    assert photos.SECRET.encode() in content

    found = drawn(content, name="pump.jpg")

    for picture in (found.picture, found.small):
        assert photos.SECRET.encode() not in picture
        assert len(opened(picture).getexif()) == 0
        assert "comment" not in opened(picture).info
    assert opened(found.picture).size == (40, 60)  # upright


def test_a_large_photo_is_shown_smaller():
    found = drawn(photos.jpeg(4000, 3000), name="pump.jpg")

    assert opened(found.picture).size == (2560, 1920)
    assert opened(found.small).size == (320, 240)


def test_what_is_transparent_becomes_white():
    picture = opened(drawn(photos.png(60, 40), name="a.png").picture)

    assert min(picture.getpixel((50, 20))) > 240


@pytest.mark.parametrize(("width", "height"), [(12_000, 12_000), (30_000, 100), (4_000, 4_000)])
def test_UP_03_a_picture_that_would_fill_the_memory_is_refused_by_its_claim(width, height):
    bomb = photos.png_bomb(width, height)
    assert len(bomb) < 100_000

    with pytest.raises(PictureTooLarge) as refused:
        drawn(bomb, name="bomb.png")
    assert "bomb.png" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        photos.jpeg()[:300],
        b"\xff\xd8\xff" + bytes(100),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"GIF89a" + b"\xff" * 40,
        b"RIFF\x10\x00\x00\x00WEBPVP8 \x00",
    ],
)
def test_a_damaged_photo_is_refused_with_a_sentence(content):
    with pytest.raises(PictureBroken):
        drawn(content, name="x.jpg")


def test_UP_03_whatever_a_photo_does_it_does_to_the_child():
    for harm in ("while True: pass", "bytearray(4 * 1024**3)", "import os; os._exit(0)"):
        program = f"def harm(_):\n    {harm}\n{SERVE.format(what='harm')}"
        child = StandingChild(program, wall_seconds=60)
        with pytest.raises(PictureTooLarge):
            drawn(photos.jpeg(), name="x.jpg", child=child)
        child.close()


def test_UP_03_the_next_photo_finds_a_child_that_is_whole():
    with pytest.raises(PictureTooLarge):
        drawn(photos.png_bomb(12_000, 12_000), name="bomb.png")

    assert opened(drawn(photos.jpeg(), name="a.jpg").picture).format == "JPEG"


def test_photos_at_the_same_time_do_not_wait_for_each_other():
    found = together(lambda place: drawn(photos.jpeg(40 + place, 30), name="a.jpg"), workers=4)

    assert sorted(opened(one.picture).width for one in found) == [40, 41, 42, 43]


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_who_draws_at_the_same_time_as_others_finds_a_child_that_is_there():
    def draw(_: int) -> None:
        for place in range(3):
            drawn(photos.jpeg(40 + place, 30), name="a.jpg")

    together(draw, workers=2)
    before = children()
    for _ in range(3):
        together(draw, workers=2)

    assert children() == before

"""Words that a browser or a mark-up language would fetch or open are printed and nothing else."""

import socket
from contextlib import closing

import pytest

from kept.records.documents.printing.press import NotPrinted, pdf_of
from tests.records.documents.test_printing import SVG, column, document, text_of

HOSTILE = (
    "<img src=http://127.0.0.1:{port}/a>",
    "<iframe src=file://{secret}></iframe>",
    "@import url(http://127.0.0.1:{port}/b);",
    "php://filter/resource={secret}",
    "background: url('http://127.0.0.1:{port}/c')",
    '<image xlink:href="http://127.0.0.1:{port}/d"/>',
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file://{secret}'>]>&y;",
    '#image("{secret}") #read("{secret}") #plugin("{secret}")',
    '#import "@preview/x:0.1.0"',
)


@pytest.fixture
def sink():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.setblocking(False)
        yield server


def squeezed(words):
    return "".join(words.split())


@pytest.mark.parametrize("words", HOSTILE)
def test_UP_08_what_would_be_fetched_or_opened_is_printed_as_it_stands(words, sink, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-itself")
    said = words.format(port=sink.getsockname()[1], secret=secret)
    everywhere = document(column(said=said), provider=said, number=said)
    everywhere["columns"][0] |= {"title": said, "head": [[said, said]]}

    printed = squeezed(text_of(pdf_of(everywhere)))

    assert printed.count(squeezed(said)) >= 4
    assert "the-secret-itself" not in printed
    with pytest.raises(BlockingIOError):
        sink.accept()


def test_UP_08_strokes_that_point_somewhere_are_not_printed(sink, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(SVG)
    port = sink.getsockname()[1]
    away = f'<image href="http://127.0.0.1:{port}/"/><image href="file://{secret}"/>'
    mark = {"strokes": SVG.replace("<path", f"{away}<path"), "told": ["Li Na"]}
    with pytest.raises(NotPrinted):
        pdf_of(document(signatures=[mark], signed_sha256="a" * 64))

    with pytest.raises(BlockingIOError):
        sink.accept()

"""From a frozen document to its PDF: words stay words, and what cannot be printed is said."""

import io

import pytest
from pypdf import PdfReader

from kept.records.documents.printing.press import NotPrinted, SignsMissing, pdf_of

PATH = '<path d="M1 1L20 9" stroke="#000"/>'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10">{PATH}</svg>'


def column(lang="en", *, rows=2, said="The bearing ran hot."):
    rows = [["2026-03-02 12:00", f"engineer arrived {n}", "Wu Lei"] for n in range(rows)]
    table = {"columns": ["When", "What", "Who"], "widths": [2, 4, 2], "rows": rows}
    return {
        "lang": lang,
        "title": "Service report",
        "version": "version 1",
        "page": "page {n} of {of}",
        "head": [["Case", "K-000001"]],
        "sections": [
            {"title": "Found", "paragraphs": [said], "table": None},
            {"title": "What happened", "paragraphs": [], "table": table},
        ],
        "signing": {"title": "Signatures", "binds": "Both sign these bytes:"},
    }


def document(*columns, **said):
    told = {
        "provider": "Example Instruments",
        "number": "D-000001",
        "fingerprint": "ab12",
        "signatures": [],
        "signed_sha256": "",
    }
    return {**told, "columns": list(columns) or [column()], **said}


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_same_words_give_the_same_bytes():
    assert pdf_of(document()) == pdf_of(document())


def test_a_long_table_goes_over_pages_each_with_its_number_and_its_heads():
    pdf = pdf_of(document(column(rows=120)))

    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        said = page.extract_text()
        assert f"page {number} of {len(pages)}" in said
        assert "D-000001" in said
        assert "When" in said


@pytest.mark.parametrize(
    "said",
    [
        '#read("/etc/passwd")',
        "#set page(fill: red)",
        '#import "@preview/cetz:0.3.0"',
        "*bold* _slanted_ $x^2$ `raw` <label> @cite",
        "\\#panic(1) // a comment /* another */",
        "]#panic(1)[",
        '"); #panic(1) ("',
    ],
)
def test_what_a_person_writes_is_text_whatever_it_looks_like(said):
    pdf = pdf_of(document(column(said=said)))

    assert said.replace(" ", "") in text_of(pdf).replace(" ", "").replace("\n", "")


def test_both_chinese_scripts_and_latin_stand_side_by_side():
    both = [
        column("zh-Hans", said="轴承过热，已更换。"),
        column("zh-Hant", said="軸承過熱，已更換。"),
    ]

    said = text_of(pdf_of(document(*both)))

    assert "轴承过热" in said
    assert "軸承過熱" in said


@pytest.mark.parametrize("sign", ["😀", "ᠮ", "☃\ufe0f😀"])
def test_a_sign_that_no_font_has_is_named_and_never_becomes_a_box(sign):
    with pytest.raises(SignsMissing, match=sign[-1]):
        pdf_of(document(column(said=f"It shows {sign}")))


def test_strokes_of_a_signature_are_drawn():
    mark = {"strokes": SVG, "told": ["Wu Lei, engineer"]}
    signed = pdf_of(document(signatures=[mark], signed_sha256="a" * 64))

    assert "Wu Lei, engineer" in text_of(signed)
    assert "a" * 64 in text_of(signed).replace("\n", "")


def test_a_child_that_does_not_come_to_an_end_is_given_up(tmp_path):
    child = tmp_path / "child.py"
    child.write_text("while True: pass")

    with pytest.raises(NotPrinted):
        pdf_of(document(), child=child, seconds=1)


def test_what_is_longer_than_any_document_is_not_even_tried(tmp_path):
    with pytest.raises(NotPrinted):
        pdf_of(document(column(said="x" * 2_000_000)), child=tmp_path / "none")

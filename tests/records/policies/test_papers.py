"""Reading uploaded papers: what comes out of txt, docx and pdf, and what is refused."""

import io
import zipfile

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from kept.records.policies import papers
from kept.records.policies.papers import text_of_paper
from kept.records.refusal import Refused

SIMPLIFIED = "一、售后服务承诺\n接到报修后两小时内响应，二十四小时内到达现场。保修期为一年。\n"
TRADITIONAL = "一、售後服務承諾\n接到報修後兩小時內回應，二十四小時內到達現場。保固期為一年。\n"
UNKNOWN = papers.PaperOfUnknownEncoding
GERMAN = "Wir prüfen jährlich. Größere Schäden übernehmen wir für fünf Jahre.\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, *, numbering: str = "", head: str = "") -> bytes:
    """A Word document with this body."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
        if numbering:
            archive.writestr(
                "word/numbering.xml", f'<w:numbering xmlns:w="{WORD}">{numbering}</w:numbering>'
            )
    return file.getvalue()


def paragraph(text: str, number: str = "") -> str:
    return f"<w:p>{number}<w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(*pages: str, password: str = "") -> bytes:
    """A PDF with a page for each text; a line break in the text is one on the page."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(width=595, height=842)
        stream = DecodedStreamObject()
        shown = " T* ".join(f"({line}) Tj" for line in text.splitlines())
        stream.set_data(f"BT /F1 12 Tf 14 TL 50 780 Td {shown} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "utf-16"),
        (GERMAN, "utf-8"),
        (GERMAN, "cp1252"),
        ("We come within two hours.\n", "ascii"),
        ("We come within two hours.\n", "utf-16-le"),
        ("We come within two hours.\n", "utf-16-be"),
        (SIMPLIFIED, "utf-16-le"),  # no mark, and few bytes that are zero
        (TRADITIONAL, "utf-16-be"),
        (SIMPLIFIED, "utf-32"),
        ("保修", "gb18030"),
        ("保固", "big5"),
    ],
)
def test_the_encoding_of_a_text_is_made_out(text, encoding):
    assert text_of_paper(text.encode(encoding)) == text


def test_a_word_document_gives_its_paragraphs_and_rows():
    row = f"<w:tr><w:tc>{paragraph('City')}</w:tc><w:tc>{paragraph('2 h')}</w:tc></w:tr>"
    content = docx(f"{paragraph('Lift &amp; service')}<w:tbl>{row}</w:tbl>{paragraph('End')}")

    assert text_of_paper(content).splitlines() == ["Lift & service", "City | 2 h", "End"]


def test_numbers_that_word_counts_are_written_out():
    levels = [("chineseCounting", "%1、"), ("decimal", "(%2)")]
    numbering = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(levels)
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{numbering}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    )

    def numbered(text, depth):
        value = f'<w:ilvl w:val="{depth}"/><w:numId w:val="5"/>'
        return paragraph(text, f"<w:pPr><w:numPr>{value}</w:numPr></w:pPr>")

    body = "".join(
        [numbered("响应", 0), numbered("电话", 1), numbered("现场", 1), numbered("费用", 0)]
    )
    lines = text_of_paper(docx(body, numbering=numbering)).splitlines()
    assert lines == ["一、 响应", "(1) 电话", "(2) 现场", "二、 费用"]


@pytest.mark.parametrize("start", ["", "abc", "²", "9" * 5000, "2000000000", "-1"])
def test_a_list_that_begins_nowhere_begins_with_one(start):
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
        '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    )
    value = f'<w:ilvl w:val="{start or 0}"/><w:numId w:val="5"/>'
    body = paragraph("We come.", f"<w:pPr><w:numPr>{value}</w:numPr></w:pPr>")

    assert text_of_paper(docx(body, numbering=numbering)).endswith("We come.")


def test_a_document_whose_data_are_damaged_inside_is_damaged():
    content = bytearray(docx(paragraph("We come within two hours. " * 200)))
    content[60:90] = b"\xff" * 30

    with pytest.raises(papers.PaperBroken):
        text_of_paper(bytes(content))


def test_a_pdf_of_which_every_page_says_the_same_keeps_its_words():
    assert "two hours" in text_of_paper(pdf(*["We come within two hours."] * 4))


def test_deleted_text_of_a_word_document_is_gone():
    content = docx(
        "<w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:r><w:t>8</w:t></w:r></w:p>"
    )

    assert text_of_paper(content) == "8"


def test_a_pdf_gives_its_lines_without_what_stands_on_every_page():
    clauses = ["Travel is free.", "Parts are charged.", "Labour is free."]
    pages = [f"Acme Lifts\n{clause}\nPage {n}" for n, clause in enumerate(clauses, start=1)]
    text = text_of_paper(pdf(*pages))

    assert "Acme" not in text
    assert "Page" not in text
    assert text.split() == " ".join(clauses).split()


def test_the_pages_that_a_pdf_opens_without_asking_are_read():
    assert "two hours" in text_of_paper(pdf("We come within two hours."))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", papers.PaperEmpty),
        (b" \n\t ", papers.PaperEmpty),
        (docx(""), papers.PaperEmpty),
        (b"\x00" * 20_000_001, papers.PaperTooLarge),
        (b"a" * 150_001, papers.PaperTooLong),
        (pdf(*[""] * 3), papers.PaperScanned),
        (pdf(*[""] * 500), papers.PaperHasTooManyPages),
        (pdf("We come.", password="secret"), papers.PaperLocked),
        (pdf("We come within two hours.")[:300], papers.PaperBroken),
        (b"%PDF-1.7\n" + b"\xff" * 1000, papers.PaperBroken),
        (docx(paragraph("We come."))[:200], papers.PaperBroken),
        (docx("<w:p><w:r></w:p>"), papers.PaperBroken),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, papers.PaperOfOldOffice),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 9, papers.PaperOfOtherKind),
        (b"{\\rtf1 We come.}", papers.PaperOfOtherKind),
        (b"<!DOCTYPE html><p>We come.</p>", papers.PaperOfOtherKind),
        (b"%!PS-Adobe-3.0\n/x {moveto} def\n", papers.PaperOfOtherKind),
        (SIMPLIFIED.encode("utf-16")[:-1], papers.PaperOfUnknownEncoding),
        ((SIMPLIFIED * 9).encode()[:-2], papers.PaperOfUnknownEncoding),  # cut off in a character
        ("修理の受付から二時間以内に伺います。保証は一年です。".encode("shift_jis"), UNKNOWN),
        (
            "수리 접수 후 두 시간 이내에 방문합니다. 보증 기간은 일 년입니다.".encode("euc-kr"),
            UNKNOWN,
        ),
        ("Мы приедем в течение двух часов.".encode("cp1251"), UNKNOWN),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, refusal):
    with pytest.raises(refusal) as refused:
        text_of_paper(content)

    assert str(refused.value).endswith((".", "。"))
    assert "%" not in str(refused.value)


def test_UP_03_a_zip_bomb_is_given_up_while_it_unpacks():
    with pytest.raises(papers.PaperGivenUp):
        text_of_paper(docx(paragraph(" " * 100_000_000)))


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    ],
)
def test_PO_01_a_document_with_entities_is_refused(head):
    with pytest.raises(papers.PaperBroken):
        text_of_paper(docx(paragraph("We come."), head=head))


def test_elements_in_elements_without_end_are_refused():
    with pytest.raises(papers.PaperBroken):
        text_of_paper(docx("<w:a>" * 100_000 + "</w:a>" * 100_000))


def test_a_zip_of_something_else_is_no_paper():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")

    with pytest.raises(papers.PaperOfOtherKind):
        text_of_paper(file.getvalue())


@pytest.mark.parametrize(
    "program", ["while True: pass", "bytearray(10**10)", "import os; os._exit(9)"]
)
def test_a_reader_that_does_not_end_well_is_stopped(program):
    with pytest.raises(papers.PaperGivenUp):
        text_of_paper(b"We come.", cpu_seconds=1, program=program)


def test_every_reason_has_a_refusal():
    assert all(issubclass(one, Refused) for one in papers._REFUSALS.values())

"""Word, OpenDocument and PDF: the text in the order of reading."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pypdf
import pytest
from articles import FILES, PARAGRAPHS, TEXT
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import found, one, trouble, troubles

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import pdf as pdf_reader
from claimtrack.readers.pdf_lines import Line, Piece, lines_of, running

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    """A Word file of this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def pdf(*pages: str, encrypt: str = "") -> bytes:
    """A PDF whose pages hold these drawing instructions, in Helvetica."""
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for content in pages:
        number = len(parts) + 1
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        parts.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    kids = " ".join(f"{number} 0 R" for number in range(4, len(parts) + 1, 2))
    parts[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{head}trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def drawn(text: str, x: int, y: int, size: int = 10) -> str:
    return f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n"


# Word and OpenDocument


@pytest.mark.parametrize("name", ["article.docx", "article.odt"])
def test_what_a_word_processor_wrote(tmp_path: Path, name: str) -> None:
    document = one(tmp_path / name, (FILES / name).read_bytes())
    assert document.text == TEXT
    assert (document.title, document.author) == ("Rockets hit the centre of Kharkiv", "Ana Reed")
    assert (document.date, document.date_origin) == (date(2022, 3, 2), "properties")


@pytest.mark.parametrize("name", ["table.docx", "table.odt", "table.pdf"])
def test_a_row_of_a_table_is_a_line(tmp_path: Path, name: str) -> None:
    rows = "Side\tKilled\tWounded\n\nKharkiv\t21 killed\t112 wounded"
    assert one(tmp_path / name, (FILES / name).read_bytes()).text.startswith(f"{TEXT}\n\n{rows}")


def test_deleted_text_and_field_codes_are_left_out(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Killed: </w:t></w:r><w:del><w:r><w:delText>11</w:delText><w:t>11</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>12</w:t><w:tab/><w:t>men</w:t><w:br/><w:t>there</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE 99</w:instrText></w:r></w:p><w:p/>"
    )
    notes = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>As of noon.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    assert one(tmp_path / "a.docx", docx(body, footnotes=notes)).text == "Killed: 12\tmen\nthere\n\nAs of noon."


def test_a_word_file_is_told_by_its_content(tmp_path: Path) -> None:
    assert one(tmp_path / "a.zip", (FILES / "article.docx").read_bytes()).kind == "docx"
    assert one(tmp_path / "a.txt", (FILES / "article.odt").read_bytes()).kind == "odt"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (docx(""), "a.docx: there is no text in it"),
        (docx("<w:p>"), "a.docx: the file is damaged: its XML cannot be read"),
        (docx("<w:p/>").replace(b"word/document", b"word/documxnt"), "a.docx: the file is damaged: there is no text"),
        ((FILES / "article.docx").read_bytes()[:2000], "a.docx: the archive is damaged"),
        (docx("<w:p><w:r><w:t>" + "a" * 40_000_000 + "</w:t></w:r></w:p>"), "a.docx: unpacks to more than 32 MB"),
    ],
    ids=["empty", "broken", "other", "cut", "bomb"],
)
def test_bad_word_files(tmp_path: Path, raw: bytes, said: str) -> None:
    assert trouble(tmp_path / "a.docx", raw).startswith(said)


def test_entities_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    assert "declares entities" in trouble(tmp_path / "a.docx", out.getvalue())


def test_elements_in_elements_without_end_are_no_crash(tmp_path: Path) -> None:
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "<w:p><w:r><w:t>12 died</w:t></w:r></w:p>"
    assert one(tmp_path / "a.docx", docx(deep)).text == "12 died"


def test_a_spreadsheet_is_named(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert "a spreadsheet or slides; save the articles in it as CSV" in trouble(tmp_path / "a.xlsx", out.getvalue())


# PDF


def test_a_pdf_of_one_column(tmp_path: Path) -> None:
    document = one(tmp_path / "a.pdf", (FILES / "article.pdf").read_bytes())
    assert document.text.startswith(TEXT)
    assert document.title == "Rockets hit the centre of Kharkiv" and document.pages == (0,)


@pytest.mark.parametrize(("maker", "day"), [("Skia/PDF m99", None), ("Microsoft Word", date(2022, 3, 2))])
def test_the_day_of_printing_a_page_is_not_the_articles(tmp_path: Path, maker: str, day: date | None) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(drawn("12 people died.", 50, 700))))
    told = {"/Producer": maker, "/CreationDate": "D:20220302101500+02'00'", "/Title": "Microsoft Word - news.doc"}
    writer.add_metadata(told)
    out = io.BytesIO()
    writer.write(out)
    document = one(tmp_path / "a.pdf", out.getvalue())
    assert (document.date, document.title) == (day, None)


def test_two_columns_on_two_pages_with_broken_words_and_a_foot(tmp_path: Path) -> None:
    document = one(tmp_path / "a.pdf", (FILES / "columns.pdf").read_bytes())
    assert document.text == TEXT
    first, second = document.pages
    assert first == 0
    assert document.text[:second].split()[-1] == "considerably"  # the last word on the first page
    assert document.text[second:].startswith("higher, because reports")


def test_columns_that_were_drawn_line_by_line_across_the_page(tmp_path: Path) -> None:
    left = (
        "The governor said that at least 12 people|had been killed when shells fell on the|town of Izium on Monday"
        " evening. Many|others were taken to hospitals in the|neighbouring towns, where the doctors|worked all night"
        " to save their lives.|No soldier was among them, he added."
    )
    right = (
        "Russia denied that its forces had fired|on the town. Its Defence Ministry said it|had struck only depots, of"
        " which it put 7|out of action; this could not be checked|by reporters, who were kept away from|the place by"
        " police until late at night|and could not speak to those who fled."
    )
    sides = left.split("|"), right.split("|")
    drawing = "".join(
        drawn(one, 50, 700 - 12 * at) + drawn(other, 320, 700 - 12 * at)
        for at, (one, other) in enumerate(zip(*sides, strict=True))
    )
    text = one(tmp_path / "a.pdf", pdf(drawing)).text
    assert text == f"{left}\n\n{right}".replace("|", " ")


def test_page_numbers_and_running_heads_are_left_out(tmp_path: Path) -> None:
    figures = (12, 40, 7)
    pages = [
        drawn("Harbour Post, 2 March", 50, 780) + drawn(f"In all {figure} shells fell on the town and it", 50, 700)
        + drawn("was not over.", 50, 688) + drawn(f"Page {number} of 3", 280, 20)
        for number, figure in enumerate(figures, 1)
    ]  # fmt: skip
    document = one(tmp_path / "a.pdf", pdf(*pages))
    said = [f"In all {figure} shells fell on the town and it was not over." for figure in figures]
    assert document.text == "\n\n".join(said)
    assert [document.text[a:].startswith(line) for a, line in zip(document.pages, said, strict=True)] == [True] * 3


def test_a_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    pages = drawn("At least 12 people were", 50, 50), drawn("killed on Monday.", 50, 700)
    document = one(tmp_path / "a.pdf", pdf(*pages))
    assert (document.text, document.pages) == ("At least 12 people were killed on Monday.", (0, 24))


@pytest.mark.parametrize(
    ("one_line", "other", "joined"),
    [
        ("the gov-", "ernor said", "the governor said"),
        ("the pro-", "Russian side, like others pro-Russian", "the pro-Russian side, like others pro-Russian"),
        ("a 12-", "year-old boy", "a 12-year-old boy"),
        ("anti-", "aircraft guns; more anti-aircraft guns", "anti-aircraft guns; more anti-aircraft guns"),
        ("killed 12-", "15 men", "killed 12-15 men"),
        ("12 of the", "men", "12 of the men"),
    ],
)
def test_words_at_line_ends(one_line: str, other: str, joined: str) -> None:
    lines = [Line(one_line, 50, 700, 10, 0), Line(other, 50, 688, 10, 0)]
    assert running([lines])[0] == joined


def test_ligatures_and_soft_hyphens_are_letters_again() -> None:
    assert lines_of([[Piece("oﬃcers of\xad the ﬁrst", 50, 700, 10)]], 0)[0].text == "officers of the first"


lines = st.builds(
    Line, st.text("aB-. 1é", min_size=1, max_size=12).map(lambda text: text.strip() or "x"), st.integers(0, 500),
    st.integers(0, 800), st.integers(0, 20), st.just(0),
)  # fmt: skip


@given(st.lists(st.lists(lines, max_size=6), max_size=4))
def test_any_lines_give_text_with_its_pages_in_order(pages: list[list[Line]]) -> None:
    text, starts = running([[line._replace(page=at) for line in page] for at, page in enumerate(pages)])
    assert len(starts) == len(pages)
    assert list(starts) == sorted(starts) and all(0 <= start <= len(text) for start in starts)


def test_a_scanned_pdf_says_so(tmp_path: Path) -> None:
    scanned = pdf("/I Do").replace(b"/Resources << ", b"/Resources << /XObject << /I 9 0 R >> ")
    assert trouble(tmp_path / "a.pdf", scanned).startswith("a.pdf: a scanned PDF without text; run it through")
    assert trouble(tmp_path / "a.pdf", pdf("")) == "a.pdf: there is no text in it"


@pytest.mark.parametrize("kept", [20, 600, 3000, 9000])
def test_a_pdf_that_is_cut_off_is_a_trouble(tmp_path: Path, kept: int) -> None:
    said = troubles(tmp_path / "a.pdf", (FILES / "article.pdf").read_bytes()[:kept])
    assert said and all(line.startswith("a.pdf: ") for line in said)


def test_a_locked_pdf_is_named(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO((FILES / "article.pdf").read_bytes()))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "locked with a password" in trouble(tmp_path / "a.pdf", out.getvalue())


def test_a_bad_page_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    raw = pdf(drawn("12 people died.", 50, 700), drawn("8 people died.", 50, 700), drawn("7 died.", 50, 700))
    raw = raw.replace(b"/Contents 7 0 R", b"/Contents 6 0 R")  # the second page for its own content
    given = found(tmp_path / "a.pdf", raw)
    texts = [each.text for each in given if not isinstance(each, ClaimtrackError)]
    assert len(texts) == 1 and "12 people died." in texts[0] and "7 died." in texts[0]


@settings(max_examples=25)
@given(st.integers(0, 16_000), st.binary(min_size=1, max_size=30))
def test_damage_anywhere_is_no_crash(tmp_path_factory: pytest.TempPathFactory, at: int, damage: bytes) -> None:
    raw = (FILES / "columns.pdf").read_bytes()
    assert found(tmp_path_factory.mktemp("a") / "a.pdf", raw[:at] + damage + raw[at + len(damage) :])


def test_a_page_that_takes_for_ever_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A string of half a megabyte in hexadecimal, which the library takes apart in quadratic time."""
    monkeypatch.setattr(pdf_reader, "PAGE", 0.5)
    hostile = f"BT /F 10 Tf 50 700 Td <{'00' * 500_000}> Tj ET"
    raw = pdf(drawn("At least 21 people were killed.", 50, 700), hostile, drawn("The army lost 300 men.", 50, 700))
    told, document = found(tmp_path / "a.pdf", raw)
    assert str(told).endswith("a.pdf: page 2 cannot be read: it takes more than 0.5 seconds")
    assert isinstance(document, Document)
    assert document.text == "At least 21 people were killed.\n\nThe army lost 300 men."
    assert document.pages == (0, 33, 33)


def test_pages_without_end_are_read_for_so_long_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_reader, "LONGEST", 1.0)
    page = "".join(drawn(f"On that day {at} people were killed.", 50, 790 - 14 * at) for at in range(50))
    told, document = found(tmp_path / "a.pdf", pdf(*[page] * 300))
    assert re.search(r"a\.pdf: only the first \d+ of 300 pages are read; all would take too long$", str(told))
    assert isinstance(document, Document) and "On that day 20 people were killed." in document.text


def test_paragraphs_are_what_the_article_has() -> None:
    assert TEXT.split("\n\n") == list(PARAGRAPHS)

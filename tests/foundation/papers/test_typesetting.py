"""What is put in is read back: letters, signs of the typesetter's own language, codes; equal facts are equal bytes."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.papers.fonts import letters
from foundation.papers.rules import Qr, frozen
from foundation.papers.typesetting import PaperError, Typesetter, source_digest, source_of
from tests.foundation.papers.sample import ADDRESS, DAY, TEMPLATE, Facts, codes_of, text_of
from tests.support.processes import rounds

SOURCE = source_of(TEMPLATE)
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    return Typesetter(tmp_path_factory.mktemp("fonts"))


def pdf(typesetter: Typesetter, facts: Facts, *, dated: date = DAY) -> bytes:
    return typesetter.pdf(SOURCE, frozen(facts), language="vi", dated=dated)


def test_everything_put_in_is_read_back(typesetter: Typesetter) -> None:
    read = text_of(pdf(typesetter, Facts(name="Hợp tác xã Ẵng Nguyễn")))
    for told in ("Giấy xác nhận", "Hợp tác xã Ẵng Nguyễn", "14.400.000 ₫", "30/11/2026", "4 sao", "BÊN B"):
        assert told in read
    assert "Không rõ" not in read


def test_every_letter_of_vietnamese_is_there(typesetter: Typesetter) -> None:
    """Also where they are one word that no line is wide enough for."""
    alphabet = f"{VIETNAMESE} {VIETNAMESE.upper()}"
    assert set(alphabet) <= letters()
    read = re.sub(r"[\s\u200b]", "", text_of(pdf(typesetter, Facts(name=alphabet))))
    assert VIETNAMESE + VIETNAMESE.upper() in read


@pytest.mark.parametrize(
    "text",
    ["#panic()", "*b* _i_ $x^2$", "= h1", "@label <label>", "`code` \\ ~ //c /*c*/", "#sys.inputs", "[a](b) {c}", '"'],
)
def test_the_typesetters_own_language_is_plain_text_in_facts(typesetter: Typesetter, text: str) -> None:
    assert text in text_of(pdf(typesetter, Facts(name=text)))


@settings(max_examples=rounds(40, 1000))
@given(st.text(alphabet=st.sampled_from(sorted("#*$_`@<>[]{}\\/=+-~'\"abcĐắợ ₫01.,")), min_size=1, max_size=24))
def test_any_text_is_read_back(typesetter: Typesetter, text: str) -> None:
    said = f"x{' '.join(text.split())}x"
    assert said in text_of(pdf(typesetter, Facts(name=said)))


def test_lines_stay_lines(typesetter: Typesetter) -> None:
    assert "dòng một\ndòng hai" in text_of(pdf(typesetter, Facts(note="dòng một\ndòng hai")))


def test_what_the_fonts_have_no_shape_of_is_seen_to_be_missing(typesetter: Typesetter) -> None:
    assert "mật ong ? ?" in text_of(pdf(typesetter, Facts(name="mật ong ★ 蜜")))


def test_a_code_is_read_by_a_camera(typesetter: Typesetter) -> None:
    assert list(codes_of(pdf(typesetter, Facts()))) == [ADDRESS]
    transfer = (
        "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA"
        "5303704540410005802VN62090805OCOP1630440AE"
    )
    assert list(codes_of(pdf(typesetter, Facts(code=Qr(transfer))))) == [transfer]


def test_equal_facts_are_equal_bytes(typesetter: Typesetter, tmp_path: Path) -> None:
    one = pdf(typesetter, Facts())
    assert pdf(Typesetter(tmp_path), Facts()) == one
    assert pdf(typesetter, Facts(), dated=date(2026, 12, 1)) != one
    assert pdf(typesetter, replace(Facts(), amount=1)) != one


def test_a_paper_can_be_read_aloud(typesetter: Typesetter) -> None:
    made = pdf(typesetter, Facts())
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert "Giấy xác nhận".encode() in made  # its title, in the metadata that are not packed
    assert re.search(rb"<dc:language>.*?vi.*?</dc:language>", made, re.DOTALL)


@pytest.mark.parametrize(
    ("template", "why"),
    [
        (b'#show: paper.with(title: "x")\n#image(bytes(facts.code.svg), format: "svg")', "alt"),
        (b"#facts.name", "title"),
        (b'#show: paper.with(title: "x")\n#facts.nothing', "nothing"),
        (b'#show: paper.with(title: "x")\n#read("/../../etc/passwd")', "."),
        (b'#show: paper.with(title: "x")\n\xe2\x98\x85', "."),
    ],
    ids=["picture without words", "no title", "no such fact", "a file", "a letter the fonts lack"],
)
def test_a_template_that_makes_no_paper_is_refused(typesetter: Typesetter, template: bytes, why: str) -> None:
    source = SOURCE.partition(TEMPLATE.read_bytes())[0] + template
    with pytest.raises(PaperError, match=why):
        typesetter.pdf(source, frozen(Facts()), language="vi", dated=DAY)
    assert pdf(typesetter, Facts()).startswith(b"%PDF-")  # and the next paper is made


def test_a_template_is_known_by_its_digest() -> None:
    assert source_digest(SOURCE) == source_digest(source_of(TEMPLATE))
    assert source_digest(SOURCE) != source_digest(SOURCE + b" ")


def test_memory_stays_flat_over_many_papers(typesetter: Typesetter) -> None:
    """`typst.compile()` itself keeps a quarter of a megabyte of each: 30 MB over these."""
    process = psutil.Process()
    for number in range(40):
        pdf(typesetter, Facts(amount=number))
    before = process.memory_info().rss
    for number in range(rounds(120, 4000)):
        pdf(typesetter, Facts(amount=1000 + number))
    assert process.memory_info().rss - before < rounds(10, 24) * 1024**2

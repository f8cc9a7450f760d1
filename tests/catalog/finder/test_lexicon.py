import csv
from pathlib import Path

import pytest

from catalog.finder.lexicon import Sense, Weight, lexicon
from catalog.producers.rules import ProducerType
from foundation.search.analysis import tokens
from foundation.search.query import MatchKind

DATA = Path(__file__).resolve().parents[3] / "catalog/finder/data"
ROWS = {
    name: list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))
    for name in ("synonyms.csv", "abbreviations.csv", "english.csv")
}


def sense(text: str) -> Sense:
    asked = tokens(text)
    found = lexicon().senses.at(asked, 0)
    assert found, text
    assert found.length == len(asked), text
    return found.meaning


def others(text: str) -> set[str]:
    """What else a phrase is called, folded."""
    return {" ".join(choice.words) for choice in sense(text).others}


def cells(name: str, column: str) -> list[str]:
    return [word.strip() for row in ROWS[name] for word in row[column].split(";") if word.strip()]


def test_every_row_of_every_table_is_known() -> None:
    for name, columns in (("synonyms.csv", ("words", "only_typed")), ("english.csv", ("english",))):
        for column in columns:
            for phrase in cells(name, column):
                sense(phrase)
    for row in ROWS["abbreviations.csv"]:
        sense(row["short"])
    assert {short for short, _ in lexicon().places} == {
        row["short"] for row in ROWS["abbreviations.csv"] if row["kind"] == "place"
    }


def test_words_of_a_row_stand_for_each_other() -> None:
    assert others("lợn") == {"heo"}
    assert others("heo") == {"lon"}
    assert others("mướp đắng") == {"kho qua"}


def test_words_only_typed_lead_to_the_others_and_nothing_leads_to_them() -> None:
    assert others("thơm") == {"dua", "khom"}
    assert others("khóm") == {"dua"}
    assert "thom" not in others("dứa")


def test_a_row_of_one_word_is_a_phrase_and_has_no_other_name() -> None:
    assert sense("chè lam") == Sense()
    assert sense("hồng trà") == Sense()


def test_another_name_means_that_name_with_its_marks() -> None:
    [choice] = sense("lợn").others
    assert (choice.words, choice.how, choice.marked) == (
        ("heo",),
        MatchKind.SYNONYM,
        (),
    )  # "heo" has no mark to ask for
    [choice] = sense("heo").others
    assert len(choice.marked) == 1


@pytest.mark.parametrize("text", ["HTX", "hợp tác xã", "TNHH", "công ty cổ phần", "DNTN", "hộ kinh doanh"])
def test_words_of_organisations_weigh_little_and_name_an_owner(text: str) -> None:
    assert sense(text).weight is Weight.OWNER


@pytest.mark.parametrize("text", ["tỉnh", "huyện", "province"])
def test_words_all_places_share_weigh_little(text: str) -> None:
    assert sense(text).weight is Weight.LIGHT


@pytest.mark.parametrize("text", ["OCOP", "sản phẩm", "đặc sản"])
def test_words_all_products_share_ask_for_nothing(text: str) -> None:
    assert sense(text).weight is Weight.IDLE


@pytest.mark.parametrize("text", ["chè", "mật ong", "honey", "ĐTHT", "trà sữa"])
def test_goods_are_required(text: str) -> None:
    known = lexicon().senses.at(tokens(text), 0)
    assert known is None or known.meaning.weight is Weight.REQUIRED


def test_english_leads_to_every_vietnamese_name() -> None:
    assert others("tea") == {"tra", "che"}
    assert others("fish sauce") == {"nuoc mam"}
    for row in ROWS["english.csv"]:
        for phrase in row["english"].split(";"):
            assert others(phrase), phrase


def test_a_word_of_our_own_table_of_synonyms_goes_before_english() -> None:
    assert others("chocolate") == {"socola", "so co la"}
    assert others("macca") == {"mac ca"}


def test_kinds_of_producers_are_named_as_people_and_the_law_name_them() -> None:
    kinds = lexicon().kinds
    for text, kind in {
        "hợp tác xã": ProducerType.COOPERATIVE,
        "hop tac xa": ProducerType.COOPERATIVE,
        "htx": ProducerType.COOPERATIVE,
        "tổ hợp tác": ProducerType.COOPERATIVE_GROUP,
        "THT": ProducerType.COOPERATIVE_GROUP,
        "cooperative group": ProducerType.COOPERATIVE_GROUP,
        "doanh nghiệp": ProducerType.ENTERPRISE,
        "company": ProducerType.ENTERPRISE,
        "trang trại": ProducerType.FARM,
        "hộ sản xuất": ProducerType.HOUSEHOLD,
        "HKD": ProducerType.REGISTERED_HOUSEHOLD,
    }.items():
        found = kinds.at(tokens(text), 0)
        assert found, text
        assert found.meaning is kind

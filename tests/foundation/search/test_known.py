"""Words that are never taken for slips."""

import pytest

from foundation.i18n.text import sort_key
from foundation.search.known import NOTE, PATH, is_known


@pytest.mark.parametrize(
    "words",
    [
        "mực một nắng tương ớt nhãn lồng cam sành kẹo dừa mứt giò chả bún bò huế quà tết hoa hồi thơm hạt dẻ áo dài",
        "muc mot nang tuong ot nhan long cam sanh keo dua mut gio cha bun bo hue qua tet hoa hoi thom hat de ao dai",
        "thủy thuỷ khỏe khoẻ lý lí quý quí kỹ kĩ đường rượu nghiêng quyết khuỷu giếng ghẹ nục vẹm lứt",
        "bún riêu cá vược bớp basa măng vầu rau sắng guột dớn đọt choại cải xoong vọp bánh khọt pỉnh tộp krông păk hrê",
        "trà oolong kombucha atiso socola matcha vietgap haccp iso cacao homestay cashew durian turmeric lychee",
        "walnut strawberry honey silk bamboo laptop where buy egg tofu lantern",
    ],
)
def test_words_people_know_are_known_with_and_without_marks(words: str) -> None:
    assert [word for word in words.split() if not is_known(word)] == []


def test_slips_are_not_known() -> None:
    slips = "maatj mst onh oong diwu trnag rieg kcih tomm thieeu xamh rungg zzqx ubnd thảp mậtt yế goải ngồg"
    assert [word for word in slips.split() if is_known(word)] == []


def test_a_stopped_syllable_has_one_of_two_tones() -> None:
    assert [word for word in ("mát", "mạt", "mảt", "mãt", "màt") if is_known(word)] == ["mát", "mạt"]


def test_the_list_names_where_it_is_from_and_is_in_order() -> None:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    notes = [line for line in lines if line.startswith(NOTE)]
    assert "CC BY-SA 4.0" in " ".join(notes)
    assert "wordfreq" in " ".join(notes)
    words = lines[len(notes) :]
    assert words == sorted(set(words), key=sort_key)
    assert 20_000 < len(words) < 40_000

"""The ground has never heard of the trade: who may do what is decided there without one of its words."""

import re

from admin.registry.doors import GIVE, SEE
from tests.contracts.test_tree import OURS, ROOT
from wsgi import HOUSE

TRADE = re.compile(
    r"products?|producers?|buyers?|sellers?|outlets?|shops?|fairs?|booths?|councils?|dossiers?|organisers?|advisory"
    r"|certificates?|stars?|points? of sale|enquir(?:y|ies)|markets?|offer(?:ed)? for sale",
    re.IGNORECASE,
)
WORD = re.compile(rf"(?<![a-zA-Z])(?:{TRADE.pattern})(?![a-zA-Z])", re.IGNORECASE)


VIETNAMESE = re.compile(
    r"sản phẩm|san pham|chủ thể|chu the|điểm bán|diem ban|gian hàng|(?<!\w)sao(?!\w)", re.IGNORECASE
)


def said_in(room: str, *words: re.Pattern[str]) -> set[str]:
    """Where a room's programs say one of these words."""
    files = [path for path in OURS if path.is_relative_to(ROOT / "foundation" / room)]
    assert len(files) > 10
    return {
        f"{path.name}:{number}: {found[0]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for word in words
        if (found := word.search(line))
    }


def test_permissions_know_no_word_of_the_trade() -> None:
    """A role or a kind of thing is declared by the room that keeps it (`roles=`, `scope_kinds=` of its `Room`)."""
    assert not said_in("permissions", WORD)


def test_tables_know_no_word_of_the_trade() -> None:
    """Columns, their headings, how a rank is written and what sums count are schemas that rooms declare (`lists=`)."""
    assert not said_in("tables", WORD, VIETNAMESE)


def test_a_word_of_the_trade_is_found() -> None:
    assert WORD.search("outlet_id: int | None")
    assert WORD.search("PRODUCER_MEMBER")
    assert WORD.search("for one Fair")
    assert not WORD.search("fairly, starts_on, unit")


def test_whoever_gives_a_role_sees_appointments() -> None:
    """A room may declare a role that somebody new gives: then the door to appointments opens to them by hand."""
    assert HOUSE.policy.roles(SEE) == HOUSE.policy.roles(GIVE) == HOUSE.roles.givers

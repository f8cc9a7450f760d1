"""The papers of booths: what is put in is read back, codes are read by a camera, long names and many rows have room."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from foundation.i18n.amounts import dong_in_words
from foundation.papers.rules import PaperKind, Qr, frozen
from foundation.papers.typesetting import Typesetter, source_of
from marketplace.booths import papers
from marketplace.booths.papers import (
    Badge,
    Badges,
    BoothCard,
    Confirmation,
    Contract,
    Fair,
    GateList,
    GateRow,
    PaperBooth,
    PaperProduct,
    Party,
)
from tests.foundation.papers.sample import codes_of, text_of

DAY = date(2026, 11, 30)
FAIR = Fair("Hội chợ OCOP Tây Bắc", date(2026, 12, 18), date(2026, 12, 22), "Sân vận động #1, Sơn La", "Sở Công Thương")
BOOTH = PaperBooth("A01", "Tiêu chuẩn", "3 × 3 m", "1 bàn, 2 ghế, 1 ổ cắm 220 V", 14_400_000)
TEA = PaperProduct("Chè Tà Xùa *đặc biệt*", 4, "1253/QĐ-UBND", date(2028, 5, 31))
LAPSED = PaperProduct("Mận sấy Mộc Châu", None, "", None)
CHECK = Qr("https://ocop.example/x/AB12CD34E")
CONFIRMED = Confirmation(
    number="12/XN-HC",
    dated=DAY,
    fair=FAIR,
    exhibitor="HTX Chè $Tà Xùa$",
    province="Sơn La",
    fascia="CHÈ TÀ XÙA",
    booths=(BOOTH, replace(BOOTH, label="A02", price_dong=0)),
    products=(TEA, LAPSED),
    needs=("điện 3 kW", "kho lạnh"),
    due_dong=7_200_000,
    subsidy_dong=7_200_000,
    setting_up="từ 7:00 ngày 17/12/2026",
    asks="0212 385 1234",
    check=CHECK,
)
ORGANISER = Party("Trung tâm Xúc tiến", "Số 1 Tô Hiệu", "5500123456", "Lò Thị Ẩn", "Giám đốc", "0123456789, Agribank")
HIRED = Contract(
    number="07/HĐ-GH",
    dated=DAY,
    fair=FAIR,
    organiser=ORGANISER,
    exhibitor=replace(ORGANISER, name="HTX Chè Tà Xùa", account=""),
    booths=(BOOTH,),
    placed_by="thứ tự đăng ký",
    price_dong=14_400_000,
    price_in_words=dong_in_words(14_400_000),
    vat_percent=8,
    advance_percent=50,
    advance_until=date(2026, 12, 5),
    rest_until=date(2026, 12, 11),
    cancel_until=date(2026, 12, 1),
    setting_up="từ 7:00 ngày 17/12/2026",
    clearing="trước 12:00 ngày 23/12/2026",
)
CARD = BoothCard(FAIR, "A01", "HTX Chè Tà Xùa", "Sơn La", (TEA, LAPSED), CHECK)


def badge(number: int) -> Badge:
    return Badge(
        f"Lò Văn {number}", "HTX Chè Tà Xùa", "A01", f"K{number:04d}", Qr(f"https://ocop.example/b/{number:04d}")
    )


BADGES = Badges(FAIR, tuple(map(badge, range(10))))
GATE = GateList(FAIR, DAY, (GateRow("A01, A02", "HTX Chè Tà Xùa", ("Lò Văn Ẩn", "Lò Thị Ỷ"), "K0001"),))


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    return Typesetter(tmp_path_factory.mktemp("fonts"))


def made(typesetter: Typesetter, kind: PaperKind, facts: object) -> bytes:
    assert type(facts) is kind.facts
    source = source_of(kind.template(DAY).path)
    return typesetter.pdf(source, frozen(facts), language="vi", dated=DAY)


def words_of(pdf: bytes) -> str:
    """Its text as words one after another, wherever lines end."""
    return " ".join(text_of(pdf).split())


@pytest.mark.parametrize(
    ("kind", "facts", "told"),
    [
        (
            papers.CONFIRMATION,
            CONFIRMED,
            [
                "12/XN-HC",
                "HTX Chè $Tà Xùa$",
                "Chè Tà Xùa *đặc biệt*",
                "4 sao",
                "31/05/2028",
                "14.400.000 ₫",
                "Miễn phí",
                "phải nộp: 7.200.000 ₫",
                "hỗ trợ: 7.200.000 ₫",
                "điện 3 kW, kho lạnh",
                "Sân vận động #1",
            ],
        ),
        (
            papers.CONTRACT,
            HIRED,
            [
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Bên A: Trung tâm Xúc tiến",
                "Bên B: HTX Chè Tà Xùa",
                "Lò Thị Ẩn",
                "Mười bốn triệu bốn trăm nghìn đồng",
                "tạm ứng 50 % trước ngày 05/12/2026",
                "8 %",
                "thứ tự đăng ký",
                "chậm nhất ngày 01/12/2026",
                "ĐẠI DIỆN BÊN B",
            ],
        ),
        (
            papers.CARD,
            CARD,
            ["Gian hàng A01", "HTX Chè Tà Xùa", "4 sao", "Không có hạng sao", "18/12/2026 – 22/12/2026"],
        ),
        (papers.BADGES, BADGES, ["Lò Văn 0", "Lò Văn 9", "Mã: K0003", "Gian A01"]),
        (papers.GATE, GATE, ["A01, A02", "Lò Văn Ẩn, Lò Thị Ỷ", "K0001", "1 đơn vị"]),
    ],
    ids=[kind.name for kind in papers.PAPERS],
)
def test_what_is_frozen_is_read_back(typesetter: Typesetter, kind: PaperKind, facts: object, told: list[str]) -> None:
    read = words_of(made(typesetter, kind, facts))
    assert [one for one in told if one not in read] == []


def test_every_kind_has_its_name_and_its_file() -> None:
    assert len({one.name for one in papers.PAPERS}) == len({one.file for one in papers.PAPERS}) == len(papers.PAPERS)


def test_codes_lead_where_they_say(typesetter: Typesetter) -> None:
    assert list(codes_of(made(typesetter, papers.CONFIRMATION, CONFIRMED))) == [CHECK.text]
    assert list(codes_of(made(typesetter, papers.CARD, CARD))) == [CHECK.text]
    assert sorted(codes_of(made(typesetter, papers.BADGES, BADGES))) == [one.code.text for one in BADGES.badges]


def test_a_free_booth_asks_for_no_money(typesetter: Typesetter) -> None:
    free = replace(CONFIRMED, booths=(replace(BOOTH, price_dong=0),), due_dong=0, subsidy_dong=0)
    read = words_of(made(typesetter, papers.CONFIRMATION, free))
    assert "không phải nộp tiền" in read
    assert "₫" not in read
    assert "tạm ứng" not in words_of(made(typesetter, papers.CONTRACT, replace(HIRED, price_dong=0)))


@pytest.mark.parametrize("vat", [None, 0, 10])
def test_a_contract_says_whether_tax_is_in_its_price(typesetter: Typesetter, vat: int | None) -> None:
    read = words_of(made(typesetter, papers.CONTRACT, replace(HIRED, vat_percent=vat)))
    assert ("chưa gồm thuế" in read) == (vat is None)
    assert ("đã gồm thuế" in read) == (vat is not None)


LONG = "Hợp tác xã sản xuất, chế biến và tiêu thụ nông sản hữu cơ Nguyễn Thị Ngọc Ẩn xã Chiềng Khương " * 2


@pytest.mark.parametrize(
    ("kind", "facts", "change"),
    [
        (papers.CONFIRMATION, CONFIRMED, {"exhibitor": LONG, "fascia": "Đ" * 120}),
        (papers.CARD, CARD, {"exhibitor": LONG, "products": (replace(TEA, name=LONG),) * 12}),
        (papers.GATE, GATE, {"rows": GATE.rows * 200}),
        (papers.BADGES, BADGES, {"badges": (replace(badge(1), exhibitor=LONG[:95]),) * 9}),
    ],
    ids=["confirmation", "card", "gate", "badges"],
)
def test_long_names_and_many_rows_have_room(
    typesetter: Typesetter, kind: PaperKind, facts: Any, change: dict[str, Any]
) -> None:
    """Nothing runs off a page: what is cut there is not read back."""
    read = "".join(text_of(made(typesetter, kind, replace(facts, **change))).split()).replace("\u200b", "")
    for value in change.values():
        many = value if isinstance(value, tuple) else (value,)
        wanted = {str(getattr(one, "name", getattr(one, "exhibitor", one))) for one in many}
        assert all(read.count("".join(one.split())) >= 1 for one in wanted)
    if kind is papers.GATE:
        assert read.count("K0001") == 200

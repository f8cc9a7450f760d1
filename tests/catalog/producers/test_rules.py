import pytest

from catalog.producers.rules import ProducerType, producer_key, producer_type


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Nông sản Phú Lương", "Hợp tác xã nông sản Phú Lương"),
        ("Công ty CP Dược liệu Pù Mát", "Công ty cổ phần Dược liệu Pù Mát"),
        ("CTCP Hoàng Giang", "Công ty cổ phần Hoàng Giang"),
        ("Công ty TNHH MTV nông sản Hoàng Xuân", "Công ty trách nhiệm hữu hạn một thành viên Nông sản Hoàng Xuân"),
        ("Hộ SXKD Đỗ Xuân Dũng", "Hộ sản xuất Đỗ Xuân Dũng"),
        ("HTXNN Thượng Giang", "HTX nông nghiệp Thượng Giang"),
    ],
)
def test_two_ways_of_writing_one_producer_have_one_key(one: str, other: str) -> None:
    assert producer_key(one) == producer_key(other)


def test_different_producers_have_different_keys() -> None:
    assert producer_key("HTX Tân Thành") != producer_key("HTX Tân Thạnh Đông")


def test_a_name_that_is_only_a_legal_form_keeps_itself() -> None:
    assert producer_key("Hợp tác xã") == "hop tac xa"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HTX chè Thịnh An", ProducerType.COOPERATIVE),
        ("Hợp tác xã Tâm Hòa", ProducerType.COOPERATIVE),
        ("Tổ hợp tác Lê Nậm Pung", ProducerType.COOPERATIVE_GROUP),
        ("Công ty Mỹ Lệ", ProducerType.ENTERPRISE),
        ("CTCP kem Bình Dương", ProducerType.ENTERPRISE),
        ("Hộ kinh doanh Gia Định", ProducerType.REGISTERED_HOUSEHOLD),
        ("Hộ sản xuất tré ông Chánh", ProducerType.HOUSEHOLD),
        ("Trang trại Vân Hội", ProducerType.FARM),
        ("Cơ sở Dân Mập", ProducerType.UNSTATED),
        ("Hồng Hoa", ProducerType.UNSTATED),
        ("Nguyễn Văn Hùng", ProducerType.UNSTATED),
    ],
)
def test_the_name_states_the_kind(name: str, kind: ProducerType) -> None:
    assert producer_type(name) is kind

"""The same through the pages: a producer at its phone, the commune and the province at their desks."""

import re
from datetime import timedelta

import pytest

from admin.cycle.checks import check_dossiers
from admin.cycle.models import Dossier
from admin.cycle.notices import ARRIVED, ENDED_NOW, MOVED, RETURNED, TAKEN_BACK
from foundation.db.database import Database
from foundation.permissions.rules import Role
from tests.admin.cycle.conftest import NAME, Enter, code_of
from tests.catalog.representation.steps import told
from tests.foundation.signin.conftest import Browser
from tests.support.databases import TODAY

DESK = "/admin/ho-so"
TOKEN = "/tai-khoan/ho-so"
"""A page with a form whoever is signed in sees: that of a dossier has none once it has moved on."""
OPEN = {"product": "0", "name": NAME, "maturity": "formed", "case": "first"}
DUE = (TODAY + timedelta(days=14)).isoformat()


def open_one(here: Browser, maker: int) -> str:
    where = f"/ho-so/{maker}/chu-trinh/moi"
    assert "Hãy chọn sản phẩm" in here.post(where, {**OPEN, "name": ""}).get_data(as_text=True)
    return here.post(where, OPEN).location or ""


def act(here: Browser, page: str, door: str, **fields: str) -> str:
    """Send a form of a dossier's page, with the version it was shown with; the page that follows."""
    version = re.search(r'name="version" value="(\d+)"', here.get(page))
    answer = here.post(f"{page}/{door}", {"version": version[1] if version else "0", **fields}, page=TOKEN)
    return here.get(answer.location) if answer.location else answer.get_data(as_text=True)


def test_from_the_phone_to_the_province_and_back(
    reference_db: Database, maker: int, speaker: Browser, desk: Enter
) -> None:
    commune, province = desk(Role.COMMUNE_OFFICER, "xa", code_of(reference_db)), desk(name="tinh")
    elsewhere = desk(name="khac", place_code="79")
    assert "Chưa có hồ sơ nào" in speaker.get(f"/ho-so/{maker}/chu-trinh")
    own = open_one(speaker, maker)
    work = f"{DESK}/{own.rpartition('/')[2]}"
    commune.get(work, status=404)
    assert "UBND cấp xã</span>" in act(speaker, own, "gui")
    assert NAME in commune.get(f"{DESK}?q=mat ong")
    assert "Chưa đến lượt quý vị" in act(province, work, "buoc", verb="forward", version="2")
    elsewhere.get(work, status=404)
    assert NAME not in elsewhere.get(DESK)

    gaps = {"gap-form_01": "Thiếu chữ ký.", "gap-form_02": "Thiếu mục 3.", "gap-other": "Ảnh mờ."}
    kept = act(commune, work, "tra-lai", **gaps)
    assert "Hãy chọn một ngày sau hôm nay" in kept
    assert 'value="Thiếu mục 3."' in kept
    assert "chủ thể đang bổ sung" in act(commune, work, "tra-lai", **gaps, due=DUE)
    shown = speaker.get(own)
    assert all(words in shown for words in gaps.values())
    answers = dict.fromkeys(re.findall(r'name="(answer-\d+)"', shown), "Đã bổ sung.")
    assert len(answers) == 3
    assert "Hãy ghi ở từng mục" in act(speaker, own, "hoan-thien")
    assert "UBND cấp xã</span>" in act(speaker, own, "hoan-thien", **answers)

    late = re.search(r'name="version" value="(\d+)"', commune.get(work))
    assert late
    assert "Cấp tỉnh</span>" in act(commune, work, "buoc", verb="forward")
    second = act(commune, work, "buoc", verb="forward", version=late[1], reason="Đủ điều kiện.")
    assert "Đã có người xử lý trước" in second
    assert "Đã chuyển tiếp" in second
    assert "xa</p>" in second
    assert "Đủ điều kiện." in second
    assert f"{NAME}" in province.get(f"{DESK}/xuat")
    assert "26/2026" in province.get(f"{DESK}/huong-dan")
    assert "Đã rút" in act(speaker, own, "rut", reason="Đổi bao bì.")
    assert "Đổi bao bì." in province.get(work)
    assert told(reference_db, "an@example.vn")[-2:] == [RETURNED, MOVED]
    assert told(reference_db, "xa@example.vn").count(ARRIVED) == 2
    assert told(reference_db, "tinh@example.vn") == [ARRIVED, TAKEN_BACK]
    assert ENDED_NOW not in told(reference_db, "an@example.vn")
    with reference_db.reading() as session:
        assert list(check_dossiers(session)) == []
        assert session.query(Dossier).one().version == 6


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_dossier_of_somebody_else_is_not_there(speaker: Browser, maker: int) -> None:
    speaker.get("/ho-so/chu-trinh/999", status=404)
    speaker.get(f"/ho-so/{maker + 1}/chu-trinh", status=404)
    speaker.get(DESK, status=403)

"""The desk over HTTP: who lets out what, who sees nothing of it, what is said beside its field."""

import io
import re
from collections.abc import Callable

from sqlalchemy import update

from catalog.certificates.models import Certificate, Decision
from foundation.db.database import Database
from foundation.permissions.rules import Role
from foundation.places.models import Place
from tests.catalog.announcements.acting import DESK, WORDS, act, begun, revision
from tests.catalog.announcements.conftest import OTHER
from tests.foundation.signin.conftest import Browser
from tests.support.databases import TODAY
from tests.support.pages import classed, links

Enter = Callable[..., Browser]


def test_nobody_lets_out_what_they_wrote_and_an_editor_nothing(enter: Enter, place: Place) -> None:
    one, editor = enter("can"), enter("bien", role=Role.PROVINCE_EDITOR)
    address = begun(one, place, None)
    act(one, address, "trinh")
    assert "Bạn đã tham gia soạn" in act(one, address, "duyet")
    assert editor.client.post(f"{address}/duyet").status_code in {400, 403}
    assert "biên tập viên chỉ soạn" in editor.get(address)
    assert "Thiếu phụ lục" in act(editor, address, "ve-nhap", remark="Thiếu phụ lục")
    answer = act(one, address, "bo")
    assert "Chưa soạn thông báo nào" in answer
    one.get(address, status=404)


def test_another_province_sees_nothing_of_it_and_names_no_place_of_ones_own(enter: Enter, place: Place) -> None:
    one, other, ministry = enter("can"), enter("thanh", OTHER), enter("bo", role=Role.MINISTRY_OFFICER)
    address = begun(one, place, None)
    for door in ("", "/sua"):
        other.get(address + door, status=404)
    assert address not in links(other.get(DESK))
    refused = other.post(f"{DESK}/moi", {**WORDS, "kind": "news", "decision": "", "place": str(place.id)})
    assert 'href="#place"' in refused.get_data(as_text=True)
    assert address in links(ministry.get(DESK))
    ministry.get(f"{DESK}?page=2", status=404)
    country = ministry.post(f"{DESK}/moi", {**WORDS, "kind": "news", "decision": "", "place": ""})
    assert "cả nước" in ministry.get(str(country.location))
    one.get(str(country.location), status=404)
    assert 'value=""' not in re.findall(r'<select id="place".*?</select>', one.get(f"{DESK}/moi"), re.DOTALL)[0]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    enter: Enter, reference_db: Database, decided: Decision, place: Place
) -> None:
    one, second = enter("can"), enter("duyet")
    new = {"kind": "results", "decision": "", "place": str(place.id)}
    page = one.post(f"{DESK}/moi", {**WORDS, **new, "title": "…", "body_en": ""}).get_data(as_text=True)
    assert [href for href in links(page) if href.startswith("#")][1:3] == ["#title", "#body_en"]
    assert "bảng kèm theo" in page
    assert 'href="#decision"' in one.post(f"{DESK}/moi", {**WORDS, **new}).get_data(as_text=True)
    filled = one.get(f"{DESK}/moi?quyet-dinh={decided.id}")
    assert "theo Quyết định số 7/QĐ-UBND" in filled
    address = begun(one, place, decided)
    stale = revision(one.get(f"{address}/sua"))
    one.post(f"{address}/sua", {**WORDS, **stale, "title": "Của đồng nghiệp"})
    lost = one.post(f"{address}/sua", {**WORDS, **stale, "title": "Của tôi"}).get_data(as_text=True)
    assert "Của tôi" in lost
    assert "Đồng nghiệp vừa sửa" in classed(lost, "err")[0][0]
    act(one, address, "trinh")
    assert "Giờ này đã qua" in act(second, address, "duyet", publish_at="2020-01-01T08:00")
    assert "kiểm tra lại năm" in act(second, address, "duyet", publish_at="0001-01-01T00:00")
    wrong = act(second, address, "duyet", publish_at="ngày mai")
    assert 'id="publish_at-error"' in wrong
    bad = {"file": (io.BytesIO(b"MZ\x00"), "x.exe"), "label": ""}
    act(one, address, "ve-nhap")
    assert 'id="file-error"' in one.post(f"{address}/tep", bad, page=address).get_data(as_text=True)  # type: ignore[arg-type]
    with reference_db.unit_of_work() as session:
        session.execute(update(Certificate).values(ended_on=TODAY, ended_by="revoked"))
    assert "bị thu hồi" in one.get(address)

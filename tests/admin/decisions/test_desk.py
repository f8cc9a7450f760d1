"""The desk over HTTP: from a pasted table to certificates, what is refused, and who does not come in."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select

from catalog.certificates.models import Certificate
from foundation.db.database import Database
from foundation.permissions.rules import Role
from tests.foundation.signin.conftest import Browser
from tests.support.desk import OTHER, Listed, listed, table
from tests.support.lists import go_on
from tests.support.pages import classed, links, texts

NEW = "/admin/xac-minh/quyet-dinh/moi"
DECISION = {
    "level": "province",
    "authority": "UBND thành phố Cần Thơ",
    "number": "1204/QĐ-UBND",
    "issued_on": "2025-09-03",
}

Enter = Callable[..., Browser]


@pytest.fixture
def rows(catalogue_db: Database) -> list[Listed]:
    with catalogue_db.reading() as session:
        return listed(session, 5)


def place_of(page: str) -> str:
    found = re.search(r'<option selected value="(\d+)"', page) or re.search(r'<option value="(\d+)"', page)
    assert found
    return found[1]


def fields(page: str) -> dict[str, str]:
    """What a browser would send back of the preview: hidden fields, boxes, and what is selected."""
    found = dict(re.findall(r'<input id="([\w-]+)" name="[\w-]+" value="([^"]*)"', page))
    for name, inside in re.findall(r'<select id="[\w-]+" name="([\w-]+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    version = re.search(r'name="version" value="(\d+)"', page)
    return {**found, **({"version": version[1]} if version else {})}


def begun(browser: Browser, rows: list[Listed], text: str | None = None) -> str:
    """The address of the preview of a new entry."""
    sent = {**DECISION, "place": place_of(browser.get(NEW)), "table": table(rows) if text is None else text}
    answer = browser.post(NEW, sent)
    assert answer.status_code == 302, texts(answer.get_data(as_text=True), "li")
    return previewed(browser, str(answer.location))


def previewed(browser: Browser, columns: str) -> str:
    """The address of the preview, from that of the columns, which are right."""
    answer = go_on(browser, columns)
    assert answer.status_code == 302, classed(answer.get_data(as_text=True), "note--bad")
    return str(answer.location)


def test_from_a_pasted_table_to_certificates_that_can_be_checked(enter: Enter, rows: list[Listed]) -> None:
    browser = enter("can")
    assert "Nhập quyết định" in browser.get("/admin/xac-minh/quyet-dinh")
    preview = begun(browser, rows)
    page = browser.get(preview)
    assert [text for text, _ in classed(page, "state--ok")] == ["khớp"] * 5
    answer = browser.post(f"{preview}/cap", fields(page), page=preview)
    assert answer.location == preview
    done = browser.get(preview)
    codes = [link for link in links(done) if link.startswith("/x/") and len(link) > 5]
    assert len(codes) == 5
    assert "Còn hiệu lực" in browser.get(codes[0])
    assert 'class="stars stars--big"' in browser.get(next(link for link in links(done) if "/san-pham/" in link))


def test_an_open_row_stops_it_and_what_was_filled_in_stays(enter: Enter, rows: list[Listed]) -> None:
    browser = enter("can")
    preview = begun(browser, rows, table(rows) + "\n6\tGốm lạ chưa ai làm\t\t\t4 sao")
    page = browser.get(preview)
    sent = fields(page)
    first = min(name for name in sent if name.startswith("commune-"))
    last = max((name for name in sent if name.startswith("is-")), key=lambda name: int(name[3:]))
    refused = browser.post(f"{preview}/cap", {**sent, first: "Xã vừa sửa"}, page=preview).get_data(as_text=True)
    assert "Còn dòng chưa xong" in classed(refused, "note--bad")[0][0]
    assert "Xã vừa sửa" in refused
    again = browser.post(f"{preview}/cap", {**fields(refused), last: "skip"}, page=preview)
    assert again.status_code == 302
    assert "bỏ qua" in browser.get(preview)


def test_what_is_wrong_is_said_beside_its_field_and_the_table_stays(enter: Enter, rows: list[Listed]) -> None:
    browser = enter("can")
    place = place_of(browser.get(NEW))
    bad = {**DECISION, "place": place, "number": "", "issued_on": "2030-01-01", "table": table(rows)}
    page = browser.post(NEW, bad).get_data(as_text=True)
    assert rows[0].name in page
    assert 'href="#number"' in page
    future = browser.post(NEW, {**bad, "number": "1/QĐ"}).get_data(as_text=True)
    assert "không thể ở tương lai" in future
    assert rows[0].name in future
    assert "dán bảng" in browser.post(NEW, {**bad, "number": "1/QĐ", "issued_on": "2025-01-01", "table": ""}).get_data(
        as_text=True
    )


@pytest.mark.parametrize("number", ["", "1204/QĐ-UBND"])
def test_a_file_is_read_and_not_lost_when_something_else_is_refused(
    enter: Enter, rows: list[Listed], number: str
) -> None:
    browser = enter("can")
    file = (BytesIO(("\ufeff" + table(rows).replace("\t", ";")).encode()), "bang.csv")
    sent = {**DECISION, "place": place_of(browser.get(NEW)), "number": number, "table_file": file}
    answer = browser.post(NEW, sent)  # type: ignore[arg-type]
    if number:
        assert len(classed(browser.get(previewed(browser, answer.location)), "state--ok")) == 5
    else:
        assert rows[0].name in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"PK\x03\x04broken", "Không đọc được tệp này"),
        (b"\xff\xfe\x00", "Không đọc được tệp này"),
        (b"%PDF-1.7\x00", "Tệp PDF hoặc ảnh không có bảng"),
    ],
)
def test_what_is_no_table_is_refused_in_words(enter: Enter, raw: bytes, words: str) -> None:
    browser = enter("can")
    sent = {**DECISION, "place": place_of(browser.get(NEW)), "table_file": (BytesIO(raw), "bang.xlsx")}
    page = browser.post(NEW, sent).get_data(as_text=True)  # type: ignore[arg-type]
    assert words in page


def test_a_word_far_from_the_table_is_named_and_a_blank_is_none(
    enter: Enter, rows: list[Listed], tmp_path: Path
) -> None:
    """The library used to abort on either, and with it the process that serves everybody else."""
    browser = enter("can")
    path = tmp_path / "bang.xlsx"
    for said in ("x", " "):
        with xlsxwriter.Workbook(path) as made:
            sheet = made.add_worksheet()
            for number, line in enumerate(table(rows).split("\n")):
                sheet.write_row(number, 0, line.split("\t"))
            sheet.write_string(1_048_575, 16_383, said)
        file = (BytesIO(path.read_bytes()), "bang.xlsx")
        sent = {**DECISION, "place": place_of(browser.get(NEW)), "table_file": file}
        answer = browser.post(NEW, sent)  # type: ignore[arg-type]
        if said.strip():
            assert "Ô XFD1048576 nằm cách xa bảng" in answer.get_data(as_text=True)
        else:
            assert len(classed(browser.get(previewed(browser, answer.location)), "state--ok")) == 5


def test_two_officers_at_one_entry_one_wins_and_the_other_is_told(
    enter: Enter, rows: list[Listed], catalogue_db: Database
) -> None:
    one, other = enter("can"), enter("minh")
    preview = begun(one, rows)
    seen = fields(other.get(preview))
    assert one.post(f"{preview}/cap", fields(one.get(preview)), page=preview).status_code == 302
    told = other.post(f"{preview}/cap", seen, page=NEW).get_data(as_text=True)
    assert "Đồng nghiệp đã hoàn tất" in classed(told, "note--bad")[0][0]
    with catalogue_db.reading() as session:
        assert len(session.scalars(select(Certificate)).all()) == 5


def test_another_provinces_officer_finds_nothing_of_it(enter: Enter, rows: list[Listed]) -> None:
    preview = begun(enter("can"), rows)
    stranger = enter("thanh", OTHER)
    stranger.get(preview, status=404)
    for act in ("", "/cap", "/bo"):
        assert stranger.post(preview + act, {"version": "1"}, page=NEW).status_code == 404
    assert preview not in links(stranger.get("/admin/xac-minh/quyet-dinh"))
    assert "1204/QĐ-UBND" not in stranger.get("/admin/xac-minh/quyet-dinh")


def test_a_province_that_is_not_ones_own_cannot_be_named(enter: Enter, rows: list[Listed]) -> None:
    own, stranger = enter("can"), enter("thanh", OTHER)
    place = place_of(own.get(NEW))
    assert place_of(stranger.get(NEW)) != place
    page = stranger.post(NEW, {**DECISION, "place": place, "table": table(rows)})
    assert page.status_code == 200
    assert 'href="#place"' in page.get_data(as_text=True)


def test_the_ministry_works_for_every_province(enter: Enter, rows: list[Listed]) -> None:
    preview = begun(enter("can"), rows)
    enter("bo", role=Role.MINISTRY_OFFICER).get(preview)


def test_a_draft_can_be_given_up(enter: Enter, rows: list[Listed]) -> None:
    browser = enter("can")
    preview = begun(browser, rows)
    assert browser.post(f"{preview}/bo", {"version": "1"}, page=preview).location.endswith("/quyet-dinh")
    assert "đã được bỏ" in browser.get(preview)


def test_a_decision_that_sources_name_fills_the_form(enter: Enter) -> None:
    browser = enter("can")
    desk = browser.get("/admin/xac-minh/quyet-dinh")
    named = next(link for link in links(desk) if "moi?so=" in link)
    page = browser.get(named)
    assert "UBND thành phố Cần Thơ" in page
    assert "\t" in page


def test_a_scan_is_kept_with_the_decision_and_read_by_its_desk_only(enter: Enter, rows: list[Listed]) -> None:
    browser = enter("can")
    preview = begun(browser, rows)
    browser.get(f"{preview}/ban-chup", status=404)
    pdf = (BytesIO(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), "quyết định.pdf")
    assert browser.post(f"{preview}/ban-chup", {"scan": pdf}, page=preview).status_code == 302  # type: ignore[dict-item]
    assert f"{preview}/ban-chup" in links(browser.get(preview))
    assert browser.client.get(f"{preview}/ban-chup").data.startswith(b"%PDF")
    enter("thanh", OTHER).get(f"{preview}/ban-chup", status=404)


@pytest.mark.parametrize("raw", [None, b"<svg/>", b""])
def test_what_is_no_scan_is_refused_in_words(enter: Enter, rows: list[Listed], raw: bytes | None) -> None:
    browser = enter("can")
    preview = begun(browser, rows)
    sent = {} if raw is None else {"scan": (BytesIO(raw), "x.svg")}
    page = browser.post(f"{preview}/ban-chup", sent, page=preview).get_data(as_text=True)  # type: ignore[arg-type]
    assert 'id="scan-error"' in page
    browser.get(f"{preview}/ban-chup", status=404)

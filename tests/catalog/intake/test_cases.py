"""Files with which people failed: what each holds stands in its folder under `cases/`, what is right stands here."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from admin.decisions.reading import rows_of
from catalog.certificates.models import Certificate
from catalog.intake.columns import PRODUCTS
from catalog.intake.models import IntakeRow
from catalog.intake.reading import read_list, read_rows
from catalog.intake.resolving import Resolution, resolve
from catalog.intake.rules import Outcome, Reason, ResolutionKind
from catalog.intake.services import Report, import_file
from catalog.producers.models import Producer
from catalog.products.models import Product
from foundation.db.database import Database
from foundation.tables.faults import Fault, UnreadableFile
from foundation.tables.understood import understand
from tests.support.databases import TODAY

CASES = Path(__file__).parent / "cases"
TEA = ("Trà Shan tuyết", "HTX Tân Lập", "Xã Cao Bồ", "4")
YELLOW = ("Chè vàng", "HTX Tân Lập", "Xã Cao Bồ", "3")
HONEY = ("Mật ong bạc hà", "HTX Mèo Vạc", "", "4")

Take = Callable[..., Report]


@pytest.fixture
def take(reference_db: Database) -> Take:
    """Import a file of a case; what became of it."""

    def taken(name: str, *, dry_run: bool = False) -> Report:
        path = CASES / name
        return import_file(reference_db, path, list_key=path.parts[-2], today=TODAY, dry_run=dry_run)

    return taken


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(Product.name).where(Product.removed_at.is_(None))))


def table(name: str) -> list[tuple[str, ...]]:
    rows = read_rows(CASES / name)
    return [tuple(row.cells.get(field, "") for field in ("name", "producer", "commune", "star")) for row in rows]


@pytest.mark.parametrize(
    "name",
    ["cham-phay.csv", "unicode-text.txt", "sep.csv", "mac-cu.csv", "hai-dau-bom.csv", "ctrl-z.csv", "windows-1258.csv"],
)
def test_what_excel_saves_in_vietnam_is_one_product(name: str) -> None:
    assert table(f"csv-as-excel-saves-it-in-vietnam/{name}") == [TEA]


def test_days_and_stars_as_excel_shows_them(take: Take) -> None:
    day = take("csv-as-excel-saves-it-in-vietnam/ngay.csv", dry_run=True)
    assert [row.outcome for row in day.rows] == [Outcome.CREATED]
    stars = take("csv-as-excel-saves-it-in-vietnam/sao-nam.csv", dry_run=True)
    assert [row.outcome for row in stars.rows] == [Outcome.CREATED] * 2


@pytest.mark.parametrize("name", ["o-cuoi.xlsx", "o-cuoi-cot-a.xlsx"])
def test_a_stray_blank_ends_nothing(name: str) -> None:
    assert table(f"far-cell/{name}") == [TEA]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("cot-bo-qua.xlsx", [TEA, YELLOW]),
        ("danh-muc-xo-xuong.xlsx", [TEA, YELLOW, HONEY]),
        ("data-bar.xlsx", [TEA, YELLOW]),
        ("sparkline.xlsx", [TEA, YELLOW]),
        ("trang-khac.xlsx", [TEA, YELLOW]),
    ],
)
def test_no_formula_stands_in_the_list(name: str, rows: list[tuple[str, ...]]) -> None:
    assert table(f"formula-that-is-none/{name}") == rows


def test_a_code_that_became_a_day_is_the_code(take: Take, reference_db: Database) -> None:
    told = take("group-code-becomes-a-date/nhom-thanh-ngay.xlsx")
    assert Reason.GROUP_UNKNOWN not in told.rows[0].reasons
    with reference_db.reading() as session:
        assert session.scalars(select(Product)).one().group_id is not None


def test_a_merged_cell_says_its_value_for_every_row_it_covers() -> None:
    assert table("merged-cells/chu-the.xlsx") == [TEA, YELLOW, HONEY]
    assert table("merged-cells/khong-id.xlsx") == [TEA, YELLOW, HONEY]
    rows = list(read_rows(CASES / "merged-cells/sao-va-so.xlsx"))
    assert {(row.cells["star"], row.cells["decision_no"]) for row in rows} == {("4", "1234/QĐ-UBND")}


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("hai-trang.xlsx", "other_lists"),
        ("trang-an-cu.xlsx", "hidden_sheet"),
        ("trang-an-danh-muc.xlsx", "hidden_sheet"),
        ("trang-bia.xlsx", "sheet_without_list"),
    ],
)
def test_a_sheet_that_is_not_read_is_told(name: str, note: str) -> None:
    source = read_list(CASES / f"other-sheets/{name}")
    assert [row.cells["name"] for row in source.rows] == [TEA[0], YELLOW[0]]
    assert note in source.notes


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("tables-as-provinces-publish-them/tieu-de-phia-tren.xlsx", 3),
        ("tables-as-provinces-publish-them/tieu-de-khac.xlsx", 3),
        ("tables-as-provinces-publish-them/tieu-de-khac-2.xlsx", 3),
        ("tables-as-provinces-publish-them/ket-qua-phan-hang.xlsx", 3),
        ("tables-as-provinces-publish-them/dong-danh-so.xlsx", 3),
        ("tables-as-provinces-publish-them/phan-muc-va-tong.xlsx", 3),
        ("tables-as-provinces-publish-them/hai-dong-tieu-de.xlsx", 3),
        ("merged-cells/ban-quyet-dinh.xlsx", 3),
        ("formula-that-is-none/stt.xlsx", 2),
    ],
)
def test_the_officers_page_reads_the_table_under_its_headings(name: str, count: int) -> None:
    seen = understand((CASES / name).read_bytes(), PRODUCTS)
    assert seen.found
    rows = rows_of(seen.found)
    assert len(rows) == count
    assert {(row.name, row.producer, row.stars) for row in rows} <= {
        (one[0], one[1], one[3]) for one in (TEA, YELLOW, HONEY)
    }
    assert rows[0].commune == "Xã Cao Bồ"


def test_a_running_number_is_no_identity(reference_db: Database) -> None:
    years = [CASES / "renumbered-list" / year / "ha-giang.csv" for year in ("nam-2023", "nam-2024")]
    import_file(reference_db, years[0], list_key="ha-giang", today=TODAY)
    with reference_db.reading() as session:
        before = session.execute(select(Certificate.product_id, Certificate.check_code, Certificate.ended_by)).all()
    told = import_file(reference_db, years[1], list_key="ha-giang", today=TODAY)
    assert (told.rows[0].outcome, told.rows[0].reasons[-1:]) == (Outcome.NEEDS_REVIEW, (Reason.IDENTITY_CHANGED,))
    with reference_db.reading() as session:
        after = session.execute(select(Certificate.product_id, Certificate.check_code, Certificate.ended_by)).all()
        assert "Trà Shan tuyết" in set(session.scalars(select(Product.name)))
    assert after == before


@pytest.mark.parametrize("spelling", "bcde")
def test_a_decision_written_otherwise_is_the_same_decision(reference_db: Database, spelling: str) -> None:
    for folder in ("a", spelling):
        path = CASES / "certificate-reissued-by-spelling" / folder / "danh-sach.csv"
        import_file(reference_db, path, list_key="t", today=TODAY)
    with reference_db.reading() as session:
        kept = session.scalars(select(Certificate)).one()
        assert kept.ended_by is None


def test_tone_marks_tell_words_apart(take: Take, reference_db: Database) -> None:
    told = take("tone-marks-tell-words-apart/mot-danh-sach.csv")
    assert Outcome.REJECTED not in told.counts()
    two = take("tone-marks-tell-words-apart/hai-chu-the.csv")
    assert two.rows[1].reasons[-1:] == (Reason.PRODUCER_NAME_DIFFERS,)
    take("tone-marks-tell-words-apart/dau-cong.csv")
    assert {"Dừa sấy giòn", "Dứa sấy giòn", "Cà phê A", "Cà phê A+"} <= set(names(reference_db))
    with reference_db.reading() as session:
        waiting = session.scalars(select(IntakeRow).filter_by(row_key="2", outcome=Outcome.NEEDS_REVIEW)).one()
        other = Resolution(ResolutionKind.OTHER_PRODUCER)
    with reference_db.unit_of_work() as session:
        resolve(session, waiting.id, waiting.cells, other, TODAY)
        makers = set(session.scalars(select(Producer.name)))
    assert {"Hộ kinh doanh Nguyễn Thị Thúy", "Hộ kinh doanh Nguyễn Thị Thủy"} <= makers


def test_a_pineapple_takes_no_coconuts_stars(reference_db: Database) -> None:
    for year in ("2022", "2024"):
        path = CASES / f"tone-marks-tell-words-apart/nam-{year}.csv"
        import_file(reference_db, path, list_key=year, today=TODAY)
    with reference_db.reading() as session:
        coconut = session.scalars(select(Product).filter_by(name="Kẹo dừa")).one()
        kept = session.scalars(select(Certificate).filter_by(product_id=coconut.id)).one()
        assert (kept.stars, kept.ended_by) == (4, None)


def test_what_nobody_sees_tells_nothing_apart(take: Take, reference_db: Database) -> None:
    for name in ("cot.csv", "tinh.csv"):
        assert table(f"invisible-characters/{name}") == [TEA]
    assert take("invisible-characters/ten.csv").rows[0].outcome is Outcome.CREATED
    assert names(reference_db) == ["Trà Shan tuyết"]
    for name, fault in (("chu-giong-D.csv", Fault.WRONG_LETTER), ("hong-ma.csv", Fault.DAMAGED_TEXT)):
        with pytest.raises(UnreadableFile) as refusal:
            list(read_rows(CASES / f"invisible-characters/{name}"))
        assert refusal.value.fault is fault


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("Xóm 5, xã Phú Lương, tỉnh Thái Nguyên", "Phú Lương"),
        ("Phường Đức Xuân, TP Bắc Kạn", "Đức Xuân"),
    ],
)
def test_an_address_alone_says_the_commune(reference_db: Database, tmp_path: Path, address: str, place: str) -> None:
    path = tmp_path / "thai-nguyen.csv"
    row = f'1,Chè,HTX Chè,"{address}{"" if "tỉnh" in address else ", tỉnh Thái Nguyên"}"'
    path.write_text(f"id,name,producer,address\n{row}\n", encoding="utf-8")
    told = import_file(reference_db, path, list_key="t", today=TODAY)
    assert not {one for one in told.rows[0].reasons if one.startswith(("commune", "district", "province"))}
    with reference_db.reading() as session:
        product = session.scalars(select(Product)).one()
        assert place in str(product.commune_text)


def test_a_commune_nobody_knows_is_told_with_those_it_may_be(reference_db: Database, tmp_path: Path) -> None:
    path = tmp_path / "thai-nguyen.csv"
    path.write_text('id,name,producer,address\n1,Chè,HTX Chè,"xã Phú Lươngg, tỉnh Thái Nguyên"\n', encoding="utf-8")
    told = import_file(reference_db, path, list_key="t", today=TODAY)
    assert Reason.COMMUNE_UNKNOWN in told.rows[0].reasons
    assert told.rows[0].lies == ("19", "Xã Phú Lươngg")

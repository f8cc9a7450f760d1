"""Who operates the site, as its settings say."""

import json
from pathlib import Path

import pytest

from foundation.config.operator import OperatorError, read_operator
from foundation.config.settings import ConfigError, Settings

WHOLE = {
    "name": "Trung tâm  Xúc tiến (thử)",
    "address": "Số 1, phường Thử",
    "tax_id": "0100000000-001",
    "email": "lienhe@ocop.example",
    "phone": "+84 24 0000 0000",
}


def without(name: str) -> dict[str, object]:
    return {key: said for key, said in WHOLE.items() if key != name}


def test_nothing_said_is_nobody() -> None:
    assert read_operator("") is None


@pytest.mark.parametrize("from_file", [False, True])
def test_it_is_read_from_text_or_from_a_file(tmp_path: Path, from_file: bool) -> None:
    text = json.dumps(WHOLE | {"registration": "", "hours": "8–17 giờ"})
    file = tmp_path / "operator.json"
    file.write_text(text, encoding="utf-8")
    found = read_operator(str(file) if from_file else text)
    assert found
    assert (found.name, found.registration, found.hours) == ("Trung tâm Xúc tiến (thử)", None, "8–17 giờ")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (without("tax_id"), "lacks tax_id"),
        (WHOLE | {"tax_id": "12"}, "tax_id must be 10 digits"),
        (WHOLE | {"email": "nobody"}, "email must be an e-mail address"),
        (WHOLE | {"phone": "call us"}, "phone must be a telephone number"),
        (WHOLE | {"adress": "x"}, "does not know adress"),
        (WHOLE | {"name": 5}, "name must be text"),
        (WHOLE | {"name": "x" * 301}, "name must be text of at most 300"),
        ([WHOLE], "must hold a JSON object"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, told: object, reason: str) -> None:
    file = tmp_path / "operator.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(OperatorError, match=reason):
        read_operator(str(file))


@pytest.mark.parametrize(("value", "reason"), [("{", "holds no JSON"), ("/nowhere/at/all", "neither a JSON object")])
def test_what_cannot_be_read_stops_the_start_with_its_reason(tmp_path: Path, value: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=f"OCOP_OPERATOR: .*{reason}"):
        Settings.from_env({"OCOP_DATA_DIR": str(tmp_path), "OCOP_OPERATOR": value})


def test_production_is_warned_where_nobody_is_named(tmp_path: Path) -> None:
    live = {
        "OCOP_ENV": "production",
        "OCOP_DATA_DIR": str(tmp_path),
        "OCOP_SECRET_KEY": "k" * 40,
        "OCOP_BASE_URL": "https://ocop.example",
    }
    assert "OCOP_OPERATOR" in Settings.from_env(live).warnings()[0]
    assert Settings.from_env({**live, "OCOP_OPERATOR": json.dumps(WHOLE)}).warnings() == []
    assert Settings.from_env({"OCOP_DATA_DIR": str(tmp_path)}).warnings() == []

"""The command, as programs outside rely on it."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from foundation.i18n.languages import Lang
from foundation.i18n.messages import messages_in
from marketplace.matching.reading import read_file
from marketplace.matching.rules import match
from marketplace.matching.sentences import sentence
from marketplace.matching.text import agreement

HERE = Path(__file__).parent
EXAMPLE = json.loads((HERE / "example.json").read_text(encoding="utf-8"))
ANSWER = json.loads((HERE / "example_answer.json").read_text(encoding="utf-8"))


@pytest.fixture
def dialect() -> str:
    return "sqlite"  # the model reads a file: the database plays no part


def run(app: Flask, *args: str) -> tuple[int, str, str]:
    done = app.test_cli_runner().invoke(args=["matching", "rank", *args])
    return done.exit_code, done.stdout, done.stderr


def test_the_example_of_the_contract(app: Flask) -> None:
    code, out, err = run(app, str(HERE / "example.json"))
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert json.loads(out) == ANSWER


def test_sentences_are_in_the_readers_language(app: Flask) -> None:
    _, out, _ = run(app, str(HERE / "example.json"), "--lang", "en")
    said = [one["text"] for one in json.loads(out)[0]["reasons"]]
    assert said == [
        "Exactly the sub-group asked for",
        "189,000 đ/kg, 5 % above the price asked for",
        "1,200 kg of 1,500 kg needed",
    ]


def changed(path: list[str | int], value: Any) -> str:
    """Return the example with one value another, or without it."""
    told = json.loads(json.dumps(EXAMPLE))
    inner = told
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return json.dumps(told)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (changed(["offers", 0, "quantity", "unit"], "bag"), "offers[0].quantity.unit: "),
        (changed(["offers", 0, "quantity", "pack"], None), "offers[0].quantity.pack: "),
        (changed(["offers", 0, "quantity", "pack"], {"amount": 5}), "offers[0].quantity.pack.unit: "),
        (changed(["offers", 0, "quantity", "per"], "year"), "offers[0].quantity.per: "),
        (changed(["offers", 0, "window", "to"], "soon"), "offers[0].window.to: "),
        (changed(["offers", 0, "window", "to"], "2026-10-01"), "offers[0].window.to: is before from"),
        (changed(["offers", 0, "window", "to"], None), "offers[0].window.to: "),
        (changed(["offers", 0, "min_order", "amount"], -1), "offers[0].min_order.amount: "),
        (changed(["offers", 0, "min_order", "amount"], "5"), "offers[0].min_order.amount: must be a number"),
        (changed(["offers", 0, "min_order", "amount"], value=True), "offers[0].min_order.amount: must be a number"),
        (changed(["offers", 0, "delivers_to"], "nowhere"), "offers[0].delivers_to: "),
        (changed(["offers", 0, "season"], [1, 1]), "offers[0].season: "),
        (changed(["offers", 0, "id"], None), "offers[0].id: "),
        (changed(["offers", 1], 5), "offers[1]: "),
        (changed(["offers", 1, "group"], value=True), "offers[1].group: must be a code"),
        (changed(["demand", "delivery"], None), "demand.delivery: "),
        (changed(["demand", "price", "dong"], -5), "demand.price.dong: "),
        (changed(["today"], "2026-13-01"), "today: "),
        (changed(["offers"], None), "offers: "),
        ("[]", "the file: "),
        ("{", "line 1, column 2: "),
        ('{"demand": {"delivery": {"from": ' + "9" * 5000 + "}}}", "today: "),
        (
            changed(["demand", "payment_days"], 0).replace('"payment_days": 0', '"payment_days": ' + "9" * 5000),
            "payment",
        ),
        ('{"today": NaN}', "NaN is no number"),
        ("[" * 100_000, "the file is nested too deep"),
        (b"\xff", "byte 0 is no UTF-8"),
        (None, "No such file or directory"),
    ],
)
def test_what_is_refused_is_told_with_its_place(
    app: Flask, tmp_path: Path, text: str | bytes | None, place: str
) -> None:
    file = tmp_path / "demand.json"
    if text is not None:
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    code, out, err = run(app, str(file))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert place in err


def test_what_nobody_said_is_unknown_and_said_so(app: Flask, tmp_path: Path) -> None:
    bare = {"id": 7, "state": "live", "certificate_until": "2030-01-01", "price": {"unit": "kg", "tiers": []}}
    told = {"today": "2026-11-23", "demand": {"delivery": {"from": "2026-12-01", "to": "2026-12-31"}}}
    file = tmp_path / "bare.json"
    file.write_text(json.dumps({**told, "offers": [{**bare, "replies": {"asked": 1}}]}), encoding="utf-8")
    _, out, _ = run(app, str(file))
    found = json.loads(out)[0]
    assert (found["offer"], found["score"], found["confidence"], found["seller"]) == ("7", 50, 0, 100)
    assert [one["text"] for one in found["gaps"]] == [
        "Chưa có nhóm sản phẩm lẫn mô tả để so sánh",
        "Chưa so sánh được số lượng với nhu cầu",
    ]
    assert found["reasons"] == []


@pytest.mark.parametrize(
    ("demand", "offer", "feature", "said"),
    [
        ({"subgroup": None}, {}, "product", "Đúng nhóm cần mua"),
        ({"subgroup": "26-set-5"}, {}, "product", "Đúng nhóm, khác phân nhóm"),
        ({"group": None, "text": "mật ong"}, {"text": "Mật ong rừng"}, "product", "Từ ngữ khớp "),
        ({}, {"min_order": {"amount": 2, "unit": "tonne"}}, "quantity", "Bán từ 2.000 kg, cần 1.500 kg"),
        (
            {"price": {"dong": 189000, "unit": "kg", "includes": ["vat"]}},
            {},
            "price",
            "189.000 đ/kg, đúng mức mong muốn",
        ),
        ({"price": {"dong": 200000, "unit": "kg", "includes": ["vat"]}}, {}, "price", "thấp hơn mức mong muốn 5,5 %"),
        ({"quantity": None}, {}, "quantity", "Chưa so sánh được số lượng"),
        ({}, {"price": None}, "price", "Chưa so sánh được giá"),
        ({}, {"place": {"province": "01"}}, "geography", "Cùng tỉnh"),
        ({}, {}, "geography", "Cách khoảng 177 km"),
        ({}, {"place": None}, "geography", "Chưa rõ cách bao xa"),
        ({}, {}, "quality", "4 sao, thêm 1 chứng nhận"),
        ({"min_stars": None}, {"stars": None}, "quality", "Chưa rõ hạng sao"),
        ({}, {"window": None}, "time", "Chưa rõ thời gian giao"),
        ({}, {"confirmed_on": None}, "trust", "Chưa biết mức độ trả lời"),
    ],
)
def test_a_sentence_for_everything(
    app: Flask, demand: dict[str, Any], offer: dict[str, Any], feature: str, said: str
) -> None:
    told = {"today": "2026-11-23", "demand": {**EXAMPLE["demand"], **demand}}
    told["offers"] = [{**EXAMPLE["offers"][0], **offer}]
    today, asked, offers = read_file(json.dumps(told))
    found = match(asked, offers[0], today, agreement)
    assert found.gated_by == ()
    with app.app_context(), messages_in(Lang.VI):
        assert said in sentence(feature, found.features[feature], asked, offers[0], today)

"""A corpus of any size, the same every time: real names, producers and places, varied; stories by Zipf's law."""

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

import numpy as np

from bench.search.lexicon import lexicon, rare_word
from bench.search.sources import Spot, items, makers, province_weights, spots
from foundation.search.documents import Document

SEED = 2026
MIXED_FROM = 200_000
"""From this size on a corpus holds every kind; a smaller one products only."""

_MIX = ("product",) * 8 + ("offer",) * 6 + ("demand",) * 3 + ("outlet",) * 2 + ("event",)
_PER_PRODUCER = 4
_UNNAMED = 20
"""One producer in so many is not named by its source."""
_OPENED = 0.6
"""Share of stories that begin with the name and the commune."""
_SIGNED = 0.12
"""Share of stories that end with a word few others have."""
_WITH_PLACES = (0, 1, 1, 2, 2, 0, 0, 0)
"""What a name ends with, drawn evenly: nothing, its commune (1), its province (2)."""
_UNSTATED = 6
_UNVERIFIED = 7
_CHUNK = 1_000
_FIRST_DAY = date(2019, 3, 1).toordinal()
_LAST_DAY = date(2026, 11, 20).toordinal()
_EPOCH = date(1970, 1, 1).toordinal()

# Recognised stars and standing together, as often as the demonstration's records have them.
_RECOGNISED = {
    (3, 3): 225,
    (4, 3): 165,
    (4, 2): 80,
    (0, 5): 65,
    (3, 2): 65,
    (3, 0): 49,
    (4, 0): 45,
    (4, 7): 32,
    (3, 7): 29,
    (3, 4): 28,
    (4, 4): 28,
    (0, 6): 18,
    (5, 3): 17,
    (0, 7): 16,
    (5, 0): 15,
    (4, 1): 6,
    (5, 2): 1,
    (3, 8): 3,
    (3, 9): 1,
}

_KINDS_OF_GOODS = """
đặc sản, túi lọc, hũ 500g, loại 1, hữu cơ, hộp quà, thượng hạng, truyền thống, cao cấp, sấy lạnh, sấy khô, nguyên chất,
gói 100g, túi 1kg, chai 500ml, hộp 250g, đóng hộp, hút chân không, gia truyền, sạch, vị gừng, vị cay, ít ngọt,
loại đặc biệt, thủ công, ăn liền, hòa tan, rang mộc, tẩm ướp, một nắng, VietGAP, xuất khẩu, phơi nắng, mùa mới,
nếp cái hoa vàng, không đường
"""
_MODIFIERS = [modifier.strip() for modifier in _KINDS_OF_GOODS.split(",")]
_OFFERS = ("Cung cấp", "Bán sỉ", "Sẵn hàng", "Nhận đặt", "Chào bán")
_DEMANDS = ("Cần mua", "Tìm nguồn", "Thu mua", "Đặt hàng", "Tìm nhà cung cấp")
_OUTLETS = ("Điểm giới thiệu sản phẩm OCOP", "Cửa hàng OCOP", "Trung tâm đặc sản", "Siêu thị nông sản", "Gian hàng")
_EVENTS = ("Hội chợ OCOP", "Tuần hàng nông sản", "Phiên chợ đặc sản", "Hội nghị kết nối cung cầu", "Lễ hội trái cây")
_UNITS = ("kg", "tấn", "hộp", "thùng", "chai")


@dataclass(frozen=True, slots=True)
class _Producer:
    name: str
    kind: int
    spot: Spot


def documents(count: int, seed: int = SEED) -> Iterator[Document]:
    """`count` documents; the same count and seed give the same ones."""
    rng = random.Random(f"{seed} {count}")
    producers = _producers(max(50, count // _PER_PRODUCER), rng)
    stories = _stories(count, seed)
    numbers = dict.fromkeys(_MIX, 0)
    for position in range(count):
        kind = _MIX[position * 7 % len(_MIX)] if count >= MIXED_FROM else "product"
        numbers[kind] += 1
        producer = producers[int(len(producers) * rng.random() ** 1.3)]
        yield _document(kind, numbers[kind], producer, next(stories), rng)


def _document(kind: str, number: int, producer: _Producer, story: str, rng: random.Random) -> Document:
    """A product, or what another kind says about one, a place or a day."""
    item = rng.choice(items())
    stars, standing = _recognition(rng)
    name = _product_name(item.name, producer.spot, rng)
    product = Document(
        kind=kind,
        number=number,
        name=name,
        owner=producer.name,
        place=producer.spot.written,
        group=item.group,
        story=_told(name, producer.spot, story, rng),
        columns={
            "province": producer.spot.province,
            "group": item.group_number,
            "stars": stars,
            "standing": standing,
            "producer_type": producer.kind,
            "newest": _day(rng),
        },
    )
    return product if kind == "product" else _other(product, producer.spot, rng)


def _other(product: Document, spot: Spot, rng: random.Random) -> Document:
    """The product told as a document of its kind."""
    amount = f"{rng.randrange(1, 60) * 10} {rng.choice(_UNITS)}"
    if product.kind == "offer":
        return replace(product, name=f"{rng.choice(_OFFERS)} {product.name} {amount}")
    bare = {**product.columns, "stars": 0, "standing": _UNVERIFIED}
    if product.kind == "demand":
        return replace(product, name=f"{rng.choice(_DEMANDS)} {product.name} {amount}", columns=bare)
    bare["group"] = 0
    if product.kind == "outlet":
        name = f"{rng.choice(_OUTLETS)} {spot.commune} số {rng.randrange(1, 400)}"
    else:
        name = f"{rng.choice(_EVENTS)} {spot.province_name} {rng.randrange(2021, 2028)} lần {rng.randrange(1, 30)}"
    return replace(product, name=name, group="", columns=bare)


def _product_name(real: str, spot: Spot, rng: random.Random) -> str:
    """A real name with none to two modifiers and, two times in five, a place."""
    modifiers = rng.sample(_MODIFIERS, rng.choice((0, 1, 1, 1, 2)))
    place = ("", spot.short, spot.province_name)[rng.choice(_WITH_PLACES)]
    return " ".join(filter(None, (real, *modifiers, place)))


def _told(name: str, spot: Spot, story: str, rng: random.Random) -> str:
    """The story with the name and the place in it as stories have them, and now and then a rare word."""
    opening = f"{name} là sản phẩm của {spot.commune}. " if rng.random() < _OPENED else ""
    closing = f" {rare_word(rng)}." if rng.random() < _SIGNED else ""
    return f"{opening}{story}{closing}"


def _stories(count: int, seed: int) -> Iterator[str]:
    """Prose of 15 to 140 entries, a full stop after each dozen."""
    rng = np.random.default_rng([seed, count])
    for start in range(0, count, _CHUNK):
        lengths = np.clip(rng.normal(66, 20, min(_CHUNK, count - start)), 15, 140).astype(int).tolist()
        drawn = lexicon().draw(rng, sum(lengths))
        at = 0
        for length in lengths:
            told = drawn[at : at + length]
            at += length
            told[4::12] = [f"{entry}," for entry in told[4::12]]
            told[11::12] = [f"{entry}." for entry in told[11::12]]
            yield " ".join(told)


def _producers(count: int, rng: random.Random) -> list[_Producer]:
    """Producers in places: a real name, its own the first time and with a serial or a place from then on."""
    weights = province_weights()
    codes, bounds = list(weights), list(accumulate(weights.values()))
    made = []
    for number in range(count):
        spot = rng.choice(spots()[codes[bisect(bounds, rng.random() * bounds[-1])]])
        real = makers()[number % len(makers())]
        serial = number // len(makers())
        varied = f"{real.name} {spot.short}" if serial % 2 else f"{real.name} {serial}"
        made.append(_Producer(varied if serial else real.name, real.kind, spot))
    made[_UNNAMED - 1 :: _UNNAMED] = [replace(one, name="", kind=_UNSTATED) for one in made[_UNNAMED - 1 :: _UNNAMED]]
    return made


_PAIRS = list(_RECOGNISED)
_BOUNDS = list(accumulate(_RECOGNISED.values()))


def _recognition(rng: random.Random) -> tuple[int, int]:
    return _PAIRS[bisect(_BOUNDS, rng.random() * _BOUNDS[-1])]


def _day(rng: random.Random) -> int:
    """A day since 1970, the recent years the oftener."""
    return _LAST_DAY - int((_LAST_DAY - _FIRST_DAY) * rng.random() ** 1.5) - _EPOCH

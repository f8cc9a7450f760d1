"""Every public page, by kind: those that the site tells search engines of, and those with a question in them."""

import json
import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from urllib.parse import urlencode, urlsplit

from bench.narrowing import narrowed_lists
from bench.ratios.comparison import Site

ASKS = 80
SEED = 7
UNLISTED = (
    "/vi/da-luu",
    "/vi/thong-bao/atom.xml",
    "/vi/phan-anh",
    "/x/",
    "/api/v1/announcements",
    "/api/v1/openapi.json",
)
"""Public pages that no sitemap names."""

RECORD_PAGES = {"/vi/san-pham/…": ("lich-su", "thay-doi"), "/vi/chu-the/…": ("thay-doi",)}
"""What a record has besides its page."""

_LOC = re.compile(r"<loc>([^<]+)</loc>")


def public_addresses(site: Site) -> Mapping[str, Sequence[str]]:
    """Addresses of each kind of page, as many as are asked of it."""
    rng = random.Random(SEED)
    found: dict[str, list[str]] = defaultdict(list)
    for path in (*_listed(site), *UNLISTED):
        found[_kind(path)].append(path)
    for kind, words in RECORD_PAGES.items():
        found.update({f"{kind}/{word}": [f"{path}/{word}" for path in found[kind]] for word in words})
    pages = {kind: _enough(sorted(paths), rng) for kind, paths in sorted(found.items())}
    return {**pages, **_questions(site, rng)}


def _listed(site: Site) -> list[str]:
    """Vietnamese pages that the sitemaps name, of each section its first part."""
    parts = _locations(site, "/sitemap.xml")
    first = {part.rpartition("-")[0]: part for part in reversed(parts)}
    return [path for part in first.values() for path in _locations(site, part) if path.startswith("/vi/")]


def _locations(site: Site, address: str) -> list[str]:
    return [urlsplit(found).path for found in _LOC.findall(site.read(address))]


def _kind(path: str) -> str:
    """The page of one record is known by what stands before its name."""
    words = path.strip("/").split("/")
    return "/" + "/".join(words[:2]) + ("/…" if len(words) > 2 else "")  # noqa: PLR2004 - language and room


def _enough(paths: list[str], rng: random.Random) -> list[str]:
    rng.shuffle(paths)
    return (paths * ASKS)[:ASKS]


def _questions(site: Site, rng: random.Random) -> dict[str, list[str]]:
    items = json.loads(site.read("/api/v1/products?per_page=100"))["items"]
    names = [item["name"] for item in items]
    asked = [urlencode({"q": " ".join(rng.choice(names).split()[: rng.randrange(1, 4)])}) for _ in range(3 * ASKS)]
    narrowed = list(islice(narrowed_lists(rng), 2 * ASKS))
    return {
        "list, narrowed, any page": [f"/vi/san-pham?{one}" for one in narrowed[:ASKS]],
        "search page": [f"/vi/san-pham?{one}" for one in asked[:ASKS]],
        "list of producers, any page": [f"/vi/chu-the?page={number}" for number in range(1, ASKS + 1)],
        "API list": [f"/api/v1/products?{one}" for one in narrowed[ASKS:]],
        "API search": [f"/api/v1/products?{one}" for one in asked[ASKS : 2 * ASKS]],
        "API product": [f"/api/v1/products/{item['id']}" for item in items[:ASKS]],
        "check of an unknown code": [f"/x/{number:04d}-{number:05d}" for number in range(ASKS)],
        "API suggest": [f"/api/v1/suggest?{one}" for one in asked[2 * ASKS :]],
    }

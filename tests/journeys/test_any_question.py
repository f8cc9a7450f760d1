"""Whatever is typed is answered with a page, a list and suggestions. On both databases."""

from urllib.parse import quote

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.finder.forms import Q_MAX
from tests.support.pages import texts

PIECES = [
    *"\"'()[]{}*?%_\\/|&!~^:;<>=+-#@$`",
    *("\x00", "\x1b", "\x7f", "\ufeff", "\u200b", "\u202e", "\uffff", "\u0300", "İ", "ß", "ﬁ", "Ⅳ", "٤", "🍯"),
    *("AND", "OR", "NOT", "' OR 1=1 --", "<script>", "{{ 7*7 }}", "name:", "../..", "\r\nX: y", "1e999", "4 sao"),
    *("mật ong", "mâ\u0323t ong", "HTX", "Hà Giang", "5 star", "tỉnh", "trà*", "mật~2", "to_be", "sao"),
]
SNIPPETS = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
TYPED = st.one_of(st.text(max_size=Q_MAX), SNIPPETS).map(lambda text: text[:Q_MAX])
EACH = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

AT_ITS_WORST = [
    "từ " * 333,
    " ".join(f"w{number}" for number in range(200)),
    " ".join(["a"] * 500),
    "a" * Q_MAX,
    "ệ" * Q_MAX,
    "e\u0323\u0302" * 333,
    "\u0301" * Q_MAX,
    '"' * Q_MAX,
    "(" * Q_MAX,
    "*" * Q_MAX,
    "4 sao " * 166,
    "Hà Giang " * 111,
    "hợp tác xã " * 90,
    "🍯" * Q_MAX,
    "\x00" * Q_MAX,
    "m\x00ật",
]


def answer(client: FlaskClient, query: str) -> None:
    """Ask a question, already in the form of an address, at all three doors; each has to make sense of it."""
    page = client.get(f"/vi/san-pham?q={query}")
    assert page.status_code == 200
    [heading] = texts(page.get_data(as_text=True), "h1")
    assert heading.startswith("Sản phẩm")
    listed = client.get(f"/api/v1/products?q={query}")
    assert listed.status_code == 200
    found = listed.get_json()
    assert found["total"] >= len(found["items"]) == min(found["total"], found["per_page"])
    suggested = client.get(f"/api/v1/suggest?q={query}")
    assert suggested.status_code == 200
    assert len(suggested.get_json()["items"]) <= 8


@EACH
@given(TYPED)
def test_any_text_is_answered(client: FlaskClient, text: str) -> None:
    answer(client, quote(text, safe=""))


@EACH
@given(st.binary(max_size=Q_MAX))
def test_any_bytes_are_answered(client: FlaskClient, raw: bytes) -> None:
    answer(client, quote(raw, safe=""))


def test_the_longest_questions_are_answered(client: FlaskClient) -> None:
    for text in AT_ITS_WORST:
        answer(client, quote(text[:Q_MAX], safe=""))


def test_a_page_cuts_what_is_longer_and_the_api_refuses_it(client: FlaskClient) -> None:
    longer = "mật ong " + "x" * Q_MAX
    assert client.get("/vi/san-pham", query_string={"q": longer}).status_code == 200
    for door in ("products", "suggest"):
        assert client.get(f"/api/v1/{door}", query_string={"q": longer}).status_code == 422

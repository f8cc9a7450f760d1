"""Forms as Stripe's API takes them: `line_items[0][price_data][currency]=vnd` and so on. Pure."""

import re
from typing import Any
from urllib.parse import parse_qsl

Tree = dict[str, Any]


def read_form(sent: str) -> Tree:
    """Return what a form says, with its lists and groups."""
    tree: Tree = {}
    for name, value in parse_qsl(sent, keep_blank_values=True):
        *path, last = re.findall(r"[^\[\]]+", name)
        here = tree
        for part in path:
            here = here.setdefault(part, {})
        here[last] = value
    return {name: _listed(value) for name, value in tree.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(one) for name, one in value.items()}
    is_list = list(inner) == [str(number) for number in range(len(inner))]
    return list(inner.values()) if is_list else inner

"""Parts of templates that say the same on many pages, drawn once: `{% kept "menu", entry %}…{% endkept %}`."""

from collections.abc import Callable, Hashable

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.utils import LRUCache
from markupsafe import Markup

from foundation.web.routing import current_lang

_MOST = 512
"""Drawings kept for one application; those not asked for longest are let go."""


class FragmentCache(Extension):
    """The tag. What it draws depends on nothing but the page's language and the values named in it, first its name."""

    tags = {"kept"}  # noqa: RUF012 - the library declares it for instances

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._drawings: LRUCache = LRUCache(_MOST)

    def parse(self, parser: Parser) -> nodes.Node:
        """Return the block as a call of `drawn` with what it encloses."""
        line = next(parser.stream).lineno
        key = [parser.parse_expression()]
        while parser.stream.skip_if("comma"):
            key.append(parser.parse_expression())
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        call = self.call_method("rendered", [nodes.Tuple(key, "load")])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def rendered(self, key: tuple[Hashable, ...], caller: Callable[[], Markup]) -> Markup:
        """Return the drawing kept under a key, or a new one."""
        known = (current_lang(), *key)
        found: Markup | None = self._drawings.get(known)
        if found is None:
            found = self._drawings[known] = caller()
        return found

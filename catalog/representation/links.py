"""Pages of rooms above, one for each producer somebody speaks for, to which the workspace leads; from the root."""

from dataclasses import dataclass

from babel.support import LazyProxy

PAGES = "ocop_workspace_pages"


@dataclass(frozen=True, slots=True)
class WorkspacePage:
    """A link: the page, which takes `producer_id`, its words and picture."""

    endpoint: str
    label: LazyProxy
    icon: str

"""Ways to pages, and the menus they stand in; handed over by the root, for the ground knows no endpoint above it."""

from dataclasses import dataclass

from babel.support import LazyProxy


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a page.

    `menu` names where it is shown. `icon` is its picture where pictures are shown, `needs` the permission without
    which it is not shown where that is asked.
    """

    menu: str
    endpoint: str
    label: LazyProxy
    icon: str = "lock"
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Links of the main menu under one title; a single one stands for itself."""

    title: LazyProxy
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Menus:
    """What every page leads to.

    `main` is the menu at the head; `foot` are more pages named at the foot, `legal` those the law asks for, `trying`
    those for newcomers of a demonstration. `find` is where words are looked for, `report` where something wrong is
    told: its page gets the address one came from as `trang`. `enter` is where somebody signs in.
    """

    main: tuple[Group, ...] = ()
    foot: tuple[Link, ...] = ()
    legal: tuple[Link, ...] = ()
    trying: tuple[Link, ...] = ()
    find: Link | None = None
    report: Link | None = None
    enter: Link | None = None

    @property
    def pages(self) -> frozenset[str]:
        """Endpoints that stand in the main menu."""
        return frozenset(link.endpoint for group in self.main for link in group.links)

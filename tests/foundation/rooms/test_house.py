"""A house of a few rooms: what they declare comes together, in their order, and nothing twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from foundation.config.settings import Settings
from foundation.db.database import Database
from foundation.notices.rules import NoticeText
from foundation.outbox.rules import Interval
from foundation.permissions.policy import OWN
from foundation.permissions.roles import KindRule, RoleRule
from foundation.permissions.rules import Role, ScopeKind
from foundation.rooms.house import Audit, Check, House, Job, PersonalData, Retention, Room, Site
from foundation.rooms.parts import Parts, Section
from foundation.web.links import Link

WORD = _l("Products")
SONG = KindRule(ScopeKind("song"), WORD)
SINGER = RoleRule(Role("singer"), SONG.kind, frozenset({Role("singer")}), WORD)


def person(room: str, *, is_the_person: bool = False) -> PersonalData:
    def export(_session: Session, _account_id: int) -> dict[str, Any]:
        return {"of": room}

    def erase(_session: Session, _account_id: int, _today: date) -> None:
        """Forget nothing."""

    return PersonalData(frozenset({f"{room}.account_id"}), export, erase, WORD, is_the_person=is_the_person)


def drop(_session: Session, _before: datetime) -> int:
    return 3


def section(name: str) -> Section:
    return Section(f"{name}/_section.html", lambda _session, _today, _place: None)


LOW = Room(
    name="ground.accounts",
    jobs=(Job("low.sweep", lambda _: lambda _database, _payload: None, Interval(timedelta(hours=1))),),
    personal_data=person("accounts", is_the_person=True),
    retention=(Retention("habits", timedelta(days=1), "nobody asks", WORD, lambda _: drop),),
    audit=Audit({"account": WORD}, {"account:open": WORD}, {"name": WORD}),
    links=(Link("first", "low.page", WORD), Link("foot", "low.more", WORD)),
    loaders=(("low", lambda _: 1),),
    parts=Parts(sections=(section("low"),)),
)
NEXT = Room(name="ground.audit", personal_data=person("audit"), loaders=(("next", lambda _: 1),))
HIGH = Room(
    name="upper.songs",
    policy={"song:sing": (OWN,)},
    permissions={"song:sing": WORD},
    roles=(SINGER,),
    scope_kinds=(SONG,),
    notices={"song.sung": lambda _: NoticeText("", "", "")},
    personal_data=person("songs"),
    audit=Audit({"song": WORD}, {"song:sing": WORD}),
    links=(Link("second", "high.page", WORD), Link("second", "high.other", WORD), Link("find", "high.page", WORD)),
    loaders=(("high", lambda _: 1),),
    parts=Parts(sections=(section("high"),)),
)
HOUSE = House((LOW, NEXT, HIGH), {"first": WORD, "empty": WORD, "second": WORD})


def test_the_order_of_the_house_loads_and_its_reverse_erases_the_account_last() -> None:
    assert [name for name, _ in HOUSE.loaders] == ["low", "next", "high"]
    assert [answer.room for answer in HOUSE.answers] == ["songs", "audit", "accounts"]


def test_parts_stand_in_the_order_of_the_house() -> None:
    assert [one.template for one in HOUSE.parts.sections] == ["low/_section.html", "high/_section.html"]


def test_roles_are_those_of_all_rooms_with_what_they_are_held_for() -> None:
    assert dict(HOUSE.roles) == {SINGER.role: SINGER}
    assert HOUSE.roles.kinds == {SONG.kind: SONG}


def test_titles_without_a_page_are_not_shown_and_links_stand_where_they_say() -> None:
    menus = HOUSE.menus()
    assert [[link.endpoint for link in group.links] for group in menus.main] == [
        ["low.page"],
        ["high.page", "high.other"],
    ]
    assert menus.pages == {"low.page", "high.page", "high.other"}
    assert [link.endpoint for link in menus.foot] == ["low.more"]
    assert (menus.find, menus.report, menus.legal) == (HIGH.links[2], None, ())


@pytest.mark.parametrize(
    ("twice", "what"),
    [
        (Room(name="a.b", permissions={"song:sing": WORD}), "permissions"),
        (Room(name="a.b", policy={"song:sing": (OWN,)}), "policy"),
        (Room(name="a.b", notices=HIGH.notices), "words"),
        (Room(name="a.b", audit=Audit(verbs={"song:sing": WORD})), "audit"),
        (Room(name="a.b", audit=Audit(subjects={"song": WORD})), "audit"),
        (Room(name="a.b", audit=Audit(facts={"name": WORD})), "audit"),
        (Room(name="a.b", retention=LOW.retention), "retention"),
        (Room(name="a.b", jobs=LOW.jobs), "jobs"),
        (Room(name="a.b", roles=HIGH.roles), "roles"),
        (Room(name="a.b", scope_kinds=HIGH.scope_kinds), "roles"),
        (Room(name="a.songs", personal_data=person("more")), "answers"),
    ],
)
def test_what_two_rooms_declare_is_refused(twice: Room, what: str) -> None:
    with pytest.raises(ValueError, match=r"twice|two rooms"):
        getattr(House((*HOUSE.rooms, twice)), what)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_site_gives_declarations_what_they_need(settings: Settings, db: Database) -> None:
    asked: list[Site] = []

    def ask(_session: Session, site: Site) -> Iterator[str]:
        asked.append(site)
        yield "wrong"

    house = House((replace(LOW, checks=(Check("low", ask),)),))
    site = Site.at(settings, db, house)
    with db.reading() as session:
        assert [*house.rooms[0].checks[0].ask(session, site)] == ["wrong"]
        (kept,) = site.kept()
        assert (kept.rule.what, kept.drop(session, datetime.min)) == ("habits", 3)
    assert asked == [site]
    assert site.today() == settings.today()
    assert site.keys.name_digest("a") != site.keys.name_digest("b")

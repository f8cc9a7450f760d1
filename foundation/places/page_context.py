"""What a page or an answer needs besides its records: the day, the places, the language."""

from urllib.parse import urlencode

from sqlalchemy.orm import Session

from foundation.i18n.languages import Lang
from foundation.places.gazetteer import Unit, gazetteer
from foundation.places.locate import words_for
from foundation.places.points import Point
from foundation.web.installation import base_url, today
from foundation.web.routing import current_lang

DIRECTIONS = "https://www.google.com/maps/dir/"


class PageContext:
    """The day, the places and the language of what is being rendered; rooms add what their own pages ask."""

    def __init__(self, session: Session, lang: Lang | None = None) -> None:
        self.session = session
        self.places = gazetteer(session)
        self.today = today()
        self.base_url = base_url()
        self.lang = lang or current_lang()

    def absolute(self, path: str) -> str:
        """Return a path of this site as the address programs and other people get."""
        return f"{self.base_url}{path}"

    def provinces(self) -> list[Unit]:
        """Return the present provinces in alphabetical order."""
        return self.places.provinces(self.today)

    def province(self, code: str) -> str:
        """Return the name of a province of today."""
        unit = self.places.by_code(code, self.today)
        return unit.title.shown(self.lang).text if unit else code

    def province_choices(self) -> tuple[tuple[str, str], ...]:
        """Return the present provinces by code, as a list offers them."""
        return tuple((one.code, one.title.shown(self.lang).text) for one in self.provinces())

    def address_line(self, place_id: int, *before: str | None) -> str:
        """Return an address as it reads today; what the source said of venue, street and house goes before."""
        units = words_for(self.places, place_id, self.today).now
        named = [one.full_name if one.parent_id else one.title.shown(self.lang).text for one in units]
        return ", ".join(dict.fromkeys([*filter(None, before), *named]))

    def place_name(self, place_id: int) -> str:
        """Return where a unit lies as places are named today: its commune where it is certain, and the province."""
        units = words_for(self.places, place_id, self.today).now
        return ", ".join(unit.name if unit.parent_id is None else unit.full_name for unit in units)


def directions_to(place: Point | str) -> str:
    """Return the way to a point or an address, on a map of the reader's."""
    to = f"{place.lat:.6f},{place.lon:.6f}" if isinstance(place, Point) else place
    return f"{DIRECTIONS}?{urlencode({'api': 1, 'destination': to})}"

"""What a page or an answer needs besides its records: the day, the places, the language."""

from sqlalchemy.orm import Session

from foundation.i18n.languages import Lang
from foundation.places.gazetteer import Unit, gazetteer
from foundation.places.locate import words_for
from foundation.web.installation import base_url, today
from foundation.web.routing import current_lang


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

    def place_name(self, place_id: int) -> str:
        """Return where a unit lies as places are named today: its commune where it is certain, and the province."""
        units = words_for(self.places, place_id, self.today).now
        return ", ".join(unit.name if unit.parent_id is None else unit.full_name for unit in units)

import gc
import weakref

from foundation.places.gazetteer import Gazetteer
from foundation.places.gazetteer_cache import cached_by_gazetteer


def test_an_answer_is_worked_out_once_for_each_gazetteer() -> None:
    asked: list[str] = []

    @cached_by_gazetteer
    def said(places: Gazetteer, word: str) -> str:
        asked.append(word)
        return f"{len(places.units)} {word}"

    one, other = Gazetteer((), (), ()), Gazetteer((), (), ())
    assert [said(one, "a"), said(one, "a"), said(one, "b"), said(other, "a")] == ["0 a", "0 a", "0 b", "0 a"]
    assert asked == ["a", "b", "a"]


def test_what_is_remembered_does_not_keep_the_gazetteer() -> None:
    @cached_by_gazetteer
    def said(places: Gazetteer, word: str) -> str:
        return f"{len(places.units)} {word}"

    places = Gazetteer((), (), ())
    said(places, "a")
    alive = weakref.ref(places)
    del places
    gc.collect()
    assert alive() is None

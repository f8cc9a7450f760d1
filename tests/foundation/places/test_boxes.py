"""What a screen of a map is."""

import pytest
from werkzeug.datastructures import MultiDict

from foundation.places.boxes import Box, Screen, read_box, read_screen


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "106,20,105,21", "0,0,1,1", "nan,1,2,3", "1,2,3,4,5"])
def test_nonsense_is_no_box(text: str) -> None:
    assert read_box(text) is None


def test_a_screen_is_a_box_and_how_near() -> None:
    whole = "102,6,118,24"
    assert read_screen(MultiDict({"box": whole, "zoom": "5"})) == Screen(Box(102, 6, 118, 24), 5)
    for wrong in ({"box": whole}, {"zoom": "5"}, {"box": whole, "zoom": "99"}, {"box": whole, "zoom": "５"}):
        assert read_screen(MultiDict(wrong)) is None

"""A file of marks: decimals stay decimals, and what is no mark is refused with its place."""

from fractions import Fraction

import pytest

from catalog.regulations.marks import read_marks
from catalog.regulations.scoring import MarkRefused


def test_all_but_marks_may_be_left_out() -> None:
    found = read_marks('{"marks": {"1.1": 3, "1.2": null, "7": 0.10, "8": 0e999999999}}')
    assert found.marks == {"1.1": 3, "7": Fraction(1, 10), "8": 0}
    assert found.unmarked == ("1.2",)
    assert (found.case, found.mean, found.knock_outs) == (None, False, ())


def test_everything_it_can_say() -> None:
    found = read_marks('{"case": "a", "knock_outs": ["dossier", "1.1"], "mean": true, "marks": {}, "note": "x"}')
    assert (found.case, found.mean, found.knock_outs) == ("a", True, ("dossier", "1.1"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1, column 1: Expecting value"),
        ("[", "line 1, column 2: Expecting value"),
        ("[" * 100_000, "the file: nested too deep"),
        ("[]", "the file: not an object with marks"),
        ("{}", "marks: an object of criteria and points is needed"),
        ('{"marks": []}', "marks: an object of criteria and points is needed"),
        ('{"marks": {"1.1": "3"}}', "marks['1.1']: points are a number"),
        ('{"marks": {"1.1": true}}', "marks['1.1']: points are a number"),
        ('{"marks": {"1.1": [3]}}', "marks['1.1']: points are a number"),
        ('{"marks": {"1.1": -1}}', "marks['1.1']: not between 0 and the points of the criterion"),
        ('{"marks": {"1.1": 1e999999999}}', "marks['1.1']: not between 0 and the points of the criterion"),
        ('{"marks": {"1.1": 1e-999999999}}', "marks['1.1']: more than 100 decimals"),
        ('{"marks": {"1.1": 1e9999999999999999999}}', "'1e9999999999999999999': no number of points"),
        ('{"marks": {"1.1": NaN}}', "'NaN': no number of points"),
        ('{"marks": {"1.1": 3, "1.1": 2}}', "'1.1': stands there twice"),
        ('{"marks": {}, "case": 1}', "case: a letter or null is needed"),
        ('{"marks": {}, "mean": 1}', "mean: true or false is needed"),
        ('{"marks": {}, "knock_outs": "dossier"}', "knock_outs: a list of criteria is needed"),
        ('{"marks": {}, "knock_outs": [1]}', "knock_outs: a list of criteria is needed"),
    ],
)
def test_what_is_no_mark_is_refused(text: str, told: str) -> None:
    with pytest.raises(MarkRefused) as refused:
        read_marks(text)
    assert str(refused.value) == told

"""Lists of postings come back as they were, and what was cut short or zeroed is no list."""

import struct

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foundation.search.codec import decoded, encoded

CODES = st.integers(1, 127)
# Differences of one, two and four bytes, and their edges.
GAPS = st.one_of(st.integers(1, 255), st.sampled_from([256, 65_535, 65_536, 1 << 20]))
NO_LIST = (struct.error, ValueError)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    first, gaps = draw(st.integers(0, 1 << 24)), draw(st.lists(GAPS, max_size=200))
    ids = [first]
    for gap in gaps:
        ids.append(ids[-1] + gap)
    codes = draw(
        st.one_of(CODES.map(lambda code: [code] * len(ids)), st.lists(CODES, min_size=len(ids), max_size=len(ids)))
    )
    return ids, codes


def pack(ids: list[int], codes: list[int]) -> bytes:
    return encoded(np.array(ids, np.int32), np.array(codes, np.uint8))


@given(lists())
def test_a_list_comes_back_as_it_was(written: tuple[list[int], list[int]]) -> None:
    ids, codes = decoded(pack(*written))
    assert (ids.tolist(), codes.tolist()) == written
    assert (ids.dtype, codes.dtype) == (np.dtype(np.int32), np.dtype(np.uint8))


@given(lists())
# One difference of two is left, which numpy would spread over both.
@example(([0, 1, 257], [1, 1, 1]))
def test_a_list_cut_short_anywhere_is_none(written: tuple[list[int], list[int]]) -> None:
    whole = pack(*written)
    for length in range(len(whole)):
        with pytest.raises(NO_LIST):
            decoded(whole[:length])


def test_zeros_are_no_list() -> None:
    with pytest.raises(NO_LIST):
        decoded(bytes(100))

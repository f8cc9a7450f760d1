"""What a JPEG is made of, read from its markers before any decoder sees it. Pure functions."""

import re
from dataclasses import dataclass, field

from foundation.files.rules import SCANS_MAX

BASELINE, PROGRESSIVE = frozenset({0xC0, 0xC1}), 0xC2
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that nothing belongs to."""
_MARKER = re.compile(rb"\xff([^\x00\xff])")
"""Any number of bytes 255 may stand before a marker; the last one is enough, and a run is not gone through again."""
_IN_SCAN = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
"""Within a scan a byte 255 is followed by a zero, and restarts are part of it."""
_ALL = (1 << 64) - 1
"""A bit for each of a block's coefficients."""


@dataclass(slots=True)
class Jpeg:
    """A picture's frame (the marker that names its coding), its scans, and how far it goes.

    `whole`: its end is there. `refined`: what of it is there shows every coefficient of every component to the last
    bit, but for what the last scan adds: a decoder can end there and nobody sees it.
    """

    frame: int = 0
    components: frozenset[int] = frozenset()
    scans: int = 0
    whole: bool = False
    refined: bool = False
    _exact: dict[int, int] = field(default_factory=dict)

    @property
    def common(self) -> bool:
        """Whether it is coded as people's pictures are: neither arithmetic nor lossless nor in layers."""
        return self.frame in BASELINE or self.frame == PROGRESSIVE

    def begin_frame(self, marker: int, segment: bytes) -> None:
        """Note what the frame's header says."""
        count = segment[5] if len(segment) > 5 else 0  # noqa: PLR2004 - a byte's place in the header
        self.frame, self.components = marker, frozenset(segment[6 : 6 + 3 * count : 3])

    def begin_scan(self, segment: bytes) -> None:
        """Note which coefficients of which components a scan brings, and whether to the last bit."""
        self.scans += 1
        count = segment[0] if segment else 0
        band = segment[1 + 2 * count : 4 + 2 * count]
        if len(band) < 3 or band[0] > band[1] or band[1] > 63:  # noqa: PLR2004 - as the standard counts them
            return
        first, last, bits = band
        if bits & 15 == 0:
            brought = (1 << (last + 1)) - (1 << first)
            for component in segment[1 : 1 + 2 * count : 2]:
                self._exact[component] = self._exact.get(component, 0) | brought
        complete = bool(self.components) and all(self._exact.get(one) == _ALL for one in self.components)
        self.refined = complete and bits >> 4 > 0


def read_markers(content: bytes) -> Jpeg:
    """Walk over the markers to the picture's end, or to the scan that is one too many."""
    found, at = Jpeg(), 2
    within = _MARKER
    while not found.whole and found.scans <= SCANS_MAX and (hit := within.search(content, at)):
        marker, at = hit[1][0], hit.end()
        within = _MARKER
        if marker in _BARE:
            continue
        found.whole = marker == _END
        length = int.from_bytes(content[at : at + 2])
        segment, at = content[at + 2 : at + length], at + max(2, length)
        if marker in _FRAMES:
            found.begin_frame(marker, segment)
        elif marker == _SCAN:
            found.begin_scan(segment)
            within = _IN_SCAN
    return found

"""Figures as Markdown: one table per size, ratios to tantivy beside the times."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BASE = "tantivy"

_HEADS = (
    "engine",
    "CPU p50 / p95 / p99 ms",
    "wall p50 / p95 / p99 ms",
    f"CPU p50 to {_BASE}",
    "facets alone, CPU ms",
    "found",
    "reader MB (before opening, peak)",
    "open ms",
    "build s CPU (wall)",
    "build peak MB",
    "index MB",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One engine at one size: what building and reading told, or why there is nothing."""

    engine: str
    built: dict[str, Any]
    read: dict[str, Any]
    missing: str = ""


def table(size: int, rows: list[Row]) -> Iterator[str]:
    """Lines of the table of one size."""
    base = next((row.read["search"]["cpu"]["p50"] for row in rows if row.engine == _BASE and not row.missing), 0.0)
    yield f"### {size:,} documents"
    yield ""
    yield _line(_HEADS)
    yield _line(("---",) * len(_HEADS))
    yield from (_line(_cells(row, base)) for row in rows)
    yield ""
    for row in rows:
        if not row.missing and row.read["complete"]:
            complete = row.read["complete"]
            yield f"{row.engine}, completing {complete['count']} inputs: CPU {_spread(complete['cpu'])} ms, "
            yield f"wall {_spread(complete['wall'])} ms, {complete['found']} with something offered."
            yield ""


def machine() -> str:
    """The machine and its load in one line."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores, load {load}; {python}"


def _cells(row: Row, base: float) -> tuple[str, ...]:
    if row.missing:
        return (row.engine, row.missing, *("–",) * (len(_HEADS) - 2))
    search, built, read = row.read["search"], row.built, row.read
    return (
        row.engine,
        _spread(search["cpu"]),
        _spread(search["wall"]),
        f"{search['cpu']['p50'] / base:.1f}×" if base else "–",
        _spread(read["tally"]["cpu"]) if read["tally"] else "–",
        f"{search['found']} of {search['count']}",
        f"{read['rss_mb']:.0f} ({read['start_mb']:.0f}, {read['peak_mb']:.0f})",
        f"{read['open_ms']:.1f}",
        f"{built['cpu_s']:.1f} ({built['wall_s']:.1f})",
        f"{built['peak_mb']:.0f}",
        f"{built['disk_mb']:.0f}",
    )


def _spread(told: dict[str, float]) -> str:
    return " / ".join(f"{told[name]:.2f}" for name in ("p50", "p95", "p99"))


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()

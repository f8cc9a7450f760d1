"""What the tests cost, by file: CPU seconds of the test process, its children and the programs it had forked.

Children are counted when they were waited for. Asked for with `-p tests.support.costs`. Fixtures of a whole file or
run are counted to the test that asks for them first. What a server that outlives the tests uses (PostgreSQL) is only
in the gate's total.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from tests.support.processes import Forked

PROPERTY = "cpu"
CACHED = "ocop/costs"
"""Where the sums are kept, for `tests.quick`."""

DEAREST = 40
"""Files told, the dearest first."""


class Costs:
    """Measures each test where it runs and tells the sums where the reports arrive."""

    def __init__(self) -> None:
        self._before = _used()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Iterator[None]:
        self._before = _used()
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        if call.when == "teardown":
            item.user_properties.append((PROPERTY, round(_used() - self._before, 4)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        seconds: defaultdict[str, float] = defaultdict(float)
        counted: Counter[str] = Counter()
        for report in (report for reports in terminalreporter.stats.values() for report in reports):
            if getattr(report, "when", None) == "teardown":
                file = report.nodeid.partition("::")[0]
                counted[file] += 1
                seconds[file] += sum(float(value) for name, value in report.user_properties if name == PROPERTY)
        cache = terminalreporter.config.cache
        if cache is not None:
            cache.set(CACHED, {**cache.get(CACHED, {}), **seconds})
        terminalreporter.write_line(f"CPU of tests: {sum(seconds.values()):.0f} s; by file:")
        for file, used in sorted(seconds.items(), key=lambda one: -one[1])[:DEAREST]:
            terminalreporter.write_line(f"{used:8.1f} s {counted[file]:5d} tests  {file}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Costs())


def _used() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system + Forked.cpu_s

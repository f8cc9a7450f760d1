"""`python -m bench.search`: every engine beside the others. Its children, `build` and `run`, measure one each."""

import sys
from importlib import import_module

_CHILDREN = {"build": "bench.search.building", "run": "bench.search.reading"}
"""Imported only when asked for: a measured process holds nothing it does not need."""

if __name__ == "__main__":
    verb, *rest = [*sys.argv[1:], ""]
    if verb in _CHILDREN:
        import_module(_CHILDREN[verb]).main(*rest[:-1])
    else:
        import_module("bench.search.comparison").main()

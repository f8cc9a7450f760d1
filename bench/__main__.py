"""`python -m bench`: every measurement, one after the other."""

from bench import audit, freshness, intake, pages, serving, weight
from bench.search import comparison

intake.main()
audit.main()
freshness.main()
pages.main()
serving.main()
weight.main()
comparison.main(args=[], standalone_mode=False)

"""`python -m bench`: every measurement, one after the other."""

from bench import audit, freshness, intake, pages, uploads, weight
from bench.search import comparison

intake.main()
audit.main()
freshness.main()
pages.main()
uploads.main()
weight.main()
comparison.main(args=[], standalone_mode=False)

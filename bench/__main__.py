"""`python -m bench`: every measurement, one after the other."""

from bench import audit, intake

intake.main()
audit.main()

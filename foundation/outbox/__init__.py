"""Work that leaves with a transaction and is done after it: jobs with leases, back-off, dead letters, a schedule."""

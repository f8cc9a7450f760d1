"""Searching beside others: a corpus and a workload made from the real data, the rivals, and what each costs."""

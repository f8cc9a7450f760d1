"""Booths: the rules of plans, of who gets one, who waits, what the state pays of it, and their papers.

Which fair a booth stands in and who has registered comes with the records; the house does not declare it yet.
"""

"""Booths: the rules of plans, of who gets one, how long it is held, who waits, and what is paid by the state.

Pure so far: which fair a booth stands in and who has registered comes with the records.
"""

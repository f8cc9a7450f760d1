"""Booths: the plan of a fair, who registers, who gets which booth, who waits, what is paid of it, and the papers.

It hangs on an event and asks payments for money by a purpose of its own; a fair whose booths are free never meets it.
"""

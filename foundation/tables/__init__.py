"""Untidy spreadsheets in, typed rows out: it knows shapes (heads, merged cells, sections, sums, days), and no trade.

What a column is called and how a rank is written are schemas (`schema.py`) that rooms above declare as parts.
"""

"""Rows of imports that wait for an officer's eye, and records by hand that no list and no decision brought.

The rows and what becomes of them lie in `catalog/intake`; here is only the desk.
"""

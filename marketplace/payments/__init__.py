"""Fees to organisers' own accounts: what is due, how it is paid, what a bank statement says of it, what is left to do.

The site holds nobody's money. This room knows no fair and no booth: what a fee is for is asked through a Protocol.
"""

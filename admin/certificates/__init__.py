"""Certificates on record as officers see them: found, extended while a renewal is pending, ended by a decision.

What an extension and an ending are lies in `catalog/certificates`; here is only the desk.
"""

"""Decisions of the past entered by officers: a pasted table becomes certificates.

Reaches down to the catalogue's own services; knows no dossier and none of the rooms beside it.
"""

"""Which stars a product carries and what they rest on: claims, decisions, certificates, standing.

Knows products; knows neither dossiers nor councils.
"""

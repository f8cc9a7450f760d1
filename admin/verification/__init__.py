"""Making records true: decisions become certificates, doubtful rows and double producers are settled.

Reaches down to the catalogue's own services; knows no dossier.
"""

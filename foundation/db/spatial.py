"""What databases keep beside the tables to find what is near, by name: migrations make it, models do not know it.

On SQLite a virtual table `rtree_…` with its own shadow tables, on PostgreSQL an index `gist_…`.
"""

RTREE, GIST = "rtree_", "gist_"


def is_compared(name: str | None, kind: str) -> bool:
    """Whether something found in a database is compared with the models."""
    own = {"table": RTREE, "index": GIST}.get(kind)
    return own is None or name is None or not name.startswith(own)

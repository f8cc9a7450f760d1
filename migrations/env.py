"""Alembic's entry: the same engine and metadata as the site, on either database."""

from alembic import context

import wsgi  # every room's tables register on the metadata
from foundation.db.base import Base
from foundation.db.engine import WRITE, make_engine

assert wsgi.create_app

config = context.config
engine = make_engine(config.attributes["url"])

with engine.connect().execution_options(**{WRITE: True}) as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()

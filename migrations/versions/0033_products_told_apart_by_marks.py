"""Products of one producer whose names differ in their marks are two"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_PUBLISHED = sa.text("producer_id is not null and removed_at is null")


def upgrade() -> None:
    _replace(["producer_id", "name_key", "sort_key", "former_province_code"])


def downgrade() -> None:
    _replace(["producer_id", "name_key", "former_province_code"])


def _replace(columns: list[str]) -> None:
    op.drop_index("uq_products_identity", table_name="products")
    op.create_index(
        "uq_products_identity", "products", columns, unique=True, sqlite_where=_PUBLISHED, postgresql_where=_PUBLISHED
    )

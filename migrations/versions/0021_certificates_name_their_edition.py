"""Certificates name their edition by its public code; levels and grounds are words of the law's files, not of CHECKs"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# What held on the day of this migration; the files of the law may say more since.
AMENDED_ON = "2025-07-06"
LEVELS = ("district", "province", "ministry")
GROUNDS = ("untruthful", "criteria", "breach", "mark", "stopped", "other")


def _held(codes: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_constraint("authority_level", type_="check")
        batch_op.alter_column("level", existing_type=sa.String(40), type_=sa.Text(), existing_nullable=False)
    with op.batch_alter_table("decision_entries", schema=None) as batch_op:
        batch_op.drop_constraint("entry_level", type_="check")
        batch_op.alter_column("level", existing_type=sa.String(40), type_=sa.Text(), existing_nullable=False)
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_constraint("end_ground", type_="check")
        batch_op.drop_constraint("stars", type_="check")
        batch_op.create_check_constraint("stars", "stars between 1 and 5")
        batch_op.alter_column("end_ground", existing_type=sa.String(40), type_=sa.Text(), existing_nullable=True)
    op.execute(f"update certificates set edition = '148+1489' where edition = '148' and issued_on >= '{AMENDED_ON}'")
    op.execute("update certificates set edition = '26/2026' where edition = '26'")


def downgrade() -> None:
    op.execute("update certificates set edition = '26' where edition = '26/2026'")
    op.execute("update certificates set edition = '148' where edition = '148+1489'")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.alter_column("end_ground", existing_type=sa.Text(), type_=_held(GROUNDS, "end_ground"))
        batch_op.drop_constraint("stars", type_="check")
        batch_op.create_check_constraint("stars", "stars between 3 and 5")
    with op.batch_alter_table("decision_entries", schema=None) as batch_op:
        batch_op.alter_column("level", existing_type=sa.Text(), type_=_held(LEVELS, "entry_level"))
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.alter_column("level", existing_type=sa.Text(), type_=_held(LEVELS, "authority_level"))

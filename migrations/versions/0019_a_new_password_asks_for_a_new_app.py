"""A password that was set anew: since when nothing from before speaks, the app that is owed, browsers that came in"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("totp_next_salt", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reset_at", MOMENT, nullable=True))
        batch_op.create_check_constraint("totp_next_follows", "totp_next_salt is null or totp_confirmed_at is not null")

    with op.batch_alter_table("known_devices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("came_in", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("known_devices", schema=None) as batch_op:
        batch_op.drop_column("came_in")

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_constraint("totp_next_follows", type_="check")
        batch_op.drop_column("reset_at")
        batch_op.drop_column("totp_next_salt")

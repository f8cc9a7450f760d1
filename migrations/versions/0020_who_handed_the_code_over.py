"""Who handed over the code a password was set with, and in whose stead; in whose stead somebody was appointed"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

COLUMNS = (
    ("accounts", "helped_by_id"),
    ("accounts", "helped_for_id"),
    ("one_time_secrets", "issued_for_id"),
    ("appointments", "granted_for_id"),
)

# Whoever made the code that was used last; where that is not kept any more, whoever opened the account.
HELPED = """
update accounts set helped_by_id = case
  when exists (select 1 from one_time_secrets one where one.account_id = accounts.id and one.used_at is not null)
  then (select one.issued_by_id from one_time_secrets one
        where one.account_id = accounts.id and one.used_at is not null order by one.used_at desc limit 1)
  else opened_by_id end
where status = 'active'
"""

GRANTED_FOR = """
update appointments set granted_for_id = (
  select max(said.acting_for_id) from audit_entries said
  where said.subject = 'appointment' and said.subject_id = appointments.id
  and said.verb in ('appointment:offer', 'appointment:grant', 'appointment:delegate'))
where granted_by_id is not null
"""


def upgrade() -> None:
    for table, column in COLUMNS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, ID, nullable=True))
            batch_op.create_foreign_key(batch_op.f(f"fk_{table}_{column}_accounts"), "accounts", [column], ["id"])
    op.execute(HELPED)
    op.execute(GRANTED_FOR)


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_{column}_accounts"), type_="foreignkey")
            batch_op.drop_column(column)

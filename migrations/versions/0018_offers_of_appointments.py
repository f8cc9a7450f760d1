"""Appointments are offered and answered; all who worked on a profile are noted; sessions end with an appointment"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OFFERS = ("offered", "accepted", "declined", "withdrawn", "lapsed")
ENDS = ("signed_out", "ended_by_owner", "password_changed", "replaced", "account_closed")
OPEN, OPEN_BEFORE = "ends_on is null and offer in ('accepted', 'offered')", "ends_on is null"
KEYS = ["account_id", "role", "scope_key"]


def upgrade() -> None:
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index("uq_appointments_open")
        batch_op.add_column(sa.Column("offer", sa.String(40), nullable=False, server_default="accepted"))
        batch_op.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("follows_id", ID, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_appointments_follows_id_appointments"), "appointments", ["follows_id"], ["id"]
        )

    # Whoever holds something until now is taken to have said yes to it when it was given.
    op.execute("update appointments set answered_at = granted_at")

    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.alter_column(
            "offer", existing_type=sa.String(40), type_=_coded("appointment_offer", OFFERS), server_default=None
        )
        batch_op.create_check_constraint("appointment_offer", f"offer IN ({_listed(OFFERS)})")
        batch_op.create_check_constraint("answered_whole", "(offer = 'offered') = (answered_at is null)")
        batch_op.create_check_constraint("offered_until", "offer = 'accepted' or answer_by is not null")
        batch_op.create_check_constraint("answered_later", "answered_at >= granted_at")
        batch_op.create_check_constraint("offered_by_another", "answer_by is null or granted_by_id <> account_id")
        batch_op.create_index(
            "uq_appointments_open", KEYS, unique=True, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN)
        )

    with op.batch_alter_table("account_sessions", schema=None) as batch_op:
        batch_op.drop_constraint("session_end", type_="check")
        batch_op.create_check_constraint("session_end", f"ended_by IN ({_listed((*ENDS, 'appointed'))})")

    op.create_table(
        "profile_writers",
        sa.Column("profile_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_profile_writers_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["product_profiles.id"], name=op.f("fk_profile_writers_profile_id_product_profiles")
        ),
        sa.PrimaryKeyConstraint("profile_id", "account_id", name=op.f("pk_profile_writers")),
    )
    op.execute(
        "insert into profile_writers (profile_id, account_id)"
        " select id, edited_by_id from product_profiles where edited_by_id is not null"
    )


def downgrade() -> None:
    op.drop_table("profile_writers")

    op.execute("update account_sessions set ended_by = 'replaced' where ended_by = 'appointed'")
    with op.batch_alter_table("account_sessions", schema=None) as batch_op:
        batch_op.drop_constraint("session_end", type_="check")
        batch_op.create_check_constraint("session_end", f"ended_by IN ({_listed(ENDS)})")

    # What nobody said yes to never held: it ends on its first day.
    op.execute("update appointments set ends_on = starts_on where offer <> 'accepted'")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index("uq_appointments_open")
        for name in ("offered_by_another", "answered_later", "offered_until", "answered_whole", "appointment_offer"):
            batch_op.drop_constraint(name, type_="check")
        batch_op.drop_constraint(batch_op.f("fk_appointments_follows_id_appointments"), type_="foreignkey")
        batch_op.drop_column("follows_id")
        batch_op.drop_column("answered_at")
        batch_op.drop_column("answer_by")
        batch_op.drop_column("offer")
        batch_op.create_index(
            "uq_appointments_open",
            KEYS,
            unique=True,
            sqlite_where=sa.text(OPEN_BEFORE),
            postgresql_where=sa.text(OPEN_BEFORE),
        )


def _coded(name: str, codes: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=False, length=40)


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)

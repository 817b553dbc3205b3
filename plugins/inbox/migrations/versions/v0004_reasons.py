"""Reasons: why each mention has its score, and what decisions taught (counts of signs, never whole words or texts)."""

import sqlalchemy as sa
from alembic import op

revision = "0004_reasons"
down_revision = "0003_keeping"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table."""
    with op.batch_alter_table("mentions") as table:
        table.add_column(sa.Column("reasons", sa.JSON))
        table.add_column(sa.Column("lesson", sa.JSON))
    op.create_table(
        "tallies",
        sa.Column("sign", sa.String(40), primary_key=True),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("complaints", sa.Integer, nullable=False),
        sa.Column("expected", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Refuse: what was learned is never thrown away by a program."""
    raise NotImplementedError("the inbox is never taken back a version")

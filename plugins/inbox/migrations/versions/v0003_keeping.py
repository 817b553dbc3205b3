"""Keeping: notes on mentions, what was erased (as digests only), and what a decision wrote."""

import sqlalchemy as sa
from alembic import op

from plugins.edge.engine import UtcTime

revision = "0003_keeping"
down_revision = "0002_sources"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("mention", sa.String(66), sa.ForeignKey("mentions.id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
    )
    op.create_index("notes_by_mention", "notes", ["mention"])
    op.create_table(
        "tombstones",
        sa.Column("identity_digest", sa.String(64), primary_key=True),
        sa.Column("ground", sa.String(16), nullable=False),
        sa.Column("erased_at", UtcTime, nullable=False),
    )
    with op.batch_alter_table("decisions") as table:
        table.add_column(sa.Column("written", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """Refuse: what was noted is never thrown away by a program."""
    raise NotImplementedError("the inbox is never taken back a version")

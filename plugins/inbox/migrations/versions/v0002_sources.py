"""What is remembered of a source grows: when it is due, who reads it, the entries it showed, what happened to it."""

import sqlalchemy as sa
from alembic import op

from plugins.edge.engine import UtcTime

revision = "0002_sources"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table of events."""
    with op.batch_alter_table("fetch_states") as table:
        table.add_column(sa.Column("succeeded_at", UtcTime))
        table.add_column(sa.Column("due_at", UtcTime))
        table.add_column(sa.Column("gap_at", UtcTime))
        table.add_column(sa.Column("gaps", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("moved_to", sa.Text, nullable=False, server_default=""))
        table.add_column(sa.Column("is_parked", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("note", sa.Text, nullable=False, server_default=""))
        table.add_column(sa.Column("window", sa.LargeBinary))
        table.add_column(sa.Column("is_listened", sa.Boolean, nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("interval_seconds", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("lease_owner", sa.String(64), nullable=False, server_default=""))
        table.add_column(sa.Column("lease_until", UtcTime))
    op.create_index("fetch_states_by_due", "fetch_states", ["is_listened", "due_at"])
    op.create_index("fetch_states_by_lease", "fetch_states", ["lease_owner"])
    op.create_table(
        "source_events",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("source_events_by_source", "source_events", ["source", "at"])


def downgrade() -> None:
    """Refuse: what was heard is never thrown away by a program."""
    raise NotImplementedError("the inbox is never taken back a version")

"""The first tables: mentions, their revisions, where they were seen, what was decided, how each source fares.

Written out rather than taken from ``tables.py``: a step of the past must not change when the code does.
"""

import sqlalchemy as sa
from alembic import op

from plugins.edge.engine import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "mentions",
        sa.Column("id", sa.String(66), primary_key=True),
        sa.Column("identity_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("published_at", UtcTime),
        sa.Column("published_is_day", sa.Boolean, nullable=False),
        sa.Column("published_raw", sa.Text, nullable=False),
        sa.Column("license", sa.Text, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("found_at", UtcTime, nullable=False),
        sa.Column("revised_at", UtcTime),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("matches", sa.JSON, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("copy_of", sa.String(66), sa.ForeignKey("mentions.id")),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("watch_until", sa.Date),
        sa.Column("case_id", sa.String(40), nullable=False),
    )
    op.create_index("mentions_by_state", "mentions", ["state", "score"])
    op.create_index("mentions_by_found", "mentions", ["found_at"])
    op.create_index("mentions_by_copy", "mentions", ["copy_of"])
    op.create_table(
        "revisions",
        sa.Column("mention", sa.String(66), sa.ForeignKey("mentions.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("published_raw", sa.Text, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("replaced_at", UtcTime, nullable=False),
    )
    op.create_table(
        "sightings",
        sa.Column("source", sa.String(40), primary_key=True),
        sa.Column("key_digest", sa.String(64), primary_key=True),
        sa.Column("mention", sa.String(66), sa.ForeignKey("mentions.id"), primary_key=True),
        sa.Column("entry_key", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("seen_at", UtcTime, nullable=False),
    )
    op.create_index("sightings_by_mention", "sightings", ["mention"])
    op.create_index("sightings_by_fingerprint", "sightings", ["source", "fingerprint"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("mention", sa.String(66), sa.ForeignKey("mentions.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("case_id", sa.String(40), nullable=False),
        sa.Column("citation_key", sa.String(40), nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
    )
    op.create_index("decisions_by_mention", "decisions", ["mention"])
    op.create_table(
        "fetch_states",
        sa.Column("source", sa.String(40), primary_key=True),
        sa.Column("context", sa.String(64), nullable=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("last_modified", sa.Text, nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("checked_at", UtcTime),
        sa.Column("fetched_at", UtcTime),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Refuse: what was heard is never thrown away by a program."""
    raise NotImplementedError("the inbox is never taken back a version")

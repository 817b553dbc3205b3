"""Run by alembic: applies the steps on the connection that ``edge.database`` hands over, in its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite cannot alter a column in place; later steps are written as batches.
    render_as_batch=True,
)
context.run_migrations()

"""What Alembic runs: the revisions, on the connection that ``store/upgrade.py`` hands over."""

from alembic import context

from classifier.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()

"""Alembic's entry: runs the revisions on the connection that `Database.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

import knowledge.records  # noqa: F401  (fills the metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

"""How Alembic reaches the database: by the address that schema.py hands over."""

from alembic import context
from sqlalchemy import create_engine

from queue_server.db.schema import METADATA

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    # SQLite cannot alter most of a table in place: batch mode rebuilds it.
    context.configure(
        connection=connection, target_metadata=METADATA, render_as_batch=connection.dialect.name == "sqlite"
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()

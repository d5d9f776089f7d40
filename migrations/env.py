"""Alembic's environment: the address comes from the program (`askaside db upgrade`), never from a file."""

import sqlalchemy as sa
from alembic import context

from askaside.core.db import db, engine_options

engine = sa.create_engine(context.config.attributes["url"], **engine_options(context.config.attributes["url"]))
try:
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True)
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                # Several processes start at once: one migrates, and the others wait for it, however long that takes.
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('askaside migrations'))")
            context.run_migrations()
finally:
    engine.dispose()

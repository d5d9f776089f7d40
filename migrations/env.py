"""Alembic's environment: the address comes from the program (`askaside db upgrade`), never from a file."""

import sqlalchemy as sa
from alembic import context

from askaside.core.db import db

engine = sa.create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()

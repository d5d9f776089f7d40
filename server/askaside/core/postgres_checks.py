"""Can a PostgreSQL database be reached and written, does it keep its word, and is it of the shape that this program needs? Yields Findings,
and changes nothing."""

import sqlalchemy as sa

from . import db
from .db_checks import shape
from .findings import ok, warning, wrong

OLDEST = 13   # the oldest that its makers still mended when this was written


def findings(address, migrations):
    """What is to be said of the database at `address` (SQLAlchemy's, as in the settings); `migrations`: the folder of the scripts."""
    shown = sa.make_url(address).render_as_string(hide_password=True).replace("+psycopg", "")
    engine = sa.create_engine(address, **db.engine_options(address))
    try:
        with engine.connect() as connection:
            yield from _server(shown, connection)
            yield from _safe(connection)
            yield from _writable(shown, connection)
            there = connection.scalar(sa.text("SELECT to_regclass('alembic_version')"))
            yield from shape(shown, connection.scalar(sa.text("SELECT version_num FROM alembic_version")) if there else None, migrations)
    except sa.exc.DBAPIError as refused:
        told = str(refused.orig).strip().replace("\n", " ")
        yield wrong(f"The database {shown} cannot be used: {told}.", "Check that it runs, its address, name, user and password, and that its pg_hba.conf lets this machine in.")
    finally:
        engine.dispose()


def _server(shown, connection):
    version, encoding = (connection.scalar(sa.text(f"SHOW {name}")) for name in ("server_version", "server_encoding"))
    if encoding != "UTF8":
        yield wrong(f"The database {shown} keeps text as {encoding}.", "Make one that holds every letter: `createdb --encoding=UTF8 --template=template0`.")
    if int(version.split(".")[0].split()[0]) < OLDEST:
        yield warning(f"PostgreSQL is {version}.", f"Take {OLDEST} or newer: it is no longer mended.")
    else:
        yield ok(f"The database {shown} answers (PostgreSQL {version}).")


def _safe(connection):
    """Is what was acknowledged on the disk?"""
    off = [name for name in ("fsync", "full_page_writes") if connection.scalar(sa.text(f"SHOW {name}")) == "off"]
    if off:
        yield wrong(f"PostgreSQL runs with {' and '.join(f'{name} = off' for name in off)}: a power cut may take what was acknowledged, and the database with it.",
                    "Switch it on in its postgresql.conf.")


def _writable(shown, connection):
    may = connection.scalar(sa.text("SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'"))
    if not may:
        yield wrong(f"The database {shown} can be read only.", "Set the address of the primary, not of a copy.")
    elif not connection.scalar(sa.text("SELECT has_schema_privilege(current_schema(), 'CREATE')")):
        yield wrong(f"The user of {shown} may not make tables there.", "Let them own the database: `ALTER DATABASE … OWNER TO …`.")

"""PostgreSQL by setting: its address, its shape, and what a doctor says of it."""

import importlib.util
import subprocess
import sys

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from click.testing import CliRunner
from material import faults, models_only, told

from askaside import cli, settings
from askaside.core import postgres_checks
from askaside.core.db import db
from askaside.settings import Settings

MIGRATIONS = settings.shipped("migrations")


@pytest.fixture
def url(postgres):
    """The address of a new, empty database."""
    yield postgres.make("new")
    postgres.drop("new")


def address(url):
    return settings.database_url(Settings(database_url=url))


def run(url, *words):
    return CliRunner().invoke(cli.main, words, env={"ASKASIDE_DATABASE_URL": url})


def test_its_address_names_the_driver():
    assert address("postgresql://u:p@db.test:5433/help?sslmode=require") == "postgresql+psycopg://u:p@db.test:5433/help?sslmode=require"


@pytest.mark.parametrize("wrong", ["postgresql://", "postgresql://db.test", "postgresql:///help", "postgresql://u:p@db.test:port/help", "postgres://u@db.test/help", "postgresql://u:canary@/help"])
def test_what_is_no_address_is_told_without_its_password(wrong):
    done = run(wrong, "settings")
    assert done.exit_code == 1 and "postgresql://USER:PASSWORD@HOST/NAME" in done.output
    assert "canary" not in done.output


def test_the_list_of_settings_shows_it_without_its_password():
    told = run("postgresql://help:canary@db.test/help", "settings").output
    assert "postgresql://help:(set)@db.test/help" in told and "canary" not in told


def test_without_its_driver_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    done = run("postgresql://help:canary@db.test/help", "settings")
    assert done.exit_code == 1 and 'pip install "askaside[postgres]"' in done.output


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_migrations_go_there_and_back_and_make_what_the_models_say(kind, url, tmp_path):
    made = settings.database_url(Settings(database_url=url if kind == "postgresql" else f"sqlite:///{tmp_path}/new.db"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = made
    engine = sa.create_engine(made)
    for _ in range(2):
        command.upgrade(config, "head")
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection, opts={"include_name": models_only}), db.metadata) == []
        command.downgrade(config, "base")
        assert sa.inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_processes_that_start_at_once_migrate_once(url):
    code = "from askaside import cli, settings; cli.upgrade_database(settings.Settings(database_url=sys.argv[1]))"
    started = [subprocess.Popen([sys.executable, "-c", f"import sys; {code}", url], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [("", 0)] * 3


# --- the doctor ---------------------------------------------------------------------------------------------------------

def findings(url):
    return list(postgres_checks.findings(address(url), MIGRATIONS))


def test_a_good_one_is_ok_and_one_of_another_version_is_told(url, postgres):
    assert "of an older version" in faults(findings(url))
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)   # it changed nothing
    assert run(url, "db", "upgrade").output == "The database is up to date.\n"
    lines = told(findings(url))
    assert f"ok: The database postgresql://askaside:***@127.0.0.1:{postgres.port}/new answers (PostgreSQL 1" in lines[0]
    assert lines[-1] == "ok: The database has the shape that this version needs."
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2031_far_ahead'")
    assert "newer version than this program (2031_far_ahead)" in faults(findings(url))


def test_one_that_does_not_keep_its_word_is_told(url):
    assert "wrong: PostgreSQL runs with fsync = off and full_page_writes = off" in faults(findings(url))   # as ours does, for speed


def test_one_that_can_be_read_only_is_told(url, postgres):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute('ALTER DATABASE "new" SET default_transaction_read_only = on')
    assert "can be read only" in faults(findings(url))
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute('ALTER DATABASE "new" RESET ALL')
        connection.execute("CREATE ROLE nobody LOGIN")
        connection.execute('ALTER DATABASE "new" OWNER TO nobody')
        connection.execute('ALTER DATABASE "new" OWNER TO askaside')
    assert "may not make tables there" in faults(findings(url.replace("askaside:", "nobody:")))
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("DROP ROLE nobody")


def test_one_that_keeps_few_letters_is_told(postgres):
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    assert "keeps text as LATIN1" in faults(findings(postgres.url("latin")))
    postgres.drop("latin")


@pytest.mark.parametrize("words", [("db", "upgrade"), ("secret", "acme"), ("doctor",)])
def test_one_that_is_away_is_told_in_a_line_without_its_password(words, folder, tmp_path):
    env = {"ASKASIDE_DATABASE_URL": "postgresql://help:canary@127.0.0.1:9/help", "ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(tmp_path)}
    done = CliRunner().invoke(cli.main, words, env=env)
    assert done.exit_code == 1 and "refused" in done.output.lower()
    assert "canary" not in done.output and "Traceback" not in done.output

"""What a command or a worker loads: libraries that it has no use for stay on the disk."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from empty_database import put_tables

from ivr.app.installation import open_installation
from ivr.settings import load_settings

SITE = Path(__file__).parents[2]
LIBRARIES = {
    "alembic", "argon2", "authlib", "babel", "flask", "holidays", "opencc", "openpyxl", "phonenumbers",
    "prometheus_client", "psycopg", "pydantic", "pygments", "requests", "rich", "segno", "sqlalchemy", "structlog",
    "twilio", "xlsxwriter", "yaml",
}  # fmt: skip
"""What took long to load or much memory when everybody loaded it."""

LOADED = "\nprint('\\n' + json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
COMMAND = """
import json, sys
from ivr.cli import main
sys.argv = ["ivr", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as end:
    assert not end.code
"""
WORKER = """
import json, sys
from ivr.app.application import create_app
from ivr.app.telephone import line_into
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings
app, settings = create_app(), load_settings()
phone = Telephone(line_into(app.wsgi_app, settings), new_call("+85222200101", hong_kong()))
phone.ring()
phone.press("3")
phone.press("0")  # an officer, who has holidays
phone.hang_up()
assert app.test_client().get("/readyz").status_code == 200
"""
ASK_SHARED = """
needed = set(sys.modules)
from ivr.web.gunicorn_conf import SHARED
assert set(SHARED) <= needed, set(SHARED) - needed
"""

FORKING = """
import json, sys
from ivr.web import gunicorn_conf
gunicorn_conf.pre_fork(None, None)
ours = {name for name in sys.modules if name.startswith("ivr.")}
assert not {name for name in ours if name.split(".")[1] not in ("errors", "settings", "web")}, ours
"""


def loaded(program: str, argument: object, environ: Mapping[str, str]) -> set[str]:
    """Those of LIBRARIES that a new process has loaded at the end of a program."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("IVR_")}
    ran = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-c", program + LOADED, json.dumps(argument)],
        env={**others, "IVR_SITE": str(SITE), "PYTHONPATH": str(SITE), **environ},
        cwd=environ["IVR_STATE"],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return LIBRARIES & set(json.loads(ran.stdout.splitlines()[-1]))


@pytest.fixture
def state(tmp_path):
    return {"IVR_STATE": str(tmp_path)}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]], ids=" ".join)
def test_a_command_that_only_tells_of_itself_loads_no_library(arguments, state):
    assert loaded(COMMAND, arguments, state) == set()


def test_completing_a_command_loads_no_library(state):
    asked = {"_IVR_COMPLETE": "bash_complete", "COMP_WORDS": "ivr c", "COMP_CWORD": "1"}
    assert loaded(COMMAND, [], state | asked) == set()


def test_the_check_loads_what_reads_files_says_values_and_compares_words_only(state):
    needed = {"babel", "holidays", "opencc", "phonenumbers", "pydantic", "yaml"}
    assert loaded(COMMAND, ["check", str(SITE)], state) <= needed


def test_settings_are_told_without_a_database_or_a_site(state):
    assert loaded(COMMAND, ["settings", "--format", "json"], state) == {"pydantic"}


PRODUCTION = {
    "IVR_MODE": "production",
    "IVR_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "IVR_TWILIO_AUTH_TOKEN": "t" * 32,
    "IVR_SECRET_KEY": "a key of 32 letters or more for a trial",
    "IVR_PUBLIC_URL": "https://hotline.example",
}
"""A worker of a demo also publishes the folder whenever it is saved, with all that checks it."""


@pytest.fixture
def published(state):
    """A worker's settings, its site published and its database made."""
    opened = open_installation(load_settings({"IVR_SITE": str(SITE), **state}))
    put_tables(opened.database)
    opened.publish("tests")
    opened.database.close()
    return state | PRODUCTION


def test_a_worker_loads_what_calls_need_and_nothing_that_only_a_sign_in_or_a_download_needs(published):
    unneeded = {"alembic", "authlib", "opencc", "openpyxl", "prometheus_client", "psycopg", "pygments", "requests"}
    unneeded |= {"segno", "xlsxwriter"}
    assert not loaded(WORKER, [], published) & unneeded


def test_a_database_that_is_up_to_date_is_seen_to_be_without_what_upgrades_it(published):
    assert "sqlalchemy" in (needed := loaded(COMMAND, ["db", "upgrade"], published))
    assert "alembic" not in needed


def test_libraries_that_workers_share_are_those_that_every_worker_needs(published):
    assert loaded(WORKER + ASK_SHARED, [], published)


def test_what_is_loaded_before_workers_fork_is_libraries_so_that_a_reload_brings_our_own_code_anew(published):
    assert "sqlalchemy" in loaded(FORKING, [], published)

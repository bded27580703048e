"""The `ivr` command. Each command is a few lines in a file named after it; what it does lives in the rooms below.

Exit 0: good. 1: problems were found, or it could not be done. 2: wrong usage.
"""

import gc
import sys

import click

import ivr
from ivr.cli.group import CommandsInFiles
from ivr.errors import IvrError

COMMANDS = {
    "alerts": "alerts:alerts",
    "approve": "publishing:approve",
    "backup": "backup:backup",
    "call": "ringing:call",
    "calls": "calls:calls",
    "cases": "cases:cases",
    "check": "check:check",
    "closure": "closures:closure",
    "db": "database:db",
    "demo": "demo:demo",
    "diff": "editions:diff",
    "doctor": "doctor:doctor",
    "editions": "editions:editions",
    "explain": "check:explain",
    "filed": "filed:filed",
    "holidays": "hours:holidays",
    "hours": "hours:hours",
    "import": "importing:import_command",
    "init": "init:init",
    "messages": "messages:messages",
    "nuisance": "nuisance:nuisance",
    "outbox": "outbox:outbox",
    "person": "person:person",
    "pledges": "pledges:pledges",
    "prompts": "prompts:prompts",
    "publish": "publishing:publish",
    "purge": "purge:purge",
    "ratings": "ratings:ratings",
    "restore": "backup:restore_command",
    "reviews": "reviews:reviews",
    "rollback": "publishing:rollback",
    "rollups": "rollups:rollups",
    "scheduler": "scheduler:scheduler",
    "schema": "schema:schema",
    "serve": "serve:serve",
    "settings": "settings:settings",
    "spool": "database:spool",
    "tables": "tables:tables",
    "test": "testing:test",
    "texts": "texts:texts",
    "times": "times:times",
    "tree": "tree:tree",
    "twilio": "twilio:twilio",
    "upgrade": "upgrade:upgrade_command",
    "used": "used:used",
    "user": "users:user",
    "watch": "doctor:watch",
}
"""Where each command stands: file and function."""


@click.group(
    cls=CommandsInFiles,
    package=__name__,
    places=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(ivr.__version__, prog_name="ivr")
def commands() -> None:
    """Telephone enquiry hotlines written as YAML."""


def main() -> None:
    """Run the command line; what goes wrong is said in one place, in the reader's words."""
    try:
        commands()
    except IvrError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    finally:
        gc.freeze()  # the process ends: it would look through all it has for garbage once more, a fifth of a check

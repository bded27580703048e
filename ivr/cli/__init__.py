"""The `ivr` command. Each command is a few lines in a file named after it; what it does lives in the rooms below.

Exit 0: good. 1: problems were found, or it could not be done. 2: wrong usage.
"""

import sys

import click

import ivr
from ivr.cli.calls import calls
from ivr.cli.cases import cases
from ivr.cli.check import check, explain
from ivr.cli.closures import closure
from ivr.cli.database import db, spool
from ivr.cli.editions import diff, editions
from ivr.cli.hours import holidays, hours
from ivr.cli.importing import import_command
from ivr.cli.init import init
from ivr.cli.messages import messages
from ivr.cli.prompts import prompts
from ivr.cli.publishing import approve, publish, rollback
from ivr.cli.purge import purge
from ivr.cli.reviews import reviews
from ivr.cli.ringing import call
from ivr.cli.rollups import rollups
from ivr.cli.schema import schema
from ivr.cli.serve import serve
from ivr.cli.settings import settings
from ivr.cli.tables import tables
from ivr.cli.testing import test
from ivr.cli.times import times
from ivr.cli.tree import tree
from ivr.cli.upgrade import upgrade_command
from ivr.cli.used import used
from ivr.cli.users import user
from ivr.errors import IvrError

COMMANDS = (
    approve,
    call,
    calls,
    cases,
    check,
    closure,
    db,
    diff,
    editions,
    explain,
    holidays,
    hours,
    import_command,
    init,
    messages,
    prompts,
    publish,
    purge,
    reviews,
    rollback,
    rollups,
    schema,
    serve,
    settings,
    spool,
    tables,
    test,
    times,
    tree,
    upgrade_command,
    used,
    user,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(ivr.__version__, prog_name="ivr")
def commands() -> None:
    """Telephone enquiry hotlines written as YAML."""


for command in COMMANDS:
    commands.add_command(command)


def main() -> None:
    """Run the command line; what goes wrong is said in one place, in the reader's words."""
    try:
        commands()
    except IvrError as error:
        click.echo(str(error), err=True)
        sys.exit(1)

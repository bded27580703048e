"""The list of commands: what it tells is what each command tells of itself."""

import click
import pytest

from ivr.cli import COMMANDS, commands


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_tells_of_a_command_what_its_own_help_begins_with(name):
    listed, itself = commands.get_command(click.Context(commands), name), commands.commands[name]
    assert listed
    assert listed.get_short_help_str() == itself.get_short_help_str()
    assert listed.get_short_help_str()
    assert (listed.name, listed.hidden, listed.deprecated) == (itself.name, itself.hidden, itself.deprecated)


def test_the_list_is_in_order():
    assert list(COMMANDS) == sorted(COMMANDS)


def test_a_slip_in_a_command_is_answered_with_the_command_meant(ivr):
    result = ivr("chek")
    assert result.exit_code == 2
    assert "'check'" in result.output

"""The group of all commands: a command's file is imported when the command is run, and no sooner."""

import ast
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from inspect import cleandoc
from typing import Any

import click


class CommandsInFiles(click.Group):
    """Commands by name, each with the place it stands in: `module:function` within `package`.

    Help and completion list them without importing one: they read its docstring where it is written, so that there is
    no second text of it.
    """

    def __init__(self, package: str, places: Mapping[str, str], **given: Any) -> None:
        self._places = {name: f"{package}.{place}" for name, place in places.items()}
        super().__init__(commands=LazyCommands(self._places), **given)  # type: ignore[arg-type]  # click only reads it

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command as lists show it: its name and what it says of itself."""
        place = self._places.get(cmd_name)
        return click.Command(cmd_name, help=docstring(place)) if place else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command itself, to be run or to tell all its options."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, self.commands[name] if name and listed else None, rest


class LazyCommands(Mapping[str, click.Command]):
    """The commands themselves by name, imported one by one as they are asked for."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places

    def __getitem__(self, name: str) -> click.Command:
        module, _, function = self._places[name].partition(":")
        with uncollected():
            command: click.Command = getattr(import_module(module), function)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@contextmanager
def uncollected() -> Iterator[None]:
    """Where hardly any garbage is made: looking for it takes a tenth of the time of a check."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def docstring(place: str) -> str:
    """The docstring of the function at `module:function`; empty where only compiled files are installed."""
    module, _, function = place.partition(":")
    return _docstrings(module).get(function, "")


@lru_cache
def _docstrings(module: str) -> Mapping[str, str]:
    loader: Any = spec.loader if (spec := find_spec(module)) else None
    written = ast.parse(loader.get_source(module) or "")
    functions = (each for each in written.body if isinstance(each, ast.FunctionDef))
    return {each.name: cleandoc(ast.get_docstring(each) or "") for each in functions}

"""The kinds of node, one file each: the file's name is the `kind` that an editor writes.

A kind needs only its file here and its golden in `tests/nodes/`; everything else is found from the class.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules

from ivr.engine.node import Node


def _kind_in(module: str) -> type[Node]:
    """The one node class a module defines."""
    found = import_module(f"{__name__}.{module}")
    (kind,) = (
        value
        for _, value in getmembers(found, isclass)
        if issubclass(value, Node) and value.__module__ == found.__name__
    )
    return kind


KINDS: dict[str, type[Node]] = {
    module.name: _kind_in(module.name) for module in iter_modules(__path__) if not module.name.startswith("_")
}
BUILT_IN = ("language",)
"""Kinds that the site has by itself and no editor writes."""
OF_EVERY_SITE = ("language", "goodbye")
"""Kinds of which every site has one node, called as the kind is."""


def written_kinds() -> tuple[str, ...]:
    """The kinds that editors write, by name."""
    return tuple(sorted(KINDS.keys() - BUILT_IN))


@contextmanager
def with_kinds(*kinds: type[Node]) -> Iterator[None]:
    """Have these kinds besides the others for a while, such as one that is tried before it has a file here."""
    added = {str(kind.model_fields["kind"].default): kind for kind in kinds}
    KINDS.update(added)
    try:
        yield
    finally:
        for name in added:
            del KINDS[name]

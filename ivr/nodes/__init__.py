"""The kinds of node, one file each: the file's name is the `kind` that an editor writes.

A kind needs only its file here and its golden in `tests/nodes/`; everything else is found from the class. A kind with
much to it is a folder of that name instead, which has the class in its `__init__`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from inspect import cleandoc, getdoc, getmembers, getmodule, isclass
from pkgutil import iter_modules

from ivr.engine.grammar import groups_in
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


def manual_page(kind: type[Node]) -> str:
    """The page of a kind in the manual: what its file says; of a folder, then what the files of its settings say."""
    groups = (group for info in kind.model_fields.values() for group in groups_in(info.annotation))
    within = (group for group in groups if group.__module__.startswith(f"{kind.__module__}."))
    files = {each.__module__: getmodule(each) for each in (kind, *within)}
    return "\n\n".join(cleandoc(getdoc(file) or "") for file in files.values())


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

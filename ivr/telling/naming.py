"""What the names of a menu are called where a call is told."""

from typing import Protocol


class Names(Protocol):
    """What a menu's names are called for a reader."""

    def place(self, name: str, seen_from: str = "") -> str:
        """A node, as `seen_from` names it."""
        ...

    def officers(self, name: str) -> str:
        """Officers."""
        ...

    def language(self, code: str) -> str:
        """A callers' language."""
        ...

    def table(self, name: str) -> str:
        """A table."""
        ...

    def field(self, name: str, node: str) -> str:
        """A field that is kept at a node."""
        ...


class AsWritten:
    """Every name as the files have it, for those who write them."""

    def place(self, name: str, seen_from: str = "") -> str:
        """The name."""
        return name

    def officers(self, name: str) -> str:
        """The name."""
        return name

    def language(self, code: str) -> str:
        """The code."""
        return code

    def table(self, name: str) -> str:
        """The name."""
        return name

    def field(self, name: str, node: str) -> str:
        """The name."""
        return name


AS_WRITTEN = AsWritten()

"""Settings as an editor writes them: short groups in braces, long ones below each other, quotes where needed."""

from collections.abc import Iterator, Mapping

from ivr.authoring.yaml.reading import read_document

WIDEST = 110
LONGEST_COMMENT = 200
MISSING = "  # to be written"
Settings = Mapping[str, object]


def written(name: str, value: object, indent: int = 0) -> Iterator[str]:
    """The lines of one setting; an empty group is marked as still to be written."""
    margin = " " * indent
    if not isinstance(value, Mapping):
        yield f"{margin}{_quoted(name)}: {_quoted(str(value))}"
        return
    in_braces = f"{margin}{_quoted(name)}: {_braces(value)}"
    if len(in_braces) <= WIDEST and _is_short(value):
        yield in_braces + (MISSING if has_gap(value) else "")
        return
    yield f"{margin}{_quoted(name)}:"
    for inner, item in value.items():
        yield from written(inner, item, indent + 2)


def comment(text: str, indent: int = 0) -> str:
    """A comment on one line, whatever the text holds."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    short = " ".join(plain.split())
    return f"{' ' * indent}# {short if len(short) <= LONGEST_COMMENT else short[:LONGEST_COMMENT] + '…'}"


def has_gap(value: object) -> bool:
    """Whether something in a group is left to be written."""
    return isinstance(value, Mapping) and (not value or any(has_gap(item) for item in value.values()))


def _is_short(value: Settings) -> bool:
    """Whether a group reads well in braces: plain settings, or choices with one group of texts each."""
    inner = [item for item in value.values() if isinstance(item, Mapping)]
    return all(not any(isinstance(each, Mapping) for each in item.values()) for item in inner) and len(inner) <= 1


def _braces(value: Settings) -> str:
    items = (
        f"{_quoted(name)}: {_braces(item) if isinstance(item, Mapping) else _quoted(str(item), in_braces=True)}"
        for name, item in value.items()
    )
    return f"{{{', '.join(items)}}}"


def _quoted(text: str, *, in_braces: bool = False) -> str:
    """The text as it is where YAML reads it so, in quotes otherwise."""
    line = f"a: {{b: {text}, c: d}}\n" if in_braces else f"a: {text}\n"
    expected: object = {"b": text, "c": "d"} if in_braces else text
    plain = text.isprintable() and not text.startswith(("'", '"')) and text
    if plain:
        document, problems = read_document("", line.encode("utf-8", "replace"))
        if document.value == {"a": expected} and not problems:
            return text
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"

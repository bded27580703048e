"""The parts that node kinds are made of: texts, destinations, branches, and names of things the site declares.

Each part carries a mark, so that the checker finds every destination, text or table name of any kind without
knowing the kind. Destinations are written short in a department's own file and made full ("water/bill") on loading.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from ivr.translation import NOTHING, Sentence, said

TRIES = "tries"  # the setting that says how often callers may fail at a node, and what comes then
RESERVED = ("back", "repeat", "main", "language", "goodbye")
Mark = Literal["text", "words", "destination", "table", "calendar", "officers", "field", "keeps", "column"]
Path = tuple[str, ...]


def full_name(name: str, department: str) -> str:
    """The full name of a node (or table) that a file of `department` calls `name`."""
    return name if "/" in name or name in RESERVED or not department else f"{department}/{name}"


def field_name(name: str, department: str) -> str:
    """The full name of a field; what is reserved for places in a menu (`back`, `repeat`) is a name like any other."""
    return f"{department}/{name}"


def mistake(rule: str, message: Sentence, *, hint: Sentence = NOTHING, at: Path = ()) -> PydanticCustomError:
    """What is wrong with a setting: the rule it breaks, in a sentence, what to do, and where `at` in the settings."""
    return PydanticCustomError(rule, "{message}", {"message": message, "hint": hint, "at": at})


def _resolve(name: str, info: ValidationInfo) -> str:
    return full_name(name, (info.context or {}).get("department", ""))


def _a_map(value: object) -> object:
    if not isinstance(value, Mapping):
        raise mistake("text-without-language", said("a text needs its languages, each on a line of its own."))
    return value


@lru_cache(maxsize=1024)
def listed(words: str) -> tuple[str, ...]:
    """The words that stand on one line, with commas or semicolons between them, Chinese ones too."""
    return tuple(each.strip() for each in re.split("[,，、;；]", words) if each.strip())


def _by_try(value: object) -> object:
    """A list of texts; one alone is said at every try."""
    return value if isinstance(value, list) else [value]


def _lists(value: object) -> object:
    """Words by language; those of one language may stand on one line, with commas."""
    if not isinstance(value, Mapping):
        raise mistake("text-without-language", said("these words need their languages, each on a line of its own."))
    return {code: listed(words) if isinstance(words, str) else words for code, words in value.items()}


def _names(value: object) -> object:
    """Names, one of which may stand by itself, or several on one line with commas."""
    return listed(value) if isinstance(value, str) else value


def _one_key(value: str) -> str:
    if value not in KEYS:
        hint = said("A caller presses one key. Use 0 to 9, star or hash.")
        raise mistake("bad-key", said('"{key}" is not a key on the telephone.', key=value), hint=hint)
    return value


def _with_reasons(value: dict[str, str]) -> dict[str, str]:
    for rule, reason in value.items():
        if not reason.strip():
            message = said('there is no reason why "{rule}" may stand.', rule=rule)
            raise mistake("nothing-written", message, hint=said("Write why, in a few words."), at=(rule,))
    return value


MIDNIGHT = "midnight"


def _time_of_day(text: str) -> str:
    if text == MIDNIGHT or re.fullmatch("([01]?[0-9]|2[0-3]):[0-5][0-9]", text):
        return text
    hint = said("Write midnight, or a time such as 06:00.")
    raise mistake("bad-value", said('"{given}" is not a time of day.', given=text), hint=hint)


AGE = "[1-9][0-9]{0,3} (hour|day|week)s?"
KEYS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "star", "hash")
FORM_KEYS = frozenset(("1", "2", "3", "4", "star", "hash"))
"""The keys that a node offers which takes an entry or a recording."""
KEY_OF_DIGIT = {"*": "star", "#": "hash"} | {str(digit): str(digit) for digit in range(10)}
DIGIT_OF_KEY = {key: digit for digit, key in KEY_OF_DIGIT.items()}

Texts = Annotated[dict[str, str], BeforeValidator(_a_map), "text"]
"""What is said, by language code."""
TextsByTry = Annotated[tuple[Texts, ...], BeforeValidator(_by_try), Field(min_length=1), "text"]
"""What is said at the first try, the second and so on, the last one at all further ones."""
Also = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_lists), "words"]
"""Words that callers may say, by language code."""
Destination = Annotated[str, AfterValidator(_resolve), "destination"]
"""A node's name, or one of RESERVED."""
TableName = Annotated[str, AfterValidator(_resolve), "table"]
CalendarName = Annotated[str, "calendar"]
OfficersName = Annotated[str, "officers"]
FieldName = Annotated[str, "field"]
FieldNames = Annotated[tuple[str, ...], BeforeValidator(_names), "field"]
TableColumn = Annotated[str, "column"]
"""A column of the table that is looked in."""
Keeps = Annotated[dict[str, str], "keeps"]
"""Fields noted without asking the caller, by name."""
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
"""Names of columns."""
Accepted = Annotated[dict[str, str], AfterValidator(_with_reasons)]
"""Warnings that may stand: the name of each rule, and the reason."""
TimeOfDay = Annotated[str, AfterValidator(_time_of_day), "time"]
"""A time such as 06:00, or MIDNIGHT."""
Key = Annotated[str, AfterValidator(_one_key)]


class Bounds(NamedTuple):
    """From `least` to `most`, written 6-10, or 8 for exactly eight."""

    least: int
    most: int


def _span(value: object) -> object:
    parts = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", value) if isinstance(value, str) else None
    if not parts or int(parts[2] or parts[1]) < int(parts[1]):
        raise mistake("bad-span", said("write a number like 8, or the least and the most like 6-10."))
    return Bounds(int(parts[1]), int(parts[2] or parts[1]))


BoundsOf = Annotated[Bounds, BeforeValidator(_span)]


def _days(value: object) -> object:
    parts = re.fullmatch(r"([1-9][0-9]{0,2}) (day|week)s?", value) if isinstance(value, str) else None
    if not parts:
        raise mistake("bad-within", said("write a number of days or weeks, such as 10 days or 2 weeks."))
    return int(parts[1]) * (7 if parts[2] == "week" else 1)


DaysWithin = Annotated[int, BeforeValidator(_days)]
"""So many days, written `10 days` or `2 weeks`."""


def _age(text: str) -> str:
    if re.fullmatch(AGE, text):
        return text
    hint = said("Write hours, days or weeks, such as 36 hours, 2 days or 1 week.")
    raise mistake("bad-value", said('"{given}" is not a length of time.', given=text), hint=hint)


Age = Annotated[str, AfterValidator(_age)]
"""A length of time, written `36 hours`, `2 days` or `1 week`."""


def length_of(age: str) -> timedelta:
    """The length of time that is written so."""
    count, unit = age.split()
    return int(count) * timedelta(**{f"{unit.rstrip('s')}s": 1})


def _letter(value: object) -> object:
    if not (isinstance(value, str) and len(value) == 1 and value.isascii() and value.isalpha()):
        raise mistake("bad-letter", said("write one letter from A to Z, for which callers press star."))
    return value.upper()


Letter = Annotated[str, BeforeValidator(_letter)]
"""One letter from A to Z."""


class Part(BaseModel):
    """A group of settings inside a node."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class TriesSettings(Part):
    """How often callers may fail at one node, and what comes then; what is not written is as everywhere."""

    silence: int | None = Field(default=None, ge=1, le=9)
    wrong: int | None = Field(default=None, ge=1, le=9)
    then: Destination | None = None
    wait: int | None = Field(default=None, ge=2, le=60)
    pause: int | None = Field(default=None, ge=1, le=10)


class Branch(Part):
    """What is said and where the call goes in one case; written as a bare destination when nothing is said."""

    say: Texts | None = None
    then: Destination | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_destination(cls, value: object) -> object:
        return {"then": value} if isinstance(value, str) else value


class BranchByTry(Branch):
    """A case to which callers may come again and again; what is said then may differ from try to try."""

    say: TextsByTry | None = None  # type: ignore[assignment]  # several texts where others have one


class Match(Part):
    """What a column must be: equal to a field, written as its name alone; or `at least` or `at most` what it is."""

    equal: FieldName | None = None
    at_least: FieldName | None = Field(default=None, alias="at least")
    at_most: FieldName | None = Field(default=None, alias="at most")

    @model_validator(mode="before")
    @classmethod
    def _from_field(cls, value: object) -> object:
        return {"equal": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> "Match":
        if not self.model_fields_set or (self.equal and len(self.model_fields_set) > 1):
            hint = said("Write the name of a field, or `at least`, `at most` or both, each with one.")
            raise mistake("bad-comparison", said("this does not say what the column must be."), hint=hint)
        return self


def mentions(part: BaseModel, mark: Mark) -> Iterator[tuple[Path, Any]]:
    """Every value marked `mark` in a node, with the path of settings that leads to it; of several texts, each."""
    for name, setting, marked in _settings_of(type(part), mark):
        value = getattr(part, name)
        if not marked:
            yield from _inside(setting, value, mark)
        elif isinstance(value, tuple):
            yield from (((setting, str(at)) if value[1:] else (setting,), text) for at, text in enumerate(value))
        elif value is not None:
            yield (setting,), value


def groups_in(annotation: object) -> Iterator[type[BaseModel]]:
    """The groups of settings that may be written where something is `annotation`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from groups_in(argument)


@cache
def _settings_of(kind: type[BaseModel], mark: Mark) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a kind that are marked so, or hold groups with some that are; found out once.

    With each what it is called in a menu, and whether it is marked itself. What callers meet who fail comes last.
    """
    settings = (
        (name, info.alias or name, mark in info.metadata or _marked(info.annotation, mark), info.annotation)
        for name, info in sorted(kind.model_fields.items(), key=lambda each: each[0] == TRIES)
    )
    return tuple(
        (name, setting, marked)
        for name, setting, marked, annotation in settings
        if marked or any(_settings_of(group, mark) for group in groups_in(annotation))
    )


def _inside(setting: str, value: object, mark: Mark) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, BaseModel):
        yield from (((setting, *path), found) for path, found in mentions(value, mark))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(item, BaseModel):
                yield from (((setting, str(key), *path), found) for path, found in mentions(item, mark))


def _marked(annotation: object, mark: Mark) -> bool:
    return any(mark in getattr(choice, "__metadata__", ()) for choice in get_args(annotation))

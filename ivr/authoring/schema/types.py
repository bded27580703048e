"""JSON Schema of the files of a site, made from the models that read them.

It describes what an editor may type, not what comes of it: every scalar may be typed bare, so a text may look like a
number to the editor's program; keys are a pattern, because an unquoted `1:` is no text to it; and nothing beside what
is named is allowed. It never rejects what `ivr check` accepts; much that `ivr check` finds it cannot see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from ivr.authoring import grammar
from ivr.authoring.grammar import days, pledges
from ivr.authoring.grammar.calendars import CalendarSettings, ExceptionSettings
from ivr.authoring.grammar.flows import NONE, FlowsFile
from ivr.authoring.grammar.menus import ColumnSettings
from ivr.authoring.schema.pages import mark_of, meaning_of, page_of
from ivr.engine.grammar import (
    AGE,
    RESERVED,
    Age,
    Also,
    BoundsOf,
    Branch,
    DaysWithin,
    Key,
    Letter,
    Mark,
    Match,
    Names,
    Texts,
    TextsByTry,
    TimeOfDay,
)
from ivr.engine.known import WEEKDAYS
from ivr.engine.node import Node
from ivr.engine.seasonal import Day
from ivr.words import FORMATS, OR_EMPTY

SCALAR = ["string", "number", "boolean"]
TEXT: JsonSchemaValue = {"type": SCALAR}
YES_OR_NO: JsonSchemaValue = {"enum": ["yes", "no", True, False]}
_TIME = r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
_CLOCK = "([01]?[0-9]|2[0-3]):[0-5][0-9]"
_PERIOD = rf"{_TIME}\s*-\s*{_TIME}"
HOURS = rf"^\s*(closed|all day|{_PERIOD}(\s*,\s*{_PERIOD})*)\s*$"
DAYS = rf"^({'|'.join(WEEKDAYS)})(\s*-\s*({'|'.join(WEEKDAYS)}))?$"
DATES = "^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$"
HOURS_HINT = "Write hours as 09:00-17:30, several as 09:00-13:00, 14:00-17:30, or closed, or all day."
NEEDS_LANGUAGES = "A text needs its languages, each on a line of its own."
LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$"


@dataclass(frozen=True)
class OfferedNames:
    """What the site has, offered while typing: its languages (those a text `needs`), officers and calendars.

    Of its departments the nodes, the fields that callers give or rows leave, the tables and their columns.
    """

    languages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    calendars: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def examples(self, mark: Mark | None) -> tuple[str, ...]:
        """The names that may stand where something is marked so."""
        known: dict[Mark | None, tuple[str, ...]] = {
            "officers": self.officers,
            "calendar": self.calendars,
            "destination": (*RESERVED, *self.nodes),
            "field": self.fields,
            "table": self.tables,
            "column": self.columns,
        }
        return known.get(mark, ())


def _text(pattern: str, told: str, *, scalar: bool = False) -> JsonSchemaValue:
    return {"type": SCALAR if scalar else "string", "pattern": pattern, "errorMessage": told}


def _reads(annotated: object) -> object:
    """The function that reads what is annotated, by which the schema knows it again."""
    found = (each for each in get_args(annotated) if isinstance(each, AfterValidator | BeforeValidator))
    return next(each.func for each in found)


_TAKEN = "|".join(name for name in RESERVED if name != "main")
_HOLIDAYS = next(each for each in CalendarSettings.model_fields["holidays"].metadata)
_FORMATS = (*FORMATS, grammar.IN_LANGUAGES)
WRITTEN: Mapping[object, JsonSchemaValue] = {
    _reads(Key): _text("^([0-9]|star|hash)$", "A caller presses one key: 0 to 9, star or hash.", scalar=True),
    _reads(BoundsOf): _text("^[0-9]{1,9}(-[0-9]{1,9})?$", "Write 8, or the least and the most like 6-10.", scalar=True),
    _reads(DaysWithin): _text("^[1-9][0-9]{0,2} (day|week)s?$", "Write days or weeks, such as 10 days or 2 weeks."),
    _reads(Age): _text(f"^{AGE}$", "Write hours, days or weeks, such as 36 hours or 2 days."),
    _reads(Letter): _text("^[A-Za-z]$", "Write one letter from A to Z."),
    _reads(TimeOfDay): _text(rf"^(midnight|{_CLOCK})$", "Write midnight, or a time such as 06:00.", scalar=True),
    _reads(grammar.Name): _text(f"^{grammar.NAME.pattern}$", grammar.NAME_HINT),
    _reads(grammar.NodeName): _text(f"^(?!({_TAKEN})$){grammar.NAME.pattern}$", grammar.NAME_HINT),
    _reads(grammar.ColumnName): _text("^[A-Za-z_][A-Za-z0-9_]*$", "Columns are named with letters, digits and _."),
    _reads(grammar.ColumnFormat): {
        "anyOf": [
            {"enum": [*_FORMATS, *(f"{each}{OR_EMPTY}" for each in _FORMATS)]},
            _text(
                f"^(money in [A-Z]{{3}}|moment in [A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)+)({OR_EMPTY})?$",
                "Write a format, money in a currency such as USD, or moment in a zone such as Pacific/Guam.",
            ),
            {"type": "array", "minItems": 1, "items": _text(r"^[^,\[\]]+$", "Write a value.", scalar=True)},
        ]
    },
    _reads(grammar.Version): {"enum": [int(grammar.VERSION), grammar.VERSION]},
    _reads(Day): _text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "Write a day as 2027-04-01."),
    _reads(grammar.MomentText): _text(
        rf"^\s*[0-9/-]{{8,10}}[ T]{_TIME}\s*$", "Write day and time as 2026-12-31 12:00.", scalar=True
    ),
    _reads(grammar.Periods): _text(HOURS, HOURS_HINT),
    _reads(grammar.Telephone): _text(
        r"^\s*\+?\(?[0-9][0-9 ()./-]{2,30}\s*$", "A number looks like 2123 4567, 1823 or +852 2123 4567.", scalar=True
    ),
    _reads(grammar.Country): {"enum": sorted(grammar.COUNTRIES)},
    _reads(grammar.Currency): _text("^[A-Z]{3}$", "Write the three letters of ISO 4217, such as HKD."),
    _reads(grammar.LanguageCode): _text(LANGUAGE, "Write a code such as yue, cmn or en."),
    _reads(days.Weekday): {"enum": list(WEEKDAYS)},
    _reads(days.Span): _text(f"^{days.SPAN}$", "Write a number of days or weeks, such as 10 days."),
    _reads(pledges.Year): _text(f"^{pledges.YEAR}$", "Write a year such as 2026.", scalar=True),
    _reads(pledges.DayOfYear): _text(f"^{pledges.DAY_OF_YEAR}$", "Write a day of the year such as 04-01."),
    _reads(pledges.Percent): _text(f"^{pledges.PERCENT}$", "Write a percentage such as 80 %."),
    _reads(pledges.Allowed): _text(f"^{pledges.TIME}$", "Write 12 seconds, 3 hours or 10 working days."),
    _HOLIDAYS.func: _text(HOURS.replace("(closed|", "(usual|closed|", 1), f"{HOURS_HINT} Or usual."),
}
"""How a value is typed, by the function that reads it."""


class FileSchema(GenerateJsonSchema):
    """JSON Schema of what is typed; `names` are those of a site."""

    names: ClassVar[OfferedNames] = OfferedNames()

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Titles made of a setting's name say nothing new."""
        return False

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """A text may be typed bare."""
        return dict(TEXT)

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """A number may stand in quotes."""
        bounds = {"minimum": schema.get("ge"), "maximum": schema.get("le")}
        given = {name: bound for name, bound in bounds.items() if bound is not None}
        return {"type": ["integer", "string"], "pattern": "^[0-9]+$", **given}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        """Yes or no."""
        return dict(YES_OR_NO)

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """What may be left out may not be empty."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """What stands unless written, where that is one word or number."""
        inner = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if isinstance(default, bool):
            return {**inner, "default": "yes" if default else "no"}
        return {**inner, "default": default} if isinstance(default, str | int) and default != "" else inner

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Settings whose names are the editor's own; where those have a pattern nothing else is allowed."""
        names = self.generate_inner(schema["keys_schema"]) if "keys_schema" in schema else {}
        values = self.generate_inner(schema["values_schema"]) if "values_schema" in schema else {}
        inside = by_pattern(names["pattern"], values) if "pattern" in names else {"additionalProperties": values}
        least = {"minProperties": schema["min_length"]} if "min_length" in schema else {}
        return {"type": "object", **inside, **least}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """What our own functions read is written as they read it."""
        function: object = schema["function"]["function"]
        if function is _reads(Texts):
            return self._texts()
        if function is _reads(TextsByTry):
            return {"anyOf": [self._texts(), {"type": "array", "minItems": 1, "items": self._texts()}]}
        if function is _reads(Names):
            name = offering(dict(TEXT), self.names.columns)
            return {"anyOf": [name, {"type": "array", "items": name}]}
        if function is _reads(Also):
            return self._by_language({"anyOf": [dict(TEXT), {"type": "array", "items": dict(TEXT)}]})
        return dict(WRITTEN[function]) if function in WRITTEN else super().function_before_schema(schema)

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        """The same for functions that look at a text afterwards."""
        function: object = schema["function"]["function"]
        return dict(WRITTEN[function]) if function in WRITTEN else super().function_after_schema(schema)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """A group of settings, each with what the manual says about it."""
        model: type[BaseModel] = schema["cls"]
        page = page_of(model)
        told = {"description": page.partition("\n")[0], "markdownDescription": page}
        made = {**super().model_schema(schema), **told}
        made["title"] = _title(model)
        for name, info in model.model_fields.items():
            setting = info.alias or name
            made["properties"][setting] = self._told(model, setting, info, made["properties"][setting])
        if model is ExceptionSettings:
            return made | by_pattern(DAYS, dict(WRITTEN[_reads(grammar.Periods)]))
        if model is CalendarSettings:
            days = made | by_pattern(f"{DAYS}|{DATES}", dict(WRITTEN[_reads(grammar.Periods)]))
            return {"anyOf": [{"const": "always"}, days], "description": made["description"]}
        if model is FlowsFile:
            made["properties"]["officers"] = _or_none(made["properties"]["officers"])
        if issubclass(model, Match):
            del made["properties"]["equal"]
            field = offering({"type": "string"}, self.names.fields)
            return {"anyOf": [made, field], "description": made["description"]}
        if model is ColumnSettings:
            return {"anyOf": [dict(WRITTEN[_reads(grammar.ColumnFormat)]), made], "description": made["description"]}
        if issubclass(model, Branch):
            return {"anyOf": [made, self._destination()], "description": made["description"]}
        return made

    def _told(self, model: type[BaseModel], setting: str, info: FieldInfo, written: JsonSchemaValue) -> JsonSchemaValue:
        """A setting with its meaning, and the names that may stand there."""
        meaning, mark = meaning_of(model, setting, info), mark_of(info)
        told = {**written, "description": meaning, "markdownDescription": meaning} if meaning else dict(written)
        if mark and told.get("type") == SCALAR:
            told["type"] = "string"  # a name begins with a letter, so it is never taken for a number
        return offering(told, self.names.examples(mark))

    def _destination(self) -> JsonSchemaValue:
        return offering({"type": "string"}, self.names.examples("destination"))

    def _texts(self) -> JsonSchemaValue:
        needed = {"required": list(self.names.needs)} if self.names.needs else {}
        return self._by_language(dict(TEXT)) | (needed if self.names.languages else {"minProperties": 1})

    def _by_language(self, values: JsonSchemaValue) -> JsonSchemaValue:
        if not self.names.languages:
            return {**_group(NEEDS_LANGUAGES), **by_pattern(LANGUAGE, values)}
        named = {"properties": dict.fromkeys(self.names.languages, values), "additionalProperties": False}
        return {**_group(NEEDS_LANGUAGES), **named}


def offering(written: JsonSchemaValue, names: tuple[str, ...]) -> JsonSchemaValue:
    """What is written somewhere with names that may stand there, or in each place of a list or a group."""
    if not names:
        return written
    inside = next((part for part in ("items", "additionalProperties") if isinstance(written.get(part), dict)), "")
    if inside:
        return {**written, inside: offering(written[inside], names)}
    return {**written, "examples": list(names)} if written.get("type") in ("string", SCALAR) else written


def _title(model: type[BaseModel]) -> str:
    """What a group of settings is called: by its kind, or by its class in plain words."""
    if issubclass(model, Node):
        return str(model.model_fields["kind"].default)
    return model.__name__.removesuffix("Settings").lower()


def _or_none(written: JsonSchemaValue) -> JsonSchemaValue:
    """What may also be the word none."""
    described = ("description", "markdownDescription")
    inner = {name: value for name, value in written.items() if name not in described}
    return {"anyOf": [{"const": NONE}, inner], **{name: written[name] for name in described if name in written}}


def by_pattern(pattern: str, values: JsonSchemaValue) -> JsonSchemaValue:
    """Settings whose names must match a pattern, and none besides."""
    return {"patternProperties": {pattern: values}, "additionalProperties": False}


def _group(told: str) -> JsonSchemaValue:
    """A group of settings, and what to tell where a word stands instead; said apart from what the group must hold."""
    return {"allOf": [{"type": "object", "errorMessage": told}]}

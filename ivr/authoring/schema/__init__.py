"""JSON Schema for the editor's program: with it VS Code completes settings and marks mistakes while one types.

The first line of a file, `# yaml-language-server: $schema=../../schemas/menu.schema.json`, names its schema to every
program that runs yaml-language-server. What a schema cannot see (a node that does not exist, a caller who is dropped)
remains for `ivr check`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaValue, models_json_schema

from ivr.authoring.grammar.flows import FlowsFile
from ivr.authoring.grammar.menus import MenuFile
from ivr.authoring.grammar.phrases import OPTIONAL, PHRASES
from ivr.authoring.grammar.pledges import PledgesFile
from ivr.authoring.schema.pages import page_of
from ivr.authoring.schema.types import TEXT, FileSchema, OfferedNames
from ivr.authoring.site import Site
from ivr.authoring.site.assembling import fields_of, unasked_in
from ivr.nodes import KINDS, written_kinds

DIALECT = "http://json-schema.org/draft-07/schema#"
NODES = "nodes"
MOST_OFFERED = 400
"""Of each sort of name; where a site has more, nobody finds one in a list, and none of that sort is offered."""


def names_of(site: Site) -> OfferedNames:
    """What a site has that can be offered while typing; nothing where flows.yaml cannot be read."""
    if site.flows is None:
        return OfferedNames()
    languages = site.flows.languages
    needed = tuple(code for code, language in languages.items() if not getattr(language, "falls_back_to", ""))
    officers, calendars = tuple(site.flows.officers), tuple(site.flows.calendars)
    return OfferedNames(tuple(languages), needed, officers, calendars, *map(_few, _own_names(site)))


def _own_names(site: Site) -> Iterator[Iterable[str]]:
    """What departments name themselves: nodes (those where departments begin in full too), fields, tables, columns."""
    tables = {
        name: table for each in site.departments.values() if each.menu for name, table in each.menu.tables.items()
    }
    begin = (f"{name}/{each.menu.start}" for name, each in site.departments.items() if each.menu)
    yield (*(placed.name.partition("/")[2] for placed in site.nodes), *begin)
    kept = (name for placed in site.nodes for name in fields_of(placed))
    yield (*kept, *(name for department in site.departments.values() for name in unasked_in(department)))
    yield tables
    yield (column for table in tables.values() for column in table.columns)


def _few(names: Iterable[str]) -> tuple[str, ...]:
    each = tuple(sorted(set(names)))
    return each if len(each) <= MOST_OFFERED else ()


def menu_schema(names: OfferedNames | None = None) -> JsonSchemaValue:
    """The schema of a `menu.yaml`: each node is what its `kind` says."""
    kinds = {kind: KINDS[kind] for kind in written_kinds()}
    refs, parts = _schemas((MenuFile, *kinds.values()), names or OfferedNames())
    file = parts.pop(_last(refs[MenuFile]))
    (pattern,) = file["properties"][NODES]["patternProperties"]
    file["properties"][NODES]["patternProperties"] = {pattern: _node({kind: refs[kinds[kind]] for kind in kinds})}
    return {"$schema": DIALECT, **file, "title": "menu.yaml", "$defs": parts}


def flows_schema(names: OfferedNames | None = None) -> JsonSchemaValue:
    """The schema of `flows.yaml`."""
    refs, parts = _schemas((FlowsFile,), names or OfferedNames())
    file = parts.pop(_last(refs[FlowsFile]))
    return {"$schema": DIALECT, **file, "title": "flows.yaml", "$defs": parts}


def pledges_schema(names: OfferedNames | None = None) -> JsonSchemaValue:
    """The schema of a `pledges.yaml`."""
    refs, parts = _schemas((PledgesFile,), names or OfferedNames())
    file = parts.pop(_last(refs[PledgesFile]))
    return {"$schema": DIALECT, **file, "title": "pledges.yaml", "$defs": parts}


def phrases_schema() -> JsonSchemaValue:
    """The schema of a `phrases.yaml`: every phrase the system counts on, and the places it has."""
    phrases: dict[str, JsonSchemaValue] = {}
    for name, places in PHRASES.items():
        told = (
            f"Has the places {', '.join(f'{{{place}}}' for place in sorted(places))}." if places else "Has no places."
        )
        phrases[name] = {**TEXT, "description": told}
    required = [name for name in PHRASES if name not in OPTIONAL]
    group = {"type": "object", "properties": phrases, "required": required, "additionalProperties": False}
    return {"$schema": DIALECT, "title": "phrases.yaml", **group}


def modeline(address: str) -> str:
    """The first line of a YAML file that names its schema."""
    return f"# yaml-language-server: $schema={address}"


def _schemas(
    models: tuple[type[BaseModel], ...], names: OfferedNames
) -> tuple[Mapping[type[BaseModel], JsonSchemaValue], dict[str, JsonSchemaValue]]:
    """For each model the reference to its schema, and the schemas by name."""
    generator = type("SiteSchema", (FileSchema,), {"names": names})
    made, found = models_json_schema([(model, "validation") for model in models], schema_generator=generator)
    refs = {model: made[model, "validation"] for model in models}
    parts = found["$defs"]
    begin = json.dumps(list(refs.values()))
    while unused := [name for name in parts if f'/{name}"' not in begin + json.dumps(parts)]:
        for name in unused:
            del parts[name]
    return refs, parts


def _last(reference: JsonSchemaValue) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _node(kinds: Mapping[str, JsonSchemaValue]) -> JsonSchemaValue:
    """A node is chosen by its kind, so that a mistake in it is told in the terms of that kind alone."""
    first_lines = [page_of(KINDS[kind]).partition("\n")[0] for kind in kinds]
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(kinds), "enumDescriptions": first_lines}},
        "allOf": [
            {"if": {"required": ["kind"], "properties": {"kind": {"const": kind}}}, "then": reference}
            for kind, reference in kinds.items()
        ],
    }

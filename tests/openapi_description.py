"""Whether requests and answers are as an OpenAPI 3.0 description has them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

TWILIO = Path(__file__).parent / "vendor" / "twilio_rest.openapi.json"
FORM = "application/x-www-form-urlencoded"
Pairs = Sequence[tuple[str, str]]
Schema = Mapping[str, Any]


class Description:
    """A description: says of a request, and of an answer, what is wrong with it."""

    def __init__(self, path: Path = TWILIO) -> None:
        self._whole = json.loads(path.read_text("utf-8"))
        self._paths = [(_pattern(template), template) for template in self._whole["paths"]]

    def operation(self, method: str, path: str) -> tuple[str, Schema, Mapping[str, str]]:
        """The template that a path fits, what may be asked there, and the path's parts by name. Raises KeyError."""
        for pattern, template in self._paths:
            if found := pattern.fullmatch(path):
                return template, self._whole["paths"][template][method.lower()], found.groupdict()
        raise KeyError(path)

    def wrong_with_request(self, method: str, path: str, query: Pairs, kind: str, form: Pairs) -> list[str]:
        """What is wrong with a request: method, path, fields of the query and of the body, whose type is `kind`."""
        try:
            template, operation, parts = self.operation(method, path)
        except KeyError:
            return [f"{method} {path} is not described"]
        common = self._whole["paths"][template].get("parameters", [])
        known = [*common, *operation.get("parameters", [])]
        by_place = {place: {each["name"]: each for each in known if each["in"] == place} for place in ("path", "query")}
        found = list(self._wrong_values(by_place["path"], list(parts.items())))
        found += self._wrong_values(by_place["query"], query)
        return found + list(self._wrong_body(operation, kind, form))

    def wrong_with_answer(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What is wrong with a successful answer."""
        _, operation, _ = self.operation(method, path)
        told = operation["responses"].get(str(status))
        if told is None:
            return [f"{status} is not described for {method} {path}"]
        schema = told.get("content", {}).get("application/json", {}).get("schema")
        return self._wrong(schema, body, "the answer") if schema else []

    def _wrong_body(self, operation: Schema, kind: str, form: Pairs) -> Iterator[str]:
        if "requestBody" not in operation:
            if form:
                yield "a body, where none is described"
            return
        if kind != FORM:
            yield f"a body of type {kind!r}"
            return
        schema = operation["requestBody"]["content"][FORM]["schema"]
        required = schema.get("required", [])
        fields = {name: {"schema": each, "required": name in required} for name, each in schema["properties"].items()}
        yield from self._wrong_values(fields, form)

    def _wrong_values(self, fields: Mapping[str, Schema], given: Pairs) -> Iterator[str]:
        names = [name for name, _ in given]
        yield from (
            f"{name} is missing" for name, field in fields.items() if field.get("required") and name not in names
        )
        for name in dict.fromkeys(names):
            if name not in fields:
                yield f"{name} is not described"
                continue
            schema = self._resolved(fields[name]["schema"])
            values = [value for each, value in given if each == name]
            if schema.get("type") == "array":
                items = self._resolved(schema["items"])
                yield from self._wrong(schema, [_typed(items, value) for value in values], name)
            elif len(values) > 1:
                yield f"{name} stands there {len(values)} times"
            else:
                yield from self._wrong(schema, _typed(schema, values[0]), name)

    def _wrong(self, schema: Schema, value: Any, what: str) -> list[str]:
        whole = {**_plain(schema), "components": _plain(self._whole["components"])}
        return [f"{what}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value)]

    def _resolved(self, schema: Schema) -> Schema:
        if "$ref" not in schema:
            return schema
        found: Schema = self._whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+?)", re.escape(template)))


def _typed(schema: Schema, text: str) -> Any:
    """The value that a form's text stands for, of the type that is described; the text where it is none such."""
    kind = schema.get("type")
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind in ("integer", "number") and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return float(text) if "." in text else int(text)
    return text


def _plain(schema: Any) -> Any:
    """The same in plain JSON Schema, which has another word for `nullable`."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plain(value) for name, value in schema.items() if name != "nullable"}
    if schema.get("nullable"):
        return {"anyOf": [plain, {"type": "null"}]}
    return plain

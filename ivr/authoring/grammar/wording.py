"""What pydantic found wrong, in the words of the person who wrote the file."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from ivr.authoring.grammar import RUN_UPGRADE
from ivr.authoring.problems import Problem, closest, did_you_mean, one_of
from ivr.authoring.yaml.marks import Document, Path
from ivr.authoring.yaml.slips import FULL_WIDTH_COLON, hint_of_no_space
from ivr.engine.grammar import Branch
from ivr.engine.node import Node
from ivr.nodes import KINDS
from ivr.translation import NOTHING, Sentence, as_it_stands, said

BAD_VALUE = "bad-value"
ON_THE_NAME = ("bad-key", "bad-day")  # rules whose problem is a setting's name, not its value
_LIST_HINT = said("Write it as [first, second], or each on a line of its own after a dash.")


_NO_LIST = said("This is a list: each setting here needs a name and a colon instead of dash or brackets.")
_NO_LIST_OF = {
    "choices": said("This is a list: begin each choice with its key and a colon instead of the dash, as in   1:")
}


@dataclass(frozen=True)
class _Wrong:
    """One of pydantic's errors in the settings that stand at `path` and should be a `model`."""

    document: Document
    path: Path
    model: type[BaseModel]
    error: Mapping[str, Any]

    @property
    def loc(self) -> Path:
        """The settings that lead from the model to what is wrong."""
        return tuple(str(step) for step in self.error["loc"] if step != "[key]")

    @property
    def here(self) -> Path:
        """Where it is in the document."""
        return (*self.path, *self.loc)

    @property
    def name(self) -> str:
        """The setting that is wrong."""
        return self.here[-1] if self.here else said("this file")

    @property
    def given(self) -> str:
        """What was written."""
        return str(self.error["input"])

    @property
    def about(self) -> Mapping[str, Any]:
        """What the error tells besides."""
        told: Mapping[str, Any] = self.error.get("ctx", {})
        return told

    def problem(self, message: Sentence, hint: Sentence = NOTHING, *, name: bool = False) -> Problem:
        """A problem with the value."""
        return self.document.problem(self.here, BAD_VALUE, message, hint, name=name)


def problem_of(document: Document, path: Path, model: type[BaseModel], error: Mapping[str, Any]) -> Problem:
    """The problem behind one of pydantic's errors in the settings written at `path`."""
    return _WORDS.get(str(error["type"]), _own_words)(_Wrong(document, path, model, error))


def meant_setting(model: type[BaseModel], loc: Path) -> str:
    """The setting that a misspelt one at `loc` probably means, empty when none looks like it."""
    owner = _model_at(model, loc[:-1])
    return closest(loc[-1], _settings_of(owner)) if owner else ""


def _unknown(wrong: _Wrong) -> Problem:
    owner = _model_at(wrong.model, wrong.loc[:-1])
    known = _settings_of(owner) if owner else ()
    noun = _noun(owner, wrong.here[:-1])
    message = said('"{name}" is not a setting of {noun}.', name=wrong.name, noun=noun)
    hint = did_you_mean(wrong.name, known) or said("It has {known}.", known=one_of(known))
    return wrong.document.problem(wrong.here, "unknown-setting", message, hint, name=True)


def _missing(wrong: _Wrong) -> Problem:
    group = wrong.here[:-1]
    noun = _noun(_model_at(wrong.model, wrong.loc[:-1]), group)
    message = said('{noun} needs "{name}".', noun=noun, name=wrong.name)
    hint = RUN_UPGRADE if wrong.here == ("version",) else NOTHING
    return wrong.document.problem(group, "missing-setting", message, hint, name=True)


def _group(wrong: _Wrong) -> Problem:
    hint = FULL_WIDTH_COLON if "：" in wrong.given else NOTHING
    if isinstance(wrong.error["input"], str):
        hint = hint or hint_of_no_space(wrong.given)
    elif isinstance(wrong.error["input"], list):
        hint = _NO_LIST_OF.get(wrong.name, _NO_LIST)
    if not wrong.here:
        return wrong.problem(said("this file needs settings."), hint)
    return wrong.problem(said('"{name}" needs settings below it.', name=wrong.name), hint)


def _text(wrong: _Wrong) -> Problem:
    place = wrong.document.values.get(wrong.here)
    first = wrong.document.text.splitlines()[place.line - 1][place.column - 1 : place.column] if place else ""
    hint = said("Text that begins with {mark} needs quotes.", mark=first) if first in ("{", "[") else NOTHING
    return wrong.problem(said('"{name}" takes one text, not a group of settings.', name=wrong.name), hint, name=True)


def _list(wrong: _Wrong) -> Problem:
    return wrong.problem(said('"{name}" is a list.', name=wrong.name), _LIST_HINT)


def _empty(wrong: _Wrong) -> Problem:
    return wrong.problem(said('there is nothing in "{name}".', name=wrong.name), name=True)


def _choice(wrong: _Wrong) -> Problem:
    known = re.findall(r"'([^']*)'", str(wrong.about["expected"]))
    hint = did_you_mean(wrong.given, known) or said("Write {known}.", known=one_of(known))
    if isinstance(wrong.error["input"], dict | list):
        return _text(wrong)
    return wrong.problem(said('"{given}" cannot stand here.', given=wrong.given), hint)


def _yes_or_no(wrong: _Wrong) -> Problem:
    return wrong.problem(said('"{name}" is neither yes nor no.', name=wrong.name), said("Write yes or no."))


def _number(wrong: _Wrong) -> Problem:
    return wrong.problem(said('"{name}" takes a whole number.', name=wrong.name))


def _bound(wrong: _Wrong) -> Problem:
    least = wrong.about.get("ge")
    if least is not None:
        return wrong.problem(said('"{name}" must be at least {least}.', name=wrong.name, least=least))
    return wrong.problem(said('"{name}" must be at most {most}.', name=wrong.name, most=wrong.about.get("le")))


def _too_long(wrong: _Wrong) -> Problem:
    return wrong.problem(
        said('"{name}" has more than {most} parts.', name=wrong.name, most=wrong.about.get("max_length")), name=True
    )


def _own_words(wrong: _Wrong) -> Problem:
    """A `mistake`; or an error for which there are no other words than pydantic's."""
    rule = str(wrong.error["type"])
    on_name = "[key]" in wrong.error["loc"] or rule in ON_THE_NAME
    message = wrong.about.get("message") or as_it_stands(f"{wrong.error['msg']}.")
    path, hint = (*wrong.here, *wrong.about.get("at", ())), wrong.about.get("hint", NOTHING)
    return wrong.document.problem(path, rule.replace("_", "-"), message, hint, name=on_name)


_WORDS: dict[str, Callable[[_Wrong], Problem]] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    "model_type": _group,
    "dict_type": _group,
    "model_attributes_type": _group,
    "string_type": _text,
    "tuple_type": _list,
    "list_type": _list,
    "too_short": _empty,
    "too_long": _too_long,
    "literal_error": _choice,
    "bool_parsing": _yes_or_no,
    "bool_type": _yes_or_no,
    "int_parsing": _number,
    "int_parsing_size": _number,
    "int_type": _number,
    "greater_than_equal": _bound,
    "less_than_equal": _bound,
}


def _settings_of(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(info.alias or name for name, info in model.model_fields.items())


def _model_at(annotation: Any, loc: Path) -> type[BaseModel] | None:
    """The model that the settings at `loc` are made of, `annotation` being what they are part of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not loc:
            return annotation
        named = {info.alias or name: info.annotation for name, info in annotation.model_fields.items()}
        return _model_at(named.get(loc[0]), loc[1:])
    inside = [choice for choice in get_args(annotation) if choice not in (NoneType, Ellipsis)]
    if not inside:
        return None
    if get_origin(annotation) in (dict, list, tuple):
        return _model_at(inside[-1], loc[1:]) if loc else None
    return _model_at(inside[0], loc)


NAMED_AS_WRITTEN = ("languages", "lock", "most", "officers", "publishing", "service", "tries")
"""Settings that are called by the word that stands in the file."""


def _noun(model: type[BaseModel] | None, path: Path) -> str:
    """What settings are called: by the kind of node, by their own name, or by the file."""
    if model and issubclass(model, Node):
        kind = str(model.model_fields["kind"].default)
        return f'"{kind}"' if kind.endswith("s") else _with_article(kind)
    if not path:
        return said("this file")
    if model is None or issubclass(model, Branch):
        return f'"{path[-1]}"'
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__.removesuffix("Settings")).lower()
    words = words.removeprefix("site ")  # the file has one word for those of the site and those of a node
    return f'"{words}"' if words in NAMED_AS_WRITTEN else _with_article(words)


def _with_article(noun: str) -> str:
    """A kind of node by its own name, which no language changes; the settings of the site in words that it does."""
    is_vowel = noun[0] in "aeiou"
    if noun in KINDS:
        return said("an {kind}", kind=noun) if is_vowel else said("a {kind}", kind=noun)
    return said("an {noun}", noun=said(noun)) if is_vowel else said("a {noun}", noun=said(noun))

"""From what is written to the models that say what may be written; what does not fit becomes Problems."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ivr.authoring.marks import Document, Path, Written
from ivr.authoring.problems import Problem
from ivr.authoring.wording import problem_of

Model = TypeVar("Model", bound=BaseModel)
STAND_IN = "+852 2000 {at:04}"  # rings nobody; stands for a number with a slip while the rest is checked


def shape(
    model: type[Model], document: Document, path: Path, context: Mapping[str, str] | None = None
) -> tuple[Model | None, tuple[Problem, ...]]:
    """What is written at `path` as a `model`, and what is wrong with it.

    Where only a name, a key or a telephone number is wrong the rest is still given, so that one run finds the
    problems in it too; None where nothing can be made of it.
    """
    written = document.at(path)
    try:
        return model.model_validate(written, context=context), ()
    except ValidationError as error:
        errors = error.errors(include_url=False)
    problems = tuple(problem_of(document, path, model, found) for found in errors)
    return _mended(model, written, errors, context), problems


def _mended(
    model: type[Model], written: Written | None, errors: list[Any], context: Mapping[str, str] | None
) -> Model | None:
    mended = deepcopy(written)
    for at, found in enumerate(errors):
        loc = tuple(str(step) for step in found["loc"] if step != "[key]")
        if found["type"] in ("extra_forbidden", "bad-key"):
            _put(mended, loc, None)
        elif found["type"] == "bad-number" and "at" not in found["ctx"]:
            _put(mended, loc, STAND_IN.format(at=at))
    try:
        return model.model_validate(mended, context=context)
    except ValidationError:
        return None


def _put(written: Written | None, loc: Path, value: str | None) -> None:
    """Replace what is written at `loc`, or take it out."""
    for step in loc[:-1]:
        if isinstance(written, dict):
            written = written.get(step)
        elif isinstance(written, list):
            written = written[int(step)]
    if isinstance(written, dict) and value is None:
        written.pop(loc[-1], None)
    elif isinstance(written, dict) and value is not None:
        written[loc[-1]] = value
    elif isinstance(written, list) and value is not None:
        written[int(loc[-1])] = value

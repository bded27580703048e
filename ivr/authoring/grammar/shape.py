"""From what is written to the models that say what may be written; what does not fit becomes Problems."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ivr.authoring.grammar.wording import meant_setting, problem_of
from ivr.authoring.problems import Problem
from ivr.authoring.yaml.marks import Document, Path, Written
from ivr.engine.grammar import KEYS

Model = TypeVar("Model", bound=BaseModel)
Error = Mapping[str, Any]
MOST_CUTS = 20
STAND_IN = "+852 2000 {at:04}"  # rings nobody; stands for a number with a slip while the rest is checked


def shape(
    model: type[Model],
    document: Document,
    path: Path,
    context: Mapping[str, str] | None = None,
    stand_ins: Mapping[str, Written] | None = None,
) -> tuple[Model | None, tuple[Problem, ...]]:
    """What is written at `path` as a `model`, and what is wrong with it.

    Whatever is wrong is taken out, or put right where one can guess, and the rest is still given, so that one run
    finds the problems in it too. `stand_ins` stand for settings that are needed and not there. None where nothing can
    be made of it.
    """
    written = document.at(path)
    try:
        return model.model_validate(written, context=context), ()
    except ValidationError as error:
        errors: Sequence[Error] = error.errors(include_url=False)
    renamed = dict(_renamed(model, errors))
    causes = [each for each in errors if not _follows(each, errors, renamed.values())]
    problems = tuple(problem_of(document, path, model, each) for each in causes)
    mended = _guessed(written, causes, renamed)
    return _rest(model, mended, context, stand_ins or {}), problems


def _loc(error: Error) -> Path:
    return tuple(str(step) for step in error["loc"] if step != "[key]")


def _renamed(model: type[BaseModel], errors: Sequence[Error]) -> Iterable[tuple[Path, Path]]:
    """The settings that were misspelt, and how they were meant, where the one meant is missing."""
    missing = [_loc(each) for each in errors if each["type"] == "missing"]
    for each in errors:
        if each["type"] == "extra_forbidden":
            *group, _ = _loc(each)
            meant = (*group, meant_setting(model, _loc(each)))
            if meant in missing:
                yield _loc(each), meant


def _follows(error: Error, errors: Sequence[Error], renamed: Iterable[Path]) -> bool:
    """Whether an error only follows from another: the missing half of a misspelt setting, a list left empty by it."""
    if error["type"] == "missing":
        return _loc(error) in renamed
    loc = _loc(error)
    return error["type"] == "too_short" and any(
        len(_loc(each)) > len(loc) and _loc(each)[: len(loc)] == loc for each in errors
    )


def _guessed(written: Written | None, errors: Sequence[Error], renamed: Mapping[Path, Path]) -> Written | None:
    """What is written, with misspelt names, keys and numbers put right as they were probably meant."""
    mended = deepcopy(written)
    for at, found in enumerate(errors):
        loc = _loc(found)
        if found["type"] in ("extra_forbidden", "bad-key"):
            value = _take_out(mended, loc)
            spare = _spare_key(mended, loc) if found["type"] == "bad-key" else None
            meant = renamed.get(loc, spare)
            if meant:
                _put(mended, meant, value)
        elif found["type"] == "bad-number":
            _put(mended, loc, STAND_IN.format(at=at))
    return mended


def _rest(
    model: type[Model], written: Written | None, context: Mapping[str, str] | None, stand_ins: Mapping[str, Written]
) -> Model | None:
    """The model without whatever is still wrong, taken out piece by piece; a piece that lacks something goes whole."""
    for _ in range(MOST_CUTS):
        try:
            return model.model_validate(written, context=context)
        except ValidationError as error:
            wrong = {(each["type"] == "missing", _place(each)) for each in error.errors(include_url=False)}
        for missing, loc in sorted(wrong, key=lambda each: len(each[1]), reverse=True):
            if len(loc) == 1 and loc[0] in stand_ins:
                _put(written, loc, deepcopy(stand_ins[loc[0]]))
            elif not _cut(written, loc[:-1] if missing else loc):
                return None
    return None


def _place(error: Error) -> Path:
    """Where an error is; one of our own may say where `at` in the settings."""
    return (*_loc(error), *error.get("ctx", {}).get("at", ()))


def _cut(written: Written | None, loc: Path) -> bool:
    """Take out what stands at `loc`, or the smallest group around it that is really written."""
    while loc:
        group = _group_of(written, loc)
        if isinstance(group, dict) and loc[-1] in group:
            del group[loc[-1]]
            return True
        if isinstance(group, list):
            return _cut(written, loc[:-1])
        loc = loc[:-1]
    return False


def _group_of(written: Written | None, loc: Path) -> Written | None:
    for step in loc[:-1]:
        if isinstance(written, dict):
            written = written.get(step)
        elif isinstance(written, list):
            written = written[int(step)] if step.isdecimal() and int(step) < len(written) else None
        else:
            return None
    return written


def _spare_key(written: Written | None, loc: Path) -> Path | None:
    """A key that is still free beside `loc`."""
    group = _group_of(written, loc)
    return next(((*loc[:-1], key) for key in KEYS if isinstance(group, dict) and key not in group), None)


def _take_out(written: Written | None, loc: Path) -> Written | None:
    group = _group_of(written, loc)
    return group.pop(loc[-1], None) if isinstance(group, dict) else None


def _put(written: Written | None, loc: Path, value: Written | None) -> None:
    group = _group_of(written, loc)
    if isinstance(group, dict) and value is not None:
        group[loc[-1]] = value
    elif isinstance(group, list) and value is not None:
        group[int(loc[-1])] = value

"""Reads JSON, and tells where each value stands: the line and column of a path such as states[3].properties.say."""

import json
import re
from collections.abc import Mapping
from typing import Any

from ivr.errors import ImportRefused
from ivr.importing.draft import Spot

LARGEST = 2_000_000  # bytes
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
Steps = tuple[str | int, ...]


def read_json(file: str, content: bytes) -> tuple[Any, Mapping[Steps, Spot]]:
    """The value in `content`, and where what is in it stands. Raises ImportRefused for what is no JSON."""
    if len(content) > LARGEST:
        raise ImportRefused(f"{file}: this file is larger than 2 MB")
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text), _spots(text)
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{file}: this file is not written in UTF-8") from error
    except json.JSONDecodeError as error:
        raise ImportRefused(f"{file}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        raise ImportRefused(f"{file}: values are nested too deep here, or a number is too long") from error


def as_path(steps: Steps) -> str:
    """The path as people write it: states[3].properties.say."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _spots(text: str) -> dict[Steps, Spot]:
    """Where each value of a text that is JSON begins."""
    spots: dict[Steps, Spot] = {}
    path: list[str | int | None] = []
    line, start = 1, 0
    for token in _TOKEN.finditer(text):
        line, start = _moved(text, line, start, token.start())
        word = token[0]
        if word in "}]":
            path.pop()
        elif word == ",":
            last = path[-1]
            path[-1] = last + 1 if isinstance(last, int) else None
        elif word != ":" and path and path[-1] is None:
            path[-1] = str(json.loads(word))
        elif word != ":":
            spots[tuple(step for step in path if step is not None)] = (line, token.start() - start + 1)
            if word in "{[":
                path.append(0 if word == "[" else None)
    return spots


def _moved(text: str, line: int, start: int, to: int) -> tuple[int, int]:
    """The line at `to`, and where it starts, going on from the start of an earlier line."""
    while (end := text.find("\n", start, to)) >= 0:
        line, start = line + 1, end + 1
    return line, start

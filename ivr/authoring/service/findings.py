"""How a breach of good service is told: what it is, what to do, and who says so."""

from ivr.authoring.problems import Problem
from ivr.authoring.service.profiles import Limit
from ivr.authoring.yaml.marks import Document, Path
from ivr.translation import Sentence, together


def finding(
    limit: Limit, rule: str, document: Document, path: Path, message: Sentence, advice: str = "", *, name: bool = False
) -> Problem:
    """The problem with what stands at `path`, with the limit's source as the last line of its hint."""
    return document.problem(path, rule, message, together(advice, limit.source), name=name, level=limit.level)


def whole(number: float | None) -> int:
    """A number as people say it in a sentence."""
    return round(number or 0)

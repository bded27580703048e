"""The rules that a site must keep, in a file a subject; a rule is one function, whose docstring is its page.

`shape` has the pages of the rules that are kept while files are read.
"""

from collections.abc import Iterable, Iterator, Mapping

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.rules import (
    calls,
    carriers,
    cases,
    comparisons,
    departments,
    fields,
    filed,
    holidays,
    keys,
    languages,
    names,
    numbers,
    optional_parts,
    paths,
    phrases,
    placeholders,
    pledges,
    recordings,
    room,
    secrets,
    service_calls,
    service_menus,
    service_texts,
    shape,
    signs,
    tables,
    unasked,
    unused,
    values,
    voices,
)
from ivr.authoring.rules.rule import Rule, Stage
from ivr.authoring.site import Site
from ivr.translation import ENGLISH, Sentence, in_language, said

SUBJECTS = (
    *(calls, carriers, cases, comparisons, departments, fields, filed, holidays, keys, languages, names, numbers),
    *(
        optional_parts,
        paths,
        phrases,
        placeholders,
        pledges,
        recordings,
        room,
        secrets,
        service_calls,
        service_menus,
        service_texts,
        signs,
        tables,
    ),
    *(unasked, unused, values, voices),
)
RULES: tuple[Rule, ...] = tuple(
    each for subject in SUBJECTS for each in vars(subject).values() if isinstance(each, Rule)
)
PAGES: Mapping[str, Sentence] = dict(sorted({**shape.PAGES, **{rule.name: rule.page for rule in RULES}}.items()))
"""The page of every rule in the manual, by the rule's name."""
RULE_NAMES: tuple[str, ...] = tuple(PAGES)


def check(
    site: Site, problems: tuple[Problem, ...], *, walked: bool = True
) -> Iterator[tuple[Stage, tuple[Problem, ...]]]:
    """What the rules of each stage find, `problems` being what was wrong with the files by themselves.

    The rules that take every call there can be are left out unless `walked`.
    """
    rules = tuple(rule for rule in RULES if not (rule.shares and site.elsewhere.shared))
    wrong = has_errors(problems)
    for stage in Stage:
        if (stage and wrong) or (stage == Stage.CALLS and not walked):
            return
        found = tuple(problem for rule in rules if rule.stage == stage for problem in rule.check(site))
        yield stage, found
        wrong = wrong or has_errors(found)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.level == "error" for problem in problems)


def explain(rule: str, language: str = ENGLISH) -> str:
    """The page of a rule in a language. Raises KeyError, with a hint, for a name no rule has."""
    if rule not in PAGES:
        told = said('no rule is called "{name}".', name=rule)
        raise KeyError(" ".join(in_language(part, language) for part in (told, did_you_mean(rule, RULE_NAMES)) if part))
    return f"{rule}\n\n{in_language(PAGES[rule], language)}"

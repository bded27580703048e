"""A task that takes callers longer than its department wants: `tasks` in menu.yaml, in seconds from the greeting.

The seconds are estimated for a caller who presses each key as soon as it is named; `ivr times` lists them all.

FAIL `fees: {within: 20}` where callers hear the fees after 31 seconds
PASS `fees: {within: 45}`
"""

from collections.abc import Iterator

from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.sentences import said, together
from ivr.authoring.site import Site
from ivr.authoring.walking.budgets import Task, tasks_of

ID = "over-budget"
LAST = True
SHOWN = 3  # places on the way


def check(site: Site) -> Iterator[Problem]:
    """Every task."""
    for task in tasks_of(site):
        if not task.reaches:
            yield _nowhere(task)
        elif task.slowest > task.within:
            yield _too_slow(task)


def _nowhere(task: Task) -> Problem:
    message = said('callers are never answered at "{name}".', name=task.name)
    hint = did_you_mean(task.name, task.department.names)
    hint = hint or said("Name a node that answers, rings officers or takes a message.")
    return task.department.document.problem(("tasks", task.name), ID, message, hint, name=True)


def _too_slow(task: Task) -> Problem:
    told = ", ".join(f"{reach.language} {reach.seconds:.0f} s" for reach in task.reaches)
    message = said(
        '"{name}" takes callers longer than {within} s: {told}.', name=task.name, within=task.within, told=told
    )
    slowest = max(task.reaches, key=lambda reach: reach.seconds)
    longest = sorted(slowest.listened, key=lambda listened: -listened[1])[:SHOWN]
    where = ", ".join(f"{node} {seconds:.0f} s" for node, seconds in longest)
    hint = together(
        said("Most of it is spent at {where} ({language}).", where=where, language=slowest.language),
        said("Hear it with: {command}", command=f"ivr call {slowest.hotline} --press {','.join(slowest.script)}"),
    )
    path = ("tasks", task.name, "within")
    return task.department.document.problem(path, ID, message, hint, level="warning")

"""Rules about whole calls: every path walked, tasks timed, rehearsed calls."""

from collections.abc import Iterator
from dataclasses import replace

from ivr.authoring.grammar.calls import read_calls
from ivr.authoring.problems import Problem, did_you_mean
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.site import Site
from ivr.authoring.walking.budgets import Task, tasks_of
from ivr.authoring.walking.proving import problems_found
from ivr.translation import said, together

SHOWN = 3  # places on the way


@rule(Stage.CALLS)
def dropped_caller(site: Site) -> Iterator[Problem]:
    """A caller who is let go without an answer, an officer, a message, or word of when somebody can be reached.

    Every path is walked: open and closed, the database away, nobody answering, silence, wrong keys. The hint is the
    command that makes this very call.

    FAIL an officer with `unanswered: goodbye`
    PASS an officer with `unanswered: leave_message`
    """
    yield from problems_found(site, "dropped-caller")


@rule(Stage.CALLS)
def endless_loop(site: Site) -> Iterator[Problem]:
    """A circle that a caller who does nothing, or presses wrong keys only, never gets out of.

    FAIL an officer with `unanswered: main`, where silence at `main` leads to the officer
    PASS an officer with `unanswered: leave_message`
    """
    yield from problems_found(site, "endless-loop")


@rule(Stage.CALLS)
def no_way_to_officer(site: Site) -> Iterator[Problem]:
    """A place where the site's key for an officer (0) does not lead to one, or to a message.

    FAIL a menu whose choice 0 leads to fees
    PASS a menu that leaves 0 alone, or leads it to an officer
    """
    yield from problems_found(site, "no-way-to-officer")


@rule(Stage.CALLS)
def nothing_said(site: Site) -> Iterator[Problem]:
    """A path on which callers would hear nothing, a place that nothing has filled, or an apology for a mistake.

    FAIL a phrase `goodbye` that holds nothing but spaces
    PASS a phrase with words in it
    """
    yield from problems_found(site, "nothing-said")


@rule(Stage.CALLS)
def over_budget(site: Site) -> Iterator[Problem]:
    """A task that takes callers longer than its department wants: `tasks` in menu.yaml, in seconds from the greeting.

    The seconds are estimated for a caller who presses each key as soon as it is named; `ivr times` lists them all.

    FAIL `fees: {within: 20}` where callers hear the fees after 31 seconds
    PASS `fees: {within: 45}`
    """
    for task in tasks_of(site):
        if not task.reaches:
            yield _nowhere(task)
        elif task.slowest > task.within:
            yield _too_slow(task)


def _nowhere(task: Task) -> Problem:
    message = said('callers are never answered at "{name}".', name=task.name)
    hint = did_you_mean(task.name, task.department.names)
    hint = hint or said("Name a node that answers, rings officers or takes a message.")
    return task.department.document.problem(("tasks", task.name), "over-budget", message, hint, name=True)


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
    return task.department.document.problem(path, "over-budget", message, hint, level="warning")


@rule(shares=True)
def rehearsed_call(site: Site) -> Iterator[Problem]:
    """A mistake in a department's rehearsed calls, `calls.yaml`.

    It keeps nobody from publishing, and is a warning; `ivr test` runs no call of the file before it is put right.

    FAIL `- pres: 1`, or `hotline: transprot`
    PASS `- press: 1`, and a hotline of flows.yaml
    """
    lines = site.flows.hotlines if site.flows else {}
    hotlines = [*lines, *(line.number for line in lines.values())]
    for file, content in site.files.calls.items():
        _, problems = read_calls(file, content, hotlines)
        yield from (replace(problem, rule="rehearsed-call", level="warning") for problem in problems)

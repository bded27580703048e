"""`ivr pledges`: what the departments promise, and what became of it."""

from collections.abc import Iterator

import click

from ivr.cli.opening import format_option, in_one_language, opened, plain, print_json, print_rows
from ivr.errors import RecordMissing
from ivr.reports.pledges import PledgeResult, department_results

STATES = {True: "kept", False: "missed", None: "not measured"}
SO_FAR = {True: "on course", False: "slipping", None: "not measured"}
department_option = click.option("--department", default="", help="Only this department.")


@click.group()
def pledges() -> None:
    """Read what departments promise, and what became of it."""


@pledges.command()
@click.option("--year", type=click.IntRange(2000, 2099), help="The year of pledges; the present one unless given.")
@click.option("--windows", is_flag=True, help="Each month or quarter of a pledge too, not its year alone.")
@department_option
@format_option
def report(year: int | None, windows: bool, department: str, form: str) -> None:
    """Report on the pledges of a year: each figure with what it counts, what it leaves out, and the strict one.

    All figures are counted from the record of calls and cases. `strict` is the share if all that is left out had been
    missed.

    \b
    Example:  ivr pledges report --year 2026
              ivr pledges report --department transport --windows
    """
    found = [each for each in _results(year, department) if windows or each.of_the_year]
    if form == "json":
        print_json([_as_object(each) for each in found])
        return
    print_rows([_shown(each) for each in found], form, "No department has pledges for that year.")


@pledges.command()
@department_option
@format_option
@click.pass_context
def check(context: click.Context, department: str, form: str) -> None:
    """Check the pledges whose time is running: exit 1 when one of them is slipping.

    \b
    Example:  ivr pledges check
    """
    running = [each for each in _results(None, department) if each.running]
    slipping = [each for each in running if each.kept is False]
    print_rows([_shown(each) for each in slipping], form, f"{len(running)} pledges are running, and none is slipping.")
    context.exit(1 if slipping else 0)


def _results(year: int | None, department: str) -> Iterator[PledgeResult]:
    installation = opened()
    edition, now = installation.shelf.current(), installation.switchboard.clock.now()
    if department and department not in edition.departments:
        raise RecordMissing(f"no department is called {department}")
    today = now.astimezone(installation.shelf.zone()).date()
    for name, each in edition.departments.items():
        if department in ("", name):
            wanted = each.pledges.year_of(today) if year is None else year
            yield from department_results(installation.database, edition, name, wanted, now)


def state_of(result: PledgeResult) -> str:
    """In a word how it stands."""
    words = (SO_FAR if result.running else STATES)[result.kept]
    return words if result.complete else f"{words} (not all calls are counted yet)"


def _shown(result: PledgeResult) -> dict[str, object]:
    pledge, share = result.pledge, result.rate
    most = "at most " if pledge.at_most else ""
    return {
        "department": result.department,
        "pledge": pledge.name,
        "measure": f"{pledge.measure} within {pledge.within}" if pledge.within else pledge.measure,
        "from": result.first.isoformat(),
        "until": result.last.isoformat(),
        "target": f"{most}{pledge.target} %",
        "share": _percent(share.value),
        "hits": share.hits,
        "of": share.counted,
        "left out": "; ".join(f"{count:,} {why}" for why, count in share.excluded) or "nothing",
        "strict": _percent(share.strict),
        "sure to": " – ".join(map(_percent, result.interval)) if result.interval else "",
        "state": state_of(result),
    }


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"


def _as_object(result: PledgeResult) -> object:
    told = plain(result)
    return (
        {**told, "state": state_of(result), "text": in_one_language(result.pledge.say)}
        if isinstance(told, dict)
        else told
    )

"""`ivr closure`: close offices for an emergency, announce a notice, extend, stop and list them."""

import getpass
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from ivr.app.installation import Installation
from ivr.cli.opening import Command, format_option, in_one_language, local, opened, print_rows
from ivr.closures.wishes import REASONS, ClosureWish
from ivr.engine.announcing import announcement, told_of
from ivr.engine.edition import Edition
from ivr.errors import ClosureRefused
from ivr.storage.closures.announced import KeptClosure
from ivr.words import as_datetime, read_moment, read_time

EVERY = "all"
CODES = ("en", "yue", "cmn")
CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9]")
author_option = click.option("--author", default=getpass.getuser, show_default="you", help="Who does it.")


class MomentType(click.ParamType[str]):
    """A time on the site's clock: of today, such as 18:00 or 24:00, or of a day, such as 2026-11-24 09:00."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The time, or the date and the time, in the text in which such values are kept."""
        try:
            return read_time(value) if CLOCK.fullmatch(value) else read_moment(value.strip())
        except ValueError:
            self.fail(f'"{value}" is no time; write 18:00 for today, or "2026-11-24 09:00".', param, ctx)


def announcing(command: Command) -> Command:
    """The options of everything that is announced."""
    for code in CODES:
        command = click.option(f"--say-{code}", default="", help=f"Own words, in the language {code}.")(command)
    more = click.option(
        "--say", "others", nargs=2, multiple=True, metavar="LANGUAGE TEXT", help="Own words in another language."
    )
    begins = click.option(
        "--from", "begins", type=MomentType(), help="Begin then, by the site's clock; at once unless given."
    )
    ends = click.option(
        "--until", "ends", type=MomentType(), required=True, help="End by itself then: 18:00, or with a date."
    )
    for option in (author_option, more, ends, begins, click.argument("hotlines", nargs=-1, required=True)):
        command = option(command)
    return command


@click.group()
def closure() -> None:
    """Close offices for an emergency, or announce a notice; it ends by itself."""


@closure.command()
@announcing
@click.option(
    "--reason", type=click.Choice(list(REASONS)), required=True, help="Why; callers hear it in their language."
)
def start(hotlines: tuple[str, ...], reason: str, **how: Any) -> None:
    """Close the offices behind HOTLINES (their names, or all) and tell callers why.

    Every office counts as closed until then, but for those whose hours are written `always`. Own words are said once
    the caller has chosen a language.

    \b
    Example:  ivr closure start all --reason typhoon --until 18:00
              ivr closure start transport --reason power --until "2026-11-24 09:00"
    """
    _announce(hotlines, reason, **how)


@closure.command()
@announcing
def notice(hotlines: tuple[str, ...], **how: Any) -> None:
    """Tell callers of HOTLINES (their names, or all) something until a time, and close nothing.

    \b
    Example:  ivr closure notice water --until 20:00 --say-en "Water in Sha Tin is back." \\
                --say-yue "沙田已經恢復供水。" --say-cmn "沙田已经恢复供水。"
    """
    _announce(hotlines, "", **how)


@closure.command()
@click.argument("number", type=int)
@click.option("--until", "ends", type=MomentType(), required=True, help="The new end: 18:00, or with a date.")
@author_option
def extend(number: int, ends: str, author: str) -> None:
    """Let NUMBER (see the list) end at another time, later or earlier.

    \b
    Example:  ivr closure extend 3 --until 20:00
    """
    installation = opened()
    kept = installation.closures.book.extend(number, _moment(installation, ends), author)
    edition = installation.shelf.current()
    click.echo(f"Number {number} now ends at {local(kept.over, edition.zone)[:16]}.")


@closure.command()
@click.argument("numbers", nargs=-1, type=int, required=True)
@author_option
def stop(numbers: tuple[int, ...], author: str) -> None:
    """End NUMBERS (see the list) now.

    \b
    Example:  ivr closure stop 3
    """
    installation = opened()
    stopped = [installation.closures.book.stop(number, author) for number in numbers]
    click.echo(f"Stopped {', '.join(str(each.id) for each in stopped)}.")
    _tell(installation, _hotlines_of(installation.shelf.current(), stopped))


@closure.command(name="list")
@click.option("--past/--no-past", default=False, help="Those that are over too.")
@format_option
def list_closures(past: bool, form: str) -> None:
    """List what is in force and what is to come, the latest first.

    \b
    Example:  ivr closure list --past
    """
    installation = opened()
    zone, now = installation.shelf.current().zone, installation.switchboard.clock.now()
    found = installation.closures.book.history() if past else reversed(installation.closures.book.standing())
    print_rows([_row(each, now, zone) for each in found], form, "Nothing is announced.")


def _announce(
    hotlines: tuple[str, ...],
    reason: str,
    begins: str | None,
    ends: str,
    author: str,
    others: tuple[tuple[str, str], ...],
    **say: str,
) -> None:
    installation = opened()
    edition = installation.shelf.current()
    words = {code: say[f"say_{code}"] for code in CODES if say[f"say_{code}"]} | dict(others)
    named = () if hotlines == (EVERY,) else hotlines
    first = _moment(installation, begins) if begins else None
    wish = ClosureWish(named, reason, _moment(installation, ends), words, first)
    kept = installation.closures.book.announce(edition, wish, author)
    when = f"from {local(kept.begins, edition.zone)[:16]} " if kept.begins else ""
    what = "Closure" if reason else "Notice"
    click.echo(f"{what} {kept.id} is announced {when}until {local(kept.over, edition.zone)[:16]}.")
    if not kept.begins:
        _tell(installation, _hotlines_of(edition, [kept]))


def _moment(installation: Installation, given: str) -> datetime:
    """What was typed, in the site's zone; a time alone is of today. Raises ClosureRefused for one that has passed."""
    zone = installation.shelf.current().zone
    now = installation.switchboard.clock.now().astimezone(ZoneInfo(zone))
    of_today = CLOCK.fullmatch(given)
    moment = as_datetime(f"{now:%Y-%m-%d}T{given}" if of_today else given).replace(tzinfo=ZoneInfo(zone))
    if of_today and moment <= now:
        raise ClosureRefused(f"{given} has passed today; write the day too, such as {now:%Y-%m-%d} {given}.")
    return moment


def _hotlines_of(edition: Edition, closures: list[KeptClosure]) -> list[str]:
    names = [line.name for line in edition.hotlines.values()]
    return [name for name in names if any(each.concerns(name) for each in closures)]


def _tell(installation: Installation, hotlines: list[str]) -> None:
    """What callers of each hotline now hear before anything else."""
    installation.closures.look_again()
    edition, now = installation.shelf.current(), installation.switchboard.clock.now()
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in hotlines:
        groups.setdefault(tuple(_heard(edition, installation, name, now)), []).append(name)
    for lines, names in groups.items():
        click.echo(f"Callers of {', '.join(names)} now hear " + ("first:" if lines else "nothing of this kind."))
        for line in lines:
            click.echo(f"  {line}")


def _heard(edition: Edition, installation: Installation, hotline: str, now: datetime) -> Iterator[str]:
    told = told_of(installation.closures.in_force(hotline, now))
    for code, language in edition.languages.items():
        said = announcement(edition, code, told)
        yield from (f"{language.name}: {each.text}" for each in said.first)
        yield from (f"{language.name}, once chosen: {each.text}" for each in said.then)


def _row(closure: KeptClosure, now: datetime, zone: str) -> dict[str, object]:
    last = closure.changes[-1] if closure.changes else None
    return {
        "number": closure.id,
        "what": closure.reason or "notice",
        "hotlines": ", ".join(closure.hotlines) or EVERY,
        "state": closure.state(now),
        "from": local(closure.start, zone)[:16],
        "until": local(closure.over, zone)[:16],
        "author": closure.author,
        "changed by": last.author if last else "",
        "words": in_one_language(closure.words),
    }

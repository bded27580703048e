"""`ivr call`: ring a hotline from the terminal and print what the caller hears."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from ivr.app.practice import practice
from ivr.authoring.checking.loading import load_site
from ivr.authoring.problems import did_you_mean
from ivr.cli.opening import in_zone, moment_option
from ivr.closures.wishes import REASONS
from ivr.engine.edition import Edition
from ivr.phone.acts import parse_script
from ivr.phone.imitations import IMITATIONS
from ivr.phone.line import Line, http_line
from ivr.phone.origins import hong_kong
from ivr.phone.rehearsal import RehearsedCall
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.phone.terminal import play_script, talk
from ivr.phone.writing import KEPT_OUT, CallCircumstances, Discretion, Notes, Open, rehearsal_text
from ivr.practice.discretion import RecordedDiscretion
from ivr.practice.rehearsals import prepare, rehearsals_in
from ivr.settings import Settings, load_databases, load_settings

FAILURES = ("database", "officers")
CALLER = "+85255501234"


@click.command()
@click.argument("hotline")
@click.option("--press", "script", help="What the caller does: 1,wait,123#,say:fees,record:20,officer:busy,hangup")
@click.option("--from", "caller", default=CALLER, show_default=True, help="The number that rings.")
@moment_option("--at", 'Pretend a time, such as "2026-12-25 10:00".')
@click.option("--fail", type=click.Choice(FAILURES), multiple=True, help="Pretend that these do not answer.")
@click.option("--closure", type=click.Choice(list(REASONS)), help="Pretend that offices are closed for this reason.")
@click.option("--limited", is_flag=True, help="Pretend that officers take no calls from this number.")
@click.option("--like", default="", help="Ring as the rehearsed call of this name begins: its time, cases, locks.")
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Add the call to this calls.yaml.")
@click.option("--name", default="", help="What the recorded call is to be named.")
@click.option("--url", help="Ring a running hotline at this address instead of the site in this folder.")
def call(
    hotline: str,
    script: str | None,
    caller: str,
    at: datetime | None,
    fail: tuple[str, ...],
    closure: str | None,
    limited: bool,
    like: str,
    record: Path | None,
    name: str,
    url: str,
) -> None:
    """Ring a HOTLINE (its name or its number) and hear what a caller hears.

    Without --press you press the keys yourself. Without --url the site in this folder is rung, without a server, and
    nothing is kept.

    \b
    Example:  ivr call transport --press 3,1,12345674,1,hangup
              ivr call water --at "2026-12-25 03:00" --fail database
              ivr call transport --closure typhoon
              ivr call leisure --like "three wrong PINs lock a gym card, for the right one too"
              ivr call transport --url http://127.0.0.1:8000
              ivr call transport --record menus/transport/calls.yaml --name "fees, in English"
    """
    if url and (at or fail or closure or limited or like):
        pretends = "--at, --fail, --closure, --limited and --like"
        raise click.UsageError(f"{pretends} pretend, so they need the site here: leave out --url")
    if record and like:
        raise click.UsageError("what --like brings is written in a rehearsed call already: leave out --record")
    settings = load_settings()
    acts = parse_script(script) if script is not None else ()
    rehearsed = _rehearsed(settings.site, like) if like else None
    caller = (rehearsed.caller if rehearsed and caller == CALLER else "") or caller
    fails = (*fail, rehearsed.fails if rehearsed else "")
    officers = "unanswered" if "officers" in fails else ""
    with _line(settings, url, at, fails, closure or "", rehearsed, limited=limited) as (
        line,
        edition,
        words,
        discretion,
    ):
        if record and url and edition.hides_anything:
            raise click.UsageError("a running hotline does not tell what is private or secret: leave out --url")
        telephone = Telephone(line, new_call(_number(edition, hotline), hong_kong(caller)), words)
        notes, console = Notes(discretion(telephone.state.call_sid)), Console(highlight=False)
        if script is None:
            talk(telephone, console, officers=officers, notes=notes)
        else:
            play_script(telephone, acts, console, officers, notes)
        moment = at.strftime("%Y-%m-%d %H:%M") if at else ""
        given = caller if caller != CALLER else ""
        how = CallCircumstances(
            name or f"recorded {hotline} call", hotline, moment, given, "".join(fail[:1]), closure or "", limited
        )
        recorded = rehearsal_text(how, notes, telephone.state.ended_by) if record else ""
    if record:
        _append(record, recorded)
        click.echo(f"Added to {record}. Keep of each `hears` what matters, then run: ivr test")
        if KEPT_OUT in recorded:
            click.echo("What was keyed in private or in secret is not in it: write in its place what you made up.")


def _append(file: Path, entry: str) -> None:
    before = file.read_text("utf-8") if file.exists() else ""
    gap = "\n" if before.strip() else ""
    file.write_text(f"{before.rstrip()}{gap}{gap}{entry}", "utf-8")


@contextmanager
def _line(
    settings: Settings,
    url: str,
    at: datetime | None,
    fails: tuple[str, ...],
    closure: str,
    rehearsed: RehearsedCall | None,
    *,
    limited: bool,
) -> Iterator[tuple[Line, Edition, dict[str, str], Callable[[str], Discretion]]]:
    if url:
        edition = load_site(settings.site)
        account, carrier = settings.account, IMITATIONS[settings.carrier]
        line = http_line(url, account.signing_keys[0], account.sid, carrier=carrier)
        yield line, edition, {}, lambda _sid: Open()
        return
    with practice(settings.site, load_databases(), settings.carrier) as hotline:
        for remark in hotline.unreached:
            click.echo(remark, err=True)
        if rehearsed:
            prepare(hotline, rehearsed)
        hotline.clock.at = in_zone(at, hotline.edition.zone) or hotline.clock.at
        hotline.pretend_away("database" in fails)
        hotline.closures.reason = closure or hotline.closures.reason
        hotline.limits.limited = limited or hotline.limits.limited
        yield hotline.line(), hotline.edition, hotline.words(), partial(RecordedDiscretion, hotline.switchboard)


def _rehearsed(site: Path, name: str) -> RehearsedCall:
    """The rehearsed call of that name."""
    calls = {call.name: call for call in rehearsals_in(site)}
    if name in calls:
        return calls[name]
    meant = did_you_mean(name, calls) or "Its name stands behind `call` in menus/*/calls.yaml."
    raise click.UsageError(f'no rehearsed call is named "{name}". {meant}')


def _number(edition: Edition, wanted: str) -> str:
    """The number of a hotline that was named or dialled; what no hotline has is dialled as it stands."""
    named = (line for line in edition.hotlines.values() if line.name == wanted)
    if line := next(named, None) or edition.hotline_at(wanted):
        return line.number
    if any(character.isdigit() for character in wanted):
        return wanted
    names = ", ".join(line.name for line in edition.hotlines.values())
    click.echo(f'No hotline is called "{wanted}". There are: {names}.', err=True)
    sys.exit(2)

"""`ivr doctor` and `ivr watch`: what is wrong with an installation, and whether its lines answer."""

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from ivr.cli.check import in_language as lang_option
from ivr.cli.opening import format_option, opened, print_rows
from ivr.errors import SettingsRefused
from ivr.settings import load_account
from ivr.translation import ENGLISH, in_language, said

if TYPE_CHECKING:
    from ivr.doctor.trial_call import TrialCall

MOMENT = "%Y-%m-%d %H:%M:%S"
PATIENCE = 15.0  # seconds for each answer, as the carrier waits


@click.command()
@click.option("--tasks", is_flag=True, help="List what the scheduler of this machine does, and how each went last.")
@format_option
@lang_option
def doctor(tasks: bool, form: str, lang: str) -> None:
    """Look at everything that can be wrong with an installation, and tell what mends it.

    Run it on the server, as the user and in the folder that the server runs in. It rings the first hotline over the
    public address; that call is in no list and no figure. Exit 1 when something is wrong.

    \b
    Example:  ivr doctor
              ivr doctor --lang zh-HK
              ivr doctor --format json
              ivr doctor --tasks
    """
    if tasks:
        _print_tasks(form)
        return
    from ivr.app.doctor import premises_of
    from ivr.doctor.checks import examine
    from ivr.doctor.kept_looks import Look
    from ivr.doctor.telling import report_json, report_text
    from ivr.doctor.unopened import refused_settings, refused_state

    look: Look
    try:
        look = examine(premises_of(opened()))
    except SettingsRefused as refused:
        look = refused_settings(refused)
    except OSError as refused:
        look = refused_state(refused)
    click.echo(report_json(look, lang) if form == "json" else report_text(look, lang))
    sys.exit(1 if any(found.state == "wrong" for found in look.findings.values()) else 0)


def _print_tasks(form: str) -> None:
    from ivr.jobs.record import JobsRecord
    from ivr.settings import load_folders

    record = JobsRecord(load_folders().state).read()
    rows = [
        {
            "task": job.name,
            "begun last (UTC)": job.at and job.at.strftime(MOMENT),
            "seconds": job.seconds,
            "next due (UTC)": job.next_at and job.next_at.strftime(MOMENT),
            "could not be done": job.why,
        }
        for job in (record.jobs if record else ())
    ]
    print_rows(rows, form, "No scheduler has run here.")


@click.command()
@click.argument("hotlines", metavar="[HOTLINE]...", nargs=-1)
@click.option("--url", default="", help="Ring this address, with numbers as HOTLINE; IVR_PUBLIC_URL unless given.")
@format_option
@lang_option
def watch(hotlines: tuple[str, ...], url: str, form: str, lang: str) -> None:
    """Ring every HOTLINE (all unless named) over the public address, and say which does not answer.

    `ivr scheduler` does so once an hour. Run it by a timer on a machine elsewhere too: that one hears whether the
    server is there at all, and needs no more than the carrier's token, the address and the numbers. These calls are
    in no list and no figure. Exit 1 when one does not answer.

    \b
    Example:  ivr watch
              ivr watch +85222200101 --url https://ivr.example.org
    """
    made = _from_elsewhere(hotlines, url) if url else _from_here(hotlines)
    rows = [_tried(each, lang if form == "text" else ENGLISH) for each in made]
    print_rows(rows, form, in_language(said("No hotline is served."), lang))
    sys.exit(1 if not made or any(each.why for each in made) else 0)


def _tried(made: "TrialCall", lang: str) -> dict[str, object]:
    """How a line answered; programs get English."""
    answers = in_language(said("no") if made.why else said("yes"), lang)
    return {"hotline": made.hotline, "answers": answers, "seconds": made.seconds, "why": in_language(made.why, lang)}


def _from_here(hotlines: tuple[str, ...]) -> "tuple[TrialCall, ...]":
    """Ring hotlines of the edition served, by name or number."""
    from ivr.app.doctor import premises_of

    premises = premises_of(opened())
    served = premises.hotlines()
    if foreign := set(hotlines) - {each for names in served for each in names}:
        known = ", ".join(name for name, _ in served)
        raise click.UsageError(f"No hotline is called {', '.join(sorted(foreign))}. There are: {known}.")
    made = premises.try_lines(each for each in served if not hotlines or set(each) & set(hotlines))
    if not hotlines:
        with suppress(OSError):  # it is told here in any case
            premises.kept.keep_trials(made)
    return made


def _from_elsewhere(numbers: tuple[str, ...], url: str) -> "tuple[TrialCall, ...]":
    """Ring numbers at an address, knowing nothing of the installation but the carrier's token."""
    from ivr.doctor.trial_call import try_lines
    from ivr.phone.imitations import IMITATIONS
    from ivr.phone.line import http_line

    if not numbers:
        raise click.UsageError("with --url, name the numbers to be rung")
    account = load_account()
    line = http_line(url, account.signing_keys[0], account.sid, PATIENCE, carrier=IMITATIONS[account.carrier])
    return try_lines(line, [(number, number) for number in numbers], None)

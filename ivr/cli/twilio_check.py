"""`ivr twilio check`: whether the numbers still ring here, and what else the carrier has to be told."""

import sys

import click
import requests

from ivr.cli.asking_the_carrier import asked_with, served
from ivr.cli.check import in_language as lang_option
from ivr.cli.opening import format_option, print_json, told_in
from ivr.doctor.at_the_carrier import findings
from ivr.doctor.telling import told_in_a_line, told_in_all
from ivr.doctor.voices import Finding
from ivr.translation import Sentence, as_it_stands, in_language


@click.command(name="check")
@format_option
@lang_option
@click.pass_obj
def check_carrier(session: requests.Session | None, form: str, lang: str) -> None:
    """Ask the carrier whether every hotline's number rings here, and what is missing; each with what mends it.

    Looked at are the account, the addresses of each number, the fallback document where it is kept elsewhere, numbers
    that ring here and are no hotline's, the voices (by the list of the carrier's that `ivr check` knows), and whether
    recordings are given to anybody. Exits with 1 where something is wrong.

    \b
    Example:  ivr twilio check
              ivr twilio check --format json
    """
    found: list[Finding] = []
    with told_in(lang):
        installation, account = asked_with(session)
        for about, diagnosis in findings(account, served(installation), installation.settings.public_url):
            found.append((about, diagnosis))
            if form == "text":
                click.echo(told_in_a_line(_title(about), diagnosis, lang))
    states = [diagnosis.state for _, diagnosis in found]
    if form == "json":
        print_json([_row(each, lang) for each in found])
    else:
        click.echo(f"\n{told_in_all(states, lang)}")
    sys.exit(1 if "wrong" in states else 0)


def _title(about: str) -> Sentence:
    return about if isinstance(about, Sentence) else as_it_stands(about)


def _row(finding: Finding, lang: str) -> dict[str, str]:
    about, diagnosis = finding
    told = {"why": in_language(diagnosis.why, lang), "do": in_language(diagnosis.do, lang)}
    return {"about": about, "state": diagnosis.state, **told}

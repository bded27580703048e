"""What people with an account chose to be told of by mail; the alerts that come of it, beside those of flows.yaml.

Nobody is told of more than they may see at the desk: what they may is asked each time, not when they chose.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import time
from typing import cast, get_args

from ivr.authoring.grammar.manifest import text_hash
from ivr.engine.alerts import ABOUT, OF_THE_SYSTEM, About, Alert, Reader
from ivr.engine.edition import Edition
from ivr.settings.destinations import is_mail_address
from ivr.storage.people.accounts import EVERY, Account

NOW, AT, IN = "now", "at ", "in "
"""When somebody is told: at once, `at 09:00` of all that gathered, or in the hours of a calendar, `in office`."""
DIGEST = f"{AT}09:00"
LONGEST_NAME = 30  # of a way in the name of an alert, which the database keeps short
READERS: Mapping[str, Reader] = {"zh_Hant_HK": "yue", "zh_Hans_CN": "cmn", "en": "en"}

Choices = Mapping[About, str]


def choices_of(account: Account) -> Choices:
    """When they are told of what; what is not in it they are not told of."""
    found: dict[About, str] = {}
    with suppress(ValueError, AttributeError):
        kept = json.loads(account.alerts or "{}")
        found = {about: str(kept[about]) for about in ABOUT if about in kept}
    return found


def as_kept(choices: Choices) -> str:
    """Choices as an account keeps them; empty for none."""
    return json.dumps(dict(choices), sort_keys=True) if choices else ""


def ways_of(edition: Edition) -> tuple[str, ...]:
    """When somebody can choose to be told."""
    return (NOW, DIGEST, *(f"{IN}{name}" for name in edition.calendars))


def may_be_told(account: Account, edition: Edition) -> tuple[About, ...]:
    """What an account may be told of, of those that no alert of the site tells it of already."""
    return tuple(about for about in ABOUT if _may(account, about) and about not in told_by_site(account, edition))


def told_by_site(account: Account, edition: Edition) -> frozenset[About]:
    """What the alerts of flows.yaml tell them of by mail, in all departments."""
    mine = [each for each in edition.alerts.values() if not each.departments]
    return frozenset(about for each in mine if account.email in map(str.casefold, each.emails) for about in each.about)


def with_own_alerts(edition: Edition, accounts: Iterable[Account]) -> Edition:
    """The edition with the alerts that people chose for themselves beside its own."""
    own = {alert.name: alert for account in accounts for alert in own_alerts(account, edition)}
    return replace(edition, alerts={**edition.alerts, **own}) if own else edition


def own_alerts(account: Account, edition: Edition) -> Iterator[Alert]:
    """The alerts of one account: one for all that it is told of in the same way."""
    if account.disabled_at is not None or not is_mail_address(account.email):
        return
    chosen, open_to_them = choices_of(account), may_be_told(account, edition)
    for way in dict.fromkeys(chosen.values()):
        about = tuple(each for each in open_to_them if chosen.get(each) == way)
        if about and way in ways_of(edition):
            yield _alert(account, way, about, edition)


def _alert(account: Account, way: str, about: tuple[About, ...], edition: Edition) -> Alert:
    short = way if len(way) <= LONGEST_NAME else text_hash(way)
    return Alert(
        name=f"#{account.id} {short}",
        emails=(account.email,),
        webhooks=(),
        about=about,
        language=_language(account, edition),
        departments=_departments(account),
        when=way.removeprefix(IN) if way.startswith(IN) else "",
        digest=time.fromisoformat(way.removeprefix(AT)) if way.startswith(AT) else None,
    )


def _language(account: Account, edition: Edition) -> Reader:
    """The language that they read the desk in; the site's first where they chose none."""
    spoken = (code for code in edition.languages if code in get_args(Reader))
    return READERS.get(account.language) or cast("Reader", next(spoken, "en"))


def _may(account: Account, about: About) -> bool:
    if about == "editions":
        return any(grant.role == "editor" for grant in account.grants)
    if about in OF_THE_SYSTEM:  # what the pages of the system take
        return any(grant.role == "administrator" and grant.department == EVERY for grant in account.grants)
    return bool(account.grants)


def _departments(account: Account) -> tuple[str, ...]:
    """Those in which they may see anything, for every role includes that; none for all."""
    mine = {grant.department for grant in account.grants}
    return () if EVERY in mine else tuple(sorted(mine))

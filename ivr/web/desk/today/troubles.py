"""What needs somebody now: each trouble with what it is, since when, what to do, and where to look."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import url_for
from flask_babel import gettext

from ivr.closures.wishes import REASONS
from ivr.reports.enquiries import unanswered
from ivr.reports.today import Today
from ivr.storage.cases.replies import unsent_replies
from ivr.storage.closures.announced import ClosureBook, KeptClosure
from ivr.storage.figures.reading import FigureChoice
from ivr.storage.outbox.listing import unsettled
from ivr.storage.traffic.webhooks import webhooks_of
from ivr.telling.fault_words import FAULTS
from ivr.translation import said
from ivr.web.desk.calls.words import titles
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.languages import in_readers_language, told
from ivr.web.desk.frame.paging import list_address
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.place_names import PlaceWords
from ivr.web.desk.menus.files import folder_problems

LATE = timedelta(minutes=10)  # for what is to be sent
MOST_SHOWN = 3  # problems of files told in words; the page of menus and `ivr check` have them all


@dataclass(frozen=True)
class Trouble:
    """What is wrong, in words of nobody but this system and its editors; `since` is None where that is not known.

    `address` is where to look or act, empty where that is not at the desk. What is `harmless` is only to be known.
    """

    words: str
    advice: str
    since: datetime | None = None
    address: str = ""
    harmless: bool = False


def troubles(now: datetime, figures: Today) -> Iterator[Trouble]:
    """All of them, for the person who asks, the most pressing kind first."""
    yield from _of_storage(now)
    yield from webhook_troubles(now)
    yield from _of_lines()
    yield from _of_the_outbox(now)
    yield from _of_replies()
    yield from _of_calls(figures)
    yield from _of_tables(figures)
    yield from _of_menus()
    yield from _closures(now)


def webhook_troubles(now: datetime) -> Iterator[Trouble]:
    """What went wrong with the carrier's requests today, and what was done too often, on all workers."""
    where = url_for("desk.system") if person().may_open("administrator of all") else ""
    for each in webhooks_of(desk.database, now.astimezone(desk.zone)).faults:
        if each.fault == "silent":
            continue  # told as it is now, by hotline
        words, advice = FAULTS[each.fault]
        what = said(words, count=each.count, last=_clock(each.last_at))
        yield Trouble(told(what), told(advice), each.first_at, where)


def _of_storage(now: datetime) -> Iterator[Trouble]:
    seconds, why = desk.refuses_calls()
    whole = person().may_open("administrator of all")  # the reason names the inside
    if seconds:
        words = gettext(
            "The database takes nothing new: {why}", why=why if whole else gettext("it is being tried again")
        )
        advice = gettext("Calls go on, and are kept on the disk until it does. Tell your operator.")
        yield Trouble(words, advice, now - timedelta(seconds=seconds))
    if full := desk.spool.refuses():
        words = gettext("The disk takes nothing new: {why}", why=full if whole else gettext("it is being tried again"))
        advice = gettext(
            "While the database takes calls nothing is lost. When it does not either, callers who leave something are "
            "told that it may be lost. Tell your operator."
        )
        yield Trouble(words, advice)
    if waiting := _files(desk.spool.waiting):
        words = gettext(
            "Steps of calls that wait on the disk until the database takes them: {count}.", count=len(waiting)
        )
        advice = gettext("They load by themselves. If it takes more than a minute, tell your operator.")
        yield Trouble(words, advice, _oldest(waiting))
    if broken := _files(desk.spool.set_aside_files):
        words = gettext("Steps of calls that could not be loaded and were set aside: {count}.", count=len(broken))
        advice = gettext("These calls are not whole here. Tell your operator: the files end in .broken.")
        yield Trouble(words, advice, _oldest(broken))


def _of_lines() -> Iterator[Trouble]:
    """Lines that did not answer when they were tried, an hour ago at most; the system page has why."""
    mine = {line.name: line.title for line in desk.hotlines_of(person().departments("viewer"))}
    where = url_for("desk.system") if person().may_open("administrator of all") else ""
    silent = [each for each in desk.premises.kept.trials() if each.why and each.hotline in mine]
    if silent:
        names = ", ".join(in_readers_language(mine[each.hotline]) for each in silent)
        words = gettext("These lines did not answer when they were tried from outside: {hotlines}.", hotlines=names)
        advice = gettext("Ring one yourself. If it does not answer, tell your operator at once.")
        yield Trouble(words, advice, silent[0].at, where)


def _of_the_outbox(now: datetime) -> Iterator[Trouble]:
    where = url_for("desk.outbox") if person().may_open("administrator of all") else ""
    for state, (count, since) in unsettled(desk.database, now - LATE).items():
        waits = gettext("What is to be sent out of the house and was tried in vain: {count}.", count=count)
        words = (
            waits if state == "waiting" else gettext("What could not be sent out of the house: {count}.", count=count)
        )
        yield Trouble(words, gettext("The outbox has the reason. Tell your operator."), since, where)


def _of_replies() -> Iterator[Trouble]:
    for each in unsent_replies(desk.database, person().departments("viewer")):
        where = url_for("desk.case", call=each.key.call_sid, turn=each.key.turn)
        words = gettext("A reply to the case {reference} did not go.", reference=each.reference)
        yield Trouble(
            words, gettext("The case says why. Send it again there, or answer by another way."), each.since, where
        )


def _of_calls(figures: Today) -> Iterator[Trouble]:
    failed, lost = (figures.endings.get(ending, 0) for ending in ("failed", "lost"))
    if failed:
        words = gettext("Calls of today that broke off because something failed: {count}.", count=failed)
        advice = gettext("Read what happened in them, and tell your operator.")
        yield Trouble(words, advice, None, _list(figures, ending="failed"))
    if lost:
        words = gettext("Calls of today whose end was never reported: {count}.", count=lost)
        advice = gettext("Tell your operator to look at the status callback that the carrier has for this number.")
        yield Trouble(words, advice, None, _list(figures, ending="lost"))


def _of_tables(figures: Today) -> Iterator[Trouble]:
    """Look-ups of today whose table was away: imported tables when the database is, others when their own is."""
    places = PlaceWords(desk.edition)
    mine = FigureChoice(figures.day, figures.day, zone=desk.zone, departments=person().departments("viewer"))
    for each in unanswered(desk.database, mine):
        if count := each.unavailable:
            place = places.place(each.node)
            words = gettext("Look-ups of today that found no table: {count}, at “{place}”.", count=count, place=place)
            advice = gettext("These callers were offered an officer. Tell whoever keeps that table's database.")
            yield Trouble(words, advice, None, _list(figures, node=each.node))


def _of_menus() -> Iterator[Trouble]:
    where = url_for("desk.menus")
    if desk.shelf.not_served:
        words = gettext("What was published last is not served: {why}", why=desk.shelf.not_served)
        yield Trouble(words, gettext("Callers meet the edition before. Tell your operator."), None, where)
    since, problems = folder_problems()
    if since:
        words = gettext("Problems in the saved menus: {count}.", count=len(problems))
        told = " ".join([words, *problems[:MOST_SHOWN]])
        advice = gettext(
            "Callers meet the last good edition. Mend the files and publish them again; a demo does so by itself."
        )
        yield Trouble(told, advice, since, f"{where}#folder")


def _closures(now: datetime) -> Iterator[Trouble]:
    mine = {line.name for line in desk.hotlines_of(person().departments("viewer"))}
    for closure in ClosureBook(desk.database, desk.now).standing():
        if closure.state(now) == "in force" and any(closure.concerns(name) for name in mine):
            words, harmless = _announced(closure, now), not closure.reason
            advice = gettext("It ends by itself; stop it or let it last longer under Closures.")
            yield Trouble(words, advice, closure.start, url_for("desk.closures"), harmless)


def _announced(closure: KeptClosure, now: datetime) -> str:
    """What is announced, for callers of which hotlines, and until when; of a notice also its words."""
    named = titles()
    where = ", ".join(named.get(name, name) for name in closure.hotlines) or gettext("all hotlines")
    over, today = closure.over.astimezone(desk.zone), now.astimezone(desk.zone).date()
    until = over.strftime("%H:%M" if over.date() == today else "%Y-%m-%d %H:%M")
    if not closure.reason:
        words = gettext("Notice on {hotlines} until {until}:", hotlines=where, until=until)
        return f"{words} {in_readers_language(closure.words)}"
    why = told(REASONS.get(closure.reason, closure.reason))
    return str(gettext("{why}: offices of {hotlines} closed until {until}.", why=why, hotlines=where, until=until))


def _list(figures: Today, **asked: str) -> str:
    day = figures.day.isoformat()
    return list_address("desk.calls", asked, since=day, until=day)


def _clock(moment: datetime) -> str:
    return moment.astimezone(desk.zone).strftime("%H:%M")


def _files(find: Callable[[], list[Path]]) -> list[Path]:
    try:
        return find()
    except OSError:
        return []


def _oldest(files: list[Path]) -> datetime | None:
    ages = []
    for file in files:
        try:
            ages.append(file.stat().st_mtime)
        except OSError:  # loaded meanwhile
            continue
    return datetime.fromtimestamp(min(ages), UTC) if ages else None

"""Things of one department that nobody else may ever see: in every table, in marked words and numbers."""

from datetime import timedelta

from web.desk.conftest import NOON, TEN, DeskUnderTest, enter, ring

from ivr.closures.wishes import ClosureWish
from ivr.jobs.rollups import update_now
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.cases.history import Key
from ivr.storage.cases.listing import CaseFilters, cases_of_call, list_desk_cases
from ivr.storage.cases.work import CaseWork
from ivr.storage.editions.drafts import FileDraft, save_draft
from ivr.storage.filed.work import FiledWork
from ivr.storage.messages.listing import MessageFilters, list_desk_messages
from ivr.storage.messages.work import MessageWork
from ivr.storage.people.accounts import add_account, read_grants
from ivr.storage.people.audit import AuditRecord, keep_audit

HOTLINES = {"transport": "+85222200101", "water": "+85222200102"}
MARKS = {"transport": ("wallcreeper", "77531"), "water": ("zebrafinch", "88642")}
"""A word and the end of a number that are in everything planted for a department."""
CASES = {"transport": "1,4,1,record:45,hangup", "water": "3,4,3,record:40,3,3,hangup"}


def plant(desk: DeskUnderTest, department: str) -> set[str]:
    """Plant them; what must not be seen elsewhere: the words, the numbers, the names of calls and cases."""
    database, now, (word, digits) = desk.installation.database, desk.clock.now, MARKS[department]
    who = f"{word}@{department}.example"
    grants = " ".join(f"{role}:{department}" for role in ("supervisor", "editor", "administrator"))
    add_account(database, who, word, read_grants(grants), "", now(), must_change=False)
    calls = _ring_the_hotline(desk, department)
    references = _work(desk, calls, who)
    entry = f"70000{digits}"
    enter(desk.installation, department, entry, {"place": word, "name": word}, calls[0])
    FiledWork(desk.installation.filed).unseal(entry, who, now())
    _announce(desk, department, who)
    reason = f"nuisance {word}"
    desk.installation.nuisance.book.limit(f"+852555{digits}", department, reason, 7, who, calls[0])
    file = f"menus/{department}/menu.yaml"
    save_draft(database, FileDraft(who, file, f"# {word}\n", "", now()), over="")
    details = {"who": word, "number": digits}
    for action in ("exported", "saw a number", "listened"):
        keep_audit(database, AuditRecord(now(), who, "10.9.8.7", action, word, department, details))
    update_now(database, HONG_KONG)
    return {word, digits, entry, *calls, *references}


def _ring_the_hotline(desk: DeskUnderTest, department: str) -> list[str]:
    word, digits = MARKS[department]
    number, caller = HOTLINES[department], f"+852555{digits}"
    scripts = (
        f"3,say:{word},hangup",
        CASES[department],
        f"3,0,officer:unanswered,officer:busy,record:15,3,2,512{digits}#,1",
        "3,hangup",
        "3,0,officer:answers",
    )
    calls = []
    for minute, script in enumerate(scripts, start=30):
        desk.clock.at = TEN + timedelta(minutes=minute)
        calls.append(ring(desk.app, desk.installation, number, script, caller))
    desk.clock.at = NOON
    return calls


def _work(desk: DeskUnderTest, calls: list[str], who: str) -> list[str]:
    """What was done to the case and the message that were left; the references."""
    database, word = desk.installation.database, who.partition("@")[0]
    (case,) = (case for case in list_desk_cases(database, CaseFilters()) if case.call_sid in calls)
    (message,) = (message for message in list_desk_messages(database, MessageFilters()) if message.call_sid in calls)
    key, work = Key(case.call_sid, case.turn), CaseWork(database, desk.clock.now)
    version = cases_of_call(database, case.call_sid)[0].version
    work.assign(key, version, who, who)
    work.note(key, version + 1, who, f"note {word}")
    work.acknowledge(key, version + 2, who, f"told {word}")
    work.reply(key, version + 3, who, f"reply {word}", "telephone")
    work.settle(key, version + 4, who, f"outcome {word}", f"cause {word}", f"remedy {word}")
    references = desk.installation.switchboard.references.reference_for
    kept = Key(message.call_sid, message.turn)
    MessageWork(database, references, desk.clock.now).done(kept, 0, who, f"done {word}")
    return [case.reference]


def _announce(desk: DeskUnderTest, department: str, who: str) -> None:
    edition, word = desk.installation.shelf.current(), MARKS[department][0]
    words = dict.fromkeys(edition.languages, f"notice {word}")
    wish = ClosureWish((department,), "", desk.clock.now() + timedelta(hours=3), words)
    desk.installation.closures.book.announce(edition, wish, who)
    desk.installation.closures.look_again()

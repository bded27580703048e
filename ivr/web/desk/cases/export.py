"""The cases of the list as a file: exactly those chosen, of the departments whose supervisor the person is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Response, abort, request
from flask_babel import gettext

from ivr.logs import mask_number
from ivr.storage.cases.callers import languages_of_calls, last_replies
from ivr.storage.cases.given import given_in_words
from ivr.storage.cases.listing import NO_CAUSE, Case, CaseFilters, list_desk_cases
from ivr.storage.database.transactions import Database
from ivr.storage.messages.transcripts import transcripts_of
from ivr.web.desk.calls.words import language_names
from ivr.web.desk.cases.listing import chosen_cases
from ivr.web.desk.cases.words import KINDS, STATES
from ivr.web.desk.frame.auditing import audit
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.exporting import FORMS, Row, download
from ivr.web.desk.frame.languages import in_readers_language
from ivr.web.desk.frame.pages import pages
from ivr.web.desk.frame.person import person
from ivr.web.desk.frame.showing import department_titles, field_labels

BUNCH = 500  # cases read at once
TOLD = ("kind", "due", "age", "state", "owner", "department", "cause", "order")


@pages.get("/cases.<form>", role="supervisor")
def cases_export(form: str) -> Response:
    """All that the list with the same address shows, on all its pages."""
    if form not in FORMS:
        abort(404)
    wanted = replace(chosen_cases(desk.local_now(), BUNCH), departments=person().departments("supervisor"))
    asked = {name: request.args[name] for name in TOLD if request.args.get(name)}
    audit("exported", f"cases.{form}", asked, department=wanted.department)
    titles = {name: in_readers_language(title) for name, title in department_titles("viewer").items()}
    rows = _rows(desk.database, replace(wanted, after=None), titles, language_names())
    return download(form, "cases", _headings(), rows, desk.zone)


def _headings() -> list[str]:
    return [
        gettext("Reference"),
        gettext("Kind"),
        gettext("Department"),
        gettext("Received"),
        gettext("State"),
        gettext("Owner"),
        gettext("Tell that it came in by"),
        gettext("Told"),
        gettext("Reply by"),
        gettext("Replied"),
        gettext("What the caller was told"),
        gettext("Closed"),
        gettext("Outcome"),
        gettext("Cause"),
        gettext("Remedy"),
        gettext("Given before"),
        gettext("Ring back"),
        gettext("Caller's language"),
        gettext("Seconds"),
        gettext("Call"),
        gettext("Transcript by a machine, may be wrong"),
    ]


def _rows(database: Database, wanted: CaseFilters, titles: dict[str, str], names: dict[str, str]) -> Iterator[Row]:
    """The rows, read a bunch at a time; all words are translated now, for they are sent when the request is over."""
    zone = desk.zone
    words = {name: str(word) for name, word in (*KINDS.items(), *STATES.items())}
    words["no cause"], labels = gettext("none found"), field_labels()

    def read() -> Iterator[Row]:
        filters, found = wanted, list_desk_cases(database, wanted)
        while found:
            sids = [case.call_sid for case in found]
            spoken, replies = languages_of_calls(database, sids), last_replies(database, sids)
            written = transcripts_of(database, (case.recording for case in found))
            for case in found:
                language = spoken.get(case.call_sid, "")
                given = given_in_words(case.given, called=labels(case.department))
                reply = replies.get(case.key, "")
                row = _row(case, words, titles, reply, given, names.get(language, language), zone)
                yield (*row, written[case.recording].shown() if case.recording in written else "")
            filters = replace(filters, after=found[-1].place(filters.order))
            found = list_desk_cases(database, filters) if len(found) == BUNCH else ()

    return read()


def _row(
    case: Case, words: dict[str, str], titles: dict[str, str], reply: str, given: str, language: str, zone: ZoneInfo
) -> Row:
    return (
        case.reference,
        words.get(case.kind, case.kind),
        titles.get(case.department, case.department),
        case.opened_at,
        words.get(case.state, case.state),
        case.owner,
        _day(case.acknowledge_due, zone),
        case.acknowledged_at,
        _day(case.reply_due, zone),
        case.replied_at,
        reply,
        case.closed_at,
        case.outcome,
        words["no cause"] if case.cause == NO_CAUSE else case.cause,
        case.remedy,
        given,
        mask_number(case.call_back) if case.call_back else "",
        language,
        case.seconds,
        case.call_sid,
    )


def _day(due: datetime | None, zone: ZoneInfo) -> date | None:
    """What is due is due by the end of a day."""
    return due.astimezone(zone).date() if due else None

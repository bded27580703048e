"""Journal entries with the telephone numbers of callers masked: who rang, and what they keyed to be called back at."""

from dataclasses import replace

from ivr.engine.events import CallStarted, CaseOpened, Event, FieldKept, MessageLeft, WrongKeyPressed
from ivr.logs import HIDDEN, mask_number
from ivr.switchboard.ports import Entry

LONGEST_SHOWN = 4  # keys that nobody offered: more of them may be a number, mistyped


def without_numbers(entry: Entry) -> Entry:
    """A journal entry with the telephone numbers of callers masked."""
    heard = entry.heard
    if heard.get("heard") == "Keys" and len(str(heard.get("digits"))) > LONGEST_SHOWN and _keyed_a_number(entry):
        heard = {**heard, "digits": HIDDEN}
    events = tuple(_without_number(event) for event in entry.events)
    return replace(entry, caller=mask_number(entry.caller), heard=heard, events=events)


def _keyed_a_number(entry: Entry) -> bool:
    return any(_is_number(event) for event in entry.events)


def _is_number(event: Event) -> bool:
    match event:
        case FieldKept(field="call_back"):
            return True
        case FieldKept():
            return event.value.startswith("+")
        case WrongKeyPressed():
            return len(event.keys) > LONGEST_SHOWN
    return False


def _without_number(event: Event) -> Event:
    match event:
        case CallStarted():
            return replace(event, caller=mask_number(event.caller))
        case CaseOpened() | MessageLeft():
            return replace(event, call_back=mask_number(event.call_back))
        case FieldKept() if _is_number(event):
            return replace(event, value=mask_number(event.value))
        case WrongKeyPressed() if _is_number(event):
            return replace(event, keys=HIDDEN)
        case _:
            return event

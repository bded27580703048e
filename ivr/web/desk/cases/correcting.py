"""Correcting what a case or message holds of its caller: the form's choices, what was typed, and what was corrected."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from ivr.logs import mask_number
from ivr.storage.cases.correcting import CALL_BACK, Corrected
from ivr.storage.cases.listing import Case
from ivr.storage.messages.listing import Message
from ivr.web.desk.frame.desk import desk
from ivr.words.telephones import read_telephone


def correctable(left: Case | Message) -> Sequence[tuple[str, str]]:
    """What can be corrected, with what the form calls it."""
    back = [] if left.anonymous else [(CALL_BACK, gettext("Ring back"))]
    return [*back, *((name, name.replace("_", " ")) for name in left.given)]


def as_kept(field: str, typed: str) -> str | None:
    """What was typed as it is kept; None for a number that is none."""
    if field != CALL_BACK or not typed:
        return typed
    try:
        return read_telephone(typed, desk.edition.home.country)
    except ValueError:
        return None


def wrong_correction(left: Case | Message, field: str, typed: str) -> dict[str, str]:
    """What is wrong with the form, a sentence by field."""
    if field not in dict(correctable(left)):
        return {"field": gettext("Choose what is to be corrected.")}
    value = as_kept(field, typed)
    if value is None:
        return {"value": gettext("This is no telephone number.")}
    if value == (left.call_back if field == CALL_BACK else left.given[field]):
        return {"value": gettext("Nothing is different from what stands there.")}
    return {}


def corrected_in_words(found: Sequence[Corrected], *, numbers: bool) -> Mapping[int, str]:
    """What each version corrected, numbers masked unless `numbers` may be seen."""

    def shown(value: str) -> str:
        return (value if numbers or not value.startswith("+") else mask_number(value)) or "–"

    def called(field: str) -> str:
        return gettext("Ring back") if field == CALL_BACK else field.replace("_", " ")

    return {each.version: f"{called(each.field)}: {shown(each.before)} → {shown(each.after)}" for each in found}

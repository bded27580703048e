"""The number that a caller rings from, or keys, where it fits what is to be done with it. Shared by several kinds."""

from collections.abc import Callable

from ivr.engine.asking import fail, hear_choice
from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.engine.heard import Heard, Keys, Silence
from ivr.engine.instructions import Ask, Prompt
from ivr.engine.node import Step, Wait
from ivr.engine.visit import Visit
from ivr.words.telephones import called_number, country_of, exists, is_costly, may_take_texts, read_telephone

Fits = Callable[[Visit, str], bool]
"""Whether a number may be used for something."""


def may_be_rung(visit: Visit, number: str) -> bool:
    """Only a whole number, in a country that the site rings back, that costs no more than a call."""
    home = visit.edition.home.country
    allowed = country_of(number, home) in (home, *visit.edition.call_back_abroad)
    return number.startswith("+") and allowed and not is_costly(number)


def may_be_texted(visit: Visit, number: str) -> bool:
    """Only one that may be rung back, may be a mobile, and that the operator lets text messages go to."""
    return may_be_rung(visit, number) and may_take_texts(number) and visit.ports.text_messages.may_go_to(number)


def own_number(visit: Visit, fits: Fits = may_be_rung) -> str:
    """The number the caller rings from, empty where it is withheld or does not fit."""
    number = called_number(visit.call.caller, visit.edition.home.country)
    return number if number and fits(visit, number) else ""


def ask_for_number(visit: Visit) -> Step:
    """Ask for a number, of which hash is the last key; what is keyed is heard at the stage "number"."""
    return Step(_wait(visit), (visit.phrase("call_back_key"),))


def _wait(visit: Visit) -> Wait:
    return Wait(Ask((), None, "#", visit.tries.wait, visit.language), stage="number")


def hear_number(visit: Visit, heard: Heard, fits: Fits, wrong: tuple[Prompt, ...], take: Callable[[str], Step]) -> Step:
    """At the stage "number": `take` what was keyed, or say that it is `wrong` and ask again; a failure where too often.

    A key of every menu leads away.
    """
    asked = ask_for_number(visit).says
    if isinstance(heard, Keys):
        if KEY_OF_DIGIT.get(heard.digits, "") in visit.edition.inherited:
            return hear_choice(visit, heard, {}, asked, stage="number")
        if number := _keyed_number(visit, heard.digits, fits):
            return take(number)
    silent = isinstance(heard, Silence)
    return fail(visit, "silence" if silent else "wrong", asked, _wait(visit), first=() if silent else wrong)


def _keyed_number(visit: Visit, keys: str, fits: Fits) -> str:
    """The number that was keyed, empty for none that exists and fits."""
    try:
        number = read_telephone(keys, visit.edition.home.country, visit.edition.call_back_abroad)
    except ValueError:
        return ""
    return number if exists(number) and fits(visit, number) else ""

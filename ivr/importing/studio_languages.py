"""Studio gathers that choose a language: no menu of a department, but the languages of the site and their keys."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivr.engine.grammar import KEY_OF_DIGIT
from ivr.importing.draft import CHANGED, TO_BE_WRITTEN, DraftLanguage, DraftNode, Written
from ivr.importing.studio_flow import Flow, Widget

if TYPE_CHECKING:
    from ivr.importing.studio import Importing

KEYS_TO_GIVE = ("1", "2", "3", "4", "5", "6", "7", "8", "9")


def languages_chosen(flow: Flow, gather: Widget) -> dict[str, tuple[str, str]]:
    """The key and the next widget of each language that a gather, or several behind silences, let callers choose.

    Empty where it is no such choice: every key leads into a language of its own, and what comes behind the last silence
    is in one of these or in a further one, which then has no key.
    """
    found: dict[str, tuple[str, str]] = {}
    at: Widget | None = gather
    asked: list[str] = []
    while (
        at and at.name not in asked and (offers := _offers(flow, at, {*asked, at.name})) and not offers.keys() & found
    ):
        asked.append(at.name)
        found |= offers
        silent = at.next("timeout")
        at = flow.asking_behind(silent)
    if found and at and at.name not in asked:
        found.setdefault(_spoken_behind(flow, silent, set(asked)), ("", silent))
    return found if len(found) > 1 and "" not in found else {}


def build_languages(importing: "Importing", gather: Widget, chosen: dict[str, tuple[str, str]]) -> None:
    """The languages of the site, and a switch on the one that was chosen."""
    draft, taken = importing.draft, {key for key, _ in chosen.values()}
    cases = {code: importing.way(to) for code, (_, to) in chosen.items()}
    for code, (key, to) in chosen.items():
        spoken = next(_spoken(importing.flow, to, code), None)
        given = key or next(each for each in KEYS_TO_GIVE if each not in taken)
        taken.add(given)
        tag, voice = (spoken.text("language"), spoken.text("voice")) if spoken else (code, "")
        draft.languages[code] = DraftLanguage(given, tag, voice if "." in voice else "")
        if not key:
            message = f"callers who were silent went on in {code}; key {given} chooses it now."
            importing.tell(gather, CHANGED, message)
    otherwise = next((cases[code] for code, (key, _) in chosen.items() if not key), next(iter(cases.values())))
    settings: dict[str, Written] = {"on": "language", "cases": dict(cases), "otherwise": otherwise}
    draft.nodes[gather.name] = DraftNode(gather.name, "switch", settings, [importing.comment(gather)])
    draft.chooser = gather.name
    at: Widget | None = gather
    while at and _offers(importing.flow, at, {at.name}) and at.name not in {to for _, to in chosen.values()}:
        importing.flow.used |= {at.name, *(each.split.name for each in importing.flow.conditions(at))}
        at = importing.flow.asking_behind(at.next("timeout"))
        if at is gather:
            break
    message = (
        f"this chooses a language ({', '.join(chosen)}); the site asks for it before every menu, in its own words."
    )
    importing.tell(gather, CHANGED, message, "The languages and their keys stand in flows.yaml.")
    hint = "Write each text in every language, and one menu for all of them where they are the same."
    importing.tell(gather, TO_BE_WRITTEN, "what is said behind it is there in one language each.", hint)


def _offers(flow: Flow, gather: Widget, asked: set[str]) -> dict[str, tuple[str, str]]:
    """The languages on the keys of one gather; empty where a key leads into none, or two into one."""
    if gather.kind != "gather-input-on-call":
        return {}
    ways = [
        (KEY_OF_DIGIT.get(key, ""), str(each.way["next"]))
        for each in flow.conditions(gather)
        for key in each.keys
        if each.way.get("next")
    ]
    found = {_spoken_behind(flow, to, asked): (key, to) for key, to in ways}
    return found if len(found) == len(ways) and "" not in found else {}


def _spoken_behind(flow: Flow, to: str, asked: set[str]) -> str:
    """The language of the first text behind a way that tells its own; empty where a way leads back, or none tells."""
    first = next(
        (name for name in flow.led_to(to) if name in asked or (name in flow.widgets and flow.widgets[name].language)),
        "",
    )
    return flow.widgets[first].language if first and first not in asked else ""


def _spoken(flow: Flow, to: str, code: str) -> Iterator[Widget]:
    return (
        flow.widgets[name] for name in flow.led_to(to) if name in flow.widgets and flow.widgets[name].language == code
    )

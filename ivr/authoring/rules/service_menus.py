"""Rules about good service: how menus are built."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ivr.authoring.problems import Problem
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.service.findings import finding, whole
from ivr.authoring.service.hearing import Listener
from ivr.authoring.service.profiles import Limit, limit_of
from ivr.authoring.site import PlacedNode, Site
from ivr.translation import said
from ivr.words import HONG_KONG, say_value

A_PAIR = {"yue": "兩", "cmn": "两"}  # of things; the number as it is counted is another word


@rule(Stage.PATHS)
def service_count(site: Site) -> Iterator[Problem]:
    """A menu that does not say how many choices it has, so that callers do not know how long to listen.

    The number stands in the menu's `say`, in every language, as a word or in digits. The keys that all menus have are not
    counted, nor are menus of one choice.

    FAIL under `ireland`, a menu of three choices without `say`, or with `say: {en: There are four choices.}`
    PASS `say: {en: There are three choices.}`
    """
    limit = limit_of(site, "count_said")
    if limit is None:
        return
    for placed in site.nodes:
        silent = _silent_in(site, placed)
        if silent:
            message = said(
                '"{node}" does not say in "{code}" that it has {count} choices.',
                node=placed.path[-1],
                code=silent,
                count=len(placed.node.offers),
            )
            advice = said("Begin it with a `say` that names the number, and change that when choices change.")
            yield finding(limit, "service-count", placed.document, placed.path, message, advice, name=True)


def _silent_in(site: Site, placed: PlacedNode) -> str:
    """The first language in which a menu of several choices does not say how many they are."""
    count = len(placed.node.offers)
    texts = next((texts for path, texts in placed.groups("text") if path == (*placed.path, "say")), {})
    return next((code for code in site.languages if count > 1 and not _says(texts.get(code, ""), count, code)), "")


def _says(text: str, count: int, language: str) -> bool:
    words = [str(count), say_value(str(count), "number", language, HONG_KONG)]
    if count == 2 and language in A_PAIR:
        words.append(A_PAIR[language])
    return any(re.search(rf"(?<![a-z0-9]){re.escape(word.lower())}(?![a-z0-9])", text.lower()) for word in words)


@rule(Stage.PATHS)
def service_keys(site: Site) -> Iterator[Problem]:
    """Keys that do not ascend from 1 without gaps, or that callers know by another meaning.

    FAIL choices on the keys 1, 2, 5
    PASS choices on the keys 1, 2, 3
    """
    order, reserved = limit_of(site, "key_order"), limit_of(site, "reserved_keys")
    for placed in site.nodes:
        if order:
            yield from _in_order(placed, order)
        if reserved:
            yield from _not_reserved(placed, reserved, placed.node.offers)
    if order:
        yield from _languages_in_order(site, order)


def _languages_in_order(site: Site, limit: Limit) -> Iterator[Problem]:
    """Languages may leave keys out, so that a language has the same key everywhere, but they ascend."""
    languages = site.flows.languages if site.flows else {}
    for (_, before), (code, after) in pairwise(sorted(languages.items(), key=lambda each: each[1].behind or "")):
        if (
            before.behind == after.behind
            and before.key.isdigit()
            and after.key.isdigit()
            and int(after.key) < int(before.key)
        ):
            message = said("the keys of the languages do not ascend: {key} comes too late.", key=after.key)
            advice = said("Callers hear the languages in the order in which they are written.")
            yield finding(limit, "service-keys", site.flows_document, ("languages", code, "key"), message, advice)


def _in_order(placed: PlacedNode, limit: Limit) -> Iterator[Problem]:
    late = _first_out_of_order(placed.node.offers)
    if late:
        message = said("the keys of this menu do not ascend without gaps: {key} comes out of order.", key=late)
        advice = said("Number the choices 1, 2, 3 and so on, what is asked for most first.")
        yield finding(
            limit, "service-keys", placed.document, (*placed.path, "choices", late), message, advice, name=True
        )


def _first_out_of_order(keys: Iterable[str]) -> str:
    """The first key that is not the next number; star, hash and 0 stand apart, and 0 may come last."""
    digits = [key for key in keys if key.isdigit() and key != "0"]
    return next((key for at, key in enumerate(digits) if int(key) != at + 1), "")


def _not_reserved(placed: PlacedNode, limit: Limit, keys: Iterable[str]) -> Iterator[Problem]:
    for key in keys:
        if key in limit.keys:
            message = said("the key {key} is used for a choice.", key=key)
            advice = said("Put the choice on another key.")
            yield finding(
                limit, "service-keys", placed.document, (*placed.path, "choices", key), message, advice, name=True
            )


@rule(Stage.PATHS)
def service_options(site: Site) -> Iterator[Problem]:
    """A menu that offers too many choices.

    House rules bear more of them when the whole menu is heard quickly, because a longer menu is better than a deeper one.

    FAIL under `ireland`, a menu with six choices
    PASS a menu with four
    """
    limit = limit_of(site, "options")
    if limit is None or limit.most is None:
        return
    listener = Listener(site)
    for placed in site.nodes:
        count = len(placed.node.offers)
        if count > limit.most and not _is_quick(listener, placed, limit):
            message = said(
                '"{node}" offers {count} choices, more than {most}.',
                node=placed.path[-1],
                count=count,
                most=whole(limit.most),
            )
            advice = said("Join choices that lead to the same people, or leave the rarest to an officer.")
            yield finding(
                limit, "service-options", placed.document, (*placed.path, "choices"), message, advice, name=True
            )


def _is_quick(listener: Listener, menu: PlacedNode, limit: Limit) -> bool:
    """Whether the last choice of a menu is heard soon enough in every language."""
    within, (*_, last) = limit.unless_heard_within, menu.node.offers
    languages = listener.site.languages
    return within is not None and all(listener.seconds_until(menu.name, last, code) <= within for code in languages)


@rule(Stage.PATHS)
def service_levels(site: Site) -> Iterator[Problem]:
    """An answer behind too many menus. Each menu is one more thing to keep in mind, so depth weighs more than breadth.

    The menus are counted on the quickest way from the choice of a language; the answer itself is none.

    FAIL a menu in a menu in a menu in a menu
    PASS the four menus made three, each with a few more choices
    """
    # the menus behind one that is too deep would only repeat it
    limit = limit_of(site, "levels")
    if limit is None or limit.most is None:
        return
    reached = Listener(site).arrivals(site.languages[0])
    for placed in site.nodes:
        arrival = reached.get(placed.name)
        if arrival and placed.node.offers and arrival.menus == limit.most:
            message = said('"{node}" is menu number {count} on its way.', node=placed.path[-1], count=arrival.menus + 1)
            advice = said(
                "Let the menu before it offer these choices itself; a longer menu is better than a deeper one."
            )
            yield finding(limit, "service-levels", placed.document, placed.path, message, advice, name=True)

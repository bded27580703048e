"""Rules about good service: what callers wait for, and the ways they have."""

from collections.abc import Iterator, Mapping

from ivr.authoring.problems import Problem, did_you_mean, one_of
from ivr.authoring.rules.languages import LANGUAGE_NAMES
from ivr.authoring.rules.rule import Stage, rule
from ivr.authoring.service.findings import finding, whole
from ivr.authoring.service.hearing import Arrival, Listener
from ivr.authoring.service.profiles import NAMES, limit_of
from ivr.authoring.site import PlacedNode, Site
from ivr.authoring.site.ways import OFFICER
from ivr.authoring.yaml.marks import Document, Path
from ivr.engine.edition import Hotline
from ivr.engine.grammar import TRIES
from ivr.translation import said

UNTIL_THE_FIRST_CHOICE = said(
    "callers of {hotline} listen {seconds} seconds ({language}) until the first choice; {most} are the most."
)
UNTIL_AN_ANSWER = said('callers listen {seconds} seconds until "{node}" in {language}; {most} are the most.')
WAYS = {
    "officer": said("no key leads to an officer."),
    "repeat": said("no key lets callers hear it again."),
    "back": said("no key leads back."),
}


@rule(shares=True)
def service_profile(site: Site) -> Iterator[Problem]:
    """A profile of good service that does not exist.

    FAIL `service: irland`
    PASS `service: ireland`, or `service: [house, ireland]`
    """
    for name in site.flows.service.profiles if site.flows else ():
        if name not in NAMES:
            message = said('no rules of service are called "{name}".', name=name)
            hint = did_you_mean(name, NAMES) or said("There are {known}.", known=one_of(NAMES))
            yield site.flows_document.problem(("service",), "service-profile", message, hint, name=True)


@rule(Stage.PATHS)
def service_seconds(site: Site) -> Iterator[Problem]:
    """Callers who listen too long: until they may choose a language, until the first choice, or until an answer begins.

    Seconds are estimated from the texts in each language, along the quickest way, with half a second for each key.
    They are those of `ivr times`, but count from the choice of a language.

    FAIL a greeting of forty seconds before the first choice
    PASS the same words in an answer of their own
    """
    if site.flows is not None:
        listener = Listener(site)
        if not site.elsewhere.shared:
            yield from _until_the_language(listener)
        yield from _until_the_first_choice(listener)
        yield from _until_an_answer(listener)


def _until_the_language(listener: Listener) -> Iterator[Problem]:
    limit = limit_of(listener.site, "seconds_to_language")
    seconds = listener.language_seconds()
    if limit and limit.most is not None and seconds > limit.most:
        message = said(
            "callers listen {seconds} seconds until the last language is offered; {most} are the most.",
            seconds=whole(seconds),
            most=whole(limit.most),
        )
        advice = said("Shorten the notices and the titles of the hotlines, or put languages behind a key.")
        yield finding(
            limit, "service-seconds", listener.site.flows_document, ("languages",), message, advice, name=True
        )


def _until_the_first_choice(listener: Listener) -> Iterator[Problem]:
    limit = limit_of(listener.site, "seconds_to_first_option")
    if limit is None or limit.most is None:
        return
    nodes = {placed.name: placed for placed in listener.site.nodes}
    for line in listener.edition.hotlines.values():
        start = nodes.get(line.start)
        if start is None or not start.node.offers:
            continue
        waits = {code: _first_choice(listener, line, code) for code in listener.site.languages}
        code, seconds = max(waits.items(), key=lambda wait: wait[1])
        if seconds > limit.most:
            values = {"hotline": line.name, "seconds": whole(seconds), "most": whole(limit.most)}
            message = said(UNTIL_THE_FIRST_CHOICE, **values, language=LANGUAGE_NAMES.get(code, code))
            advice = said("Say less before the first choice.")
            yield finding(limit, "service-seconds", start.document, start.path, message, advice, name=True)


def _first_choice(listener: Listener, line: Hotline, language: str) -> float:
    """The seconds from the choice of a language until the first choice of the menu at which a hotline begins."""
    first = next(iter(listener.edition.nodes[line.start].offers))
    return listener.greeting_seconds(line.name, language) + listener.seconds_until(line.start, first, language)


def _until_an_answer(listener: Listener) -> Iterator[Problem]:
    limit = limit_of(listener.site, "seconds_to_answer")
    if limit is None or limit.most is None:
        return
    reached = {code: listener.arrivals(code) for code in listener.site.languages}
    nodes = {placed.name: placed for placed in listener.site.nodes}
    for name in (name for name, node in listener.edition.nodes.items() if node.has_answer):
        waits = {code: ways[name].seconds for code, ways in reached.items() if name in ways}
        code, seconds = max(waits.items(), key=lambda wait: wait[1], default=("", 0.0))
        if seconds > limit.most and not _late_before(reached[code], name, limit.most):
            placed, path = _where_written(nodes, name)
            values = {"seconds": whole(seconds), "node": name.partition("/")[2], "most": whole(limit.most)}
            message = said(UNTIL_AN_ANSWER, **values, language=LANGUAGE_NAMES.get(code, code))
            advice = said("Offer it earlier, ask for less before it, or shorten what is said on the way.")
            yield finding(limit, "service-seconds", placed.document, path, message, advice, name=True)


def _late_before(ways: Mapping[str, Arrival], name: str, most: float) -> bool:
    """Whether an answer that comes before this one is late already, so that this one only follows from it."""
    before = ways[name].last_answer
    return bool(before) and ways[before].seconds > most


def _where_written(nodes: dict[str, PlacedNode], name: str) -> tuple[PlacedNode, tuple[str, ...]]:
    """The node in which an answer is written, and where."""
    if name in nodes:
        return nodes[name], nodes[name].path
    owner, _, key = name.rpartition(".")
    return nodes[owner], (*nodes[owner].path, "choices", key)


@rule(Stage.PATHS)
def service_tries(site: Site) -> Iterator[Problem]:
    """Callers fail too often at one place before the call goes on, to a person mostly; everywhere or at one node.

    FAIL `tries: {silence: 5, wrong: 5, then: officer}`
    PASS `tries: {silence: 3, wrong: 3, then: officer}`
    """
    # that the tries end with a person is proved by walking every path
    limit = limit_of(site, "tries")
    if site.flows is None or limit is None or limit.most is None:
        return
    tries = site.flows.tries
    written: list[tuple[Document, Path, int, int]] = []
    if not site.elsewhere.shared:
        written.append((site.flows_document, (TRIES,), tries.silence, tries.wrong))
    for placed in site.nodes:
        own = placed.node.own_tries
        written.append((placed.document, (*placed.path, TRIES), own.silence or 0, own.wrong or 0))
    for document, path, silence, wrong in written:
        for setting, number in (("silence", silence), ("wrong", wrong)):
            if number > limit.most:
                message = said(
                    "callers fail {count} times at one place before the call goes on; {most} are the most.",
                    count=number,
                    most=whole(limit.most),
                )
                yield finding(limit, "service-tries", document, (*path, setting), message)


@rule(Stage.PATHS, shares=True)
def service_ways(site: Site) -> Iterator[Problem]:
    """A way that every menu owes its callers is missing: to an officer, back, or to hear it again.

    FAIL `keys: {0: officer, star: back}`, with nothing to repeat
    PASS `keys: {0: officer, star: back, hash: repeat}`, which is also what stands without `keys`
    """
    if site.flows is None:
        return
    staffed = any(site.flows.has_officers(line) for line in site.flows.hotlines.values())
    for way, message in WAYS.items():
        limit = limit_of(site, f"{way}_key") if staffed or way != OFFICER else None
        if limit and way not in site.flows.keys.values():
            advice = said("Add it to `keys` in flows.yaml.")
            yield finding(limit, "service-ways", site.flows_document, ("keys",), message, advice, name=True)


@rule(Stage.PATHS)
def service_messages(site: Site) -> Iterator[Problem]:
    """A message or feedback that is cut off before a caller has said what is the matter.

    FAIL `most: 20` in a `message`
    PASS `most: 120`, which is also what stands without it
    """
    limit = limit_of(site, "message_seconds")
    if limit is None or limit.least is None:
        return
    for placed in site.nodes:
        if 0 < placed.node.longest_recording < limit.least:
            message = said(
                "callers are cut off after {seconds} seconds; {least} are the least.",
                seconds=placed.node.longest_recording,
                least=whole(limit.least),
            )
            yield finding(limit, "service-messages", placed.document, (*placed.path, "most"), message)

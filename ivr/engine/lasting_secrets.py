"""How long a secret lasts: until no look-up, and no choice by it, ahead of the caller can need it any more."""

from collections.abc import Iterator, Mapping

from ivr.engine.call import Call
from ivr.engine.contents import NO_FIELDS, NOTHING, department_of
from ivr.engine.destinations import home
from ivr.engine.edition import Edition
from ivr.engine.grammar import full_name
from ivr.engine.instructions import Closing, Hold
from ivr.engine.visit import Visit


def lasting_fields(visit: Visit, closing: Closing) -> Mapping[str, str]:
    """The fields of a call that now waits at `closing`, without the secrets that nothing ahead of it needs.

    Whoever is asked to hold has ahead what the node is yet to look up.
    """
    call, edition = visit.call, visit.edition
    secrets = set(filter(edition.is_secret, call.fields))
    if not secrets:
        return call.fields
    needed = _needed_from(edition, call, home(visit))
    if isinstance(closing, Hold):
        needed |= _needed_at(edition, call.node)
    return {name: value for name, value in call.fields.items() if name not in secrets - needed}


def _needed_from(edition: Edition, call: Call, start: str) -> frozenset[str]:
    """What is needed on the ways written in the node where the call waits, behind it, and by keys of every menu."""
    needed = edition.contents.get(call.department, NOTHING).needed_after.get(call.node, NO_FIELDS)
    return needed.union(*(_needed_at(edition, name) for name in (*call.trail, start, *_keys(edition, call))))


def _keys(edition: Edition, call: Call) -> Iterator[str]:
    yield from (
        full_name(to, call.department) for to in (*edition.inherited.values(), edition.tries_at(call.node).then)
    )


def _needed_at(edition: Edition, name: str) -> frozenset[str]:
    return edition.contents.get(department_of(name), NOTHING).needed_at.get(name, NO_FIELDS)

"""The sentences that come before everything else: once a call, in every language until one is chosen."""

from ivr.engine.instructions import Say
from ivr.engine.visit import Visit


def notices(visit: Visit) -> tuple[Say, ...]:
    """What the line that was rung says today before it offers anything."""
    told = [each.say for each in visit.edition.hotline(visit.call.hotline).notices if visit.in_season(each.season)]
    return tuple(Say(say[code], code) for say in told for code in visit.edition.languages if say.get(code, "").strip())

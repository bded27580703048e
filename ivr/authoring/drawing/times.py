"""The time to answer as it is drawn: for each node and language the soonest that a caller hears it."""

from collections.abc import Iterable

from ivr.authoring.drawing.drafts import DraftEdition
from ivr.authoring.drawing.places import DrawnReach
from ivr.authoring.drawing.plan import Plan, Reaches, plan_of
from ivr.authoring.walking.times import Reach, times_to_answer


def timed_plan(draft: DraftEdition, which: str = "") -> Plan:
    """The plan of a hotline or a department, or of all hotlines, with the time to each answer.

    A site with mistakes has no times, for nobody can ring it. Raises KeyError for a name that is neither.
    """
    plan = plan_of(draft.edition, which)
    if any(problem.level == "error" for problem in draft.problems):
        return plan
    return plan_of(draft.edition, which, soonest(times_to_answer(draft.edition), plan.roots[0].name if which else ""))


def soonest(times: Iterable[Reach], hotline: str = "") -> Reaches:
    """The soonest time of each node by language, from one hotline where it is named and has any, else from all."""
    known = tuple(times)
    chosen = [time for time in known if time.hotline == hotline] or known
    found: dict[str, dict[str, DrawnReach]] = {}
    for time in chosen:
        by_language = found.setdefault(time.node, {})
        reached = DrawnReach(time.seconds, time.keys)
        by_language[time.language] = min(by_language.get(time.language, reached), reached)
    return found

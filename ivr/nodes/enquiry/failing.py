"""An enquiry that finds nothing, may not look, or cannot: what callers are told then, and where they go."""

from collections.abc import Mapping

from ivr.engine.asking import run_out, wait_for_way_on, ways_on
from ivr.engine.destinations import place
from ivr.engine.events import AnswerGiven, CeilingReached, EnquiryMade, EnquiryOutcome, Event
from ivr.engine.instructions import Prompt
from ivr.engine.node import Go, Step
from ivr.engine.visit import Visit
from ivr.nodes._ceilings import LOCK, is_log_in
from ivr.nodes.enquiry.freshness import of_table, says_as_of
from ivr.nodes.enquiry.settings import EnquirySettings
from ivr.nodes.enquiry.stale import before_the_answer

NO_ROW = "no row"
"""Not the name of a column: in the place of rows, how often nothing had been found before it was told once more."""


def made(node: EnquirySettings, visit: Visit, outcome: EnquiryOutcome, rows: int = 0) -> EnquiryMade:
    """What came of it."""
    return EnquiryMade(visit.here, node.table, outcome, rows)


def nothing_found(node: EnquirySettings, visit: Visit) -> Step:
    """There is no such row: an answer, a way to look elsewhere, or a try."""
    misses = visit.call.misses.get(visit.here, 0)
    none, then, says = made(node, visit, "none"), node.none.then, _none_found(node, visit, misses)
    if not then:
        return Step(wait_for_way_on(visit), (*says, *ways_on(visit)), (none, AnswerGiven(visit.here)))
    if not (_asks_again(node, visit, then) or node.own_tries.wrong):
        told = says if node.none.say else ()
        return Step(Go(then), told, (none,), rows=({NO_ROW: str(misses)},), retold=bool(told))
    if 1 + misses >= visit.tries.wrong:
        return no_more_tries(node, visit, none)
    return Step(Go(then), says, (none,), missed=True, rows=({NO_ROW: str(misses)},), retold=True)


def none_told_again(node: EnquirySettings, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Prompt, ...]:
    """That nothing was found, in the words of that try; nothing where there were rows."""
    return _none_found(node, visit, int(rows[0][NO_ROW])) if NO_ROW in rows[0] else ()


def no_more_tries(node: EnquirySettings, visit: Visit, came_of_it: Event) -> Step:
    """After the last try, and after any, right or wrong, where nothing was looked up.

    What is said of a last try at a log-in is true of a right one that was not looked up.
    """
    misses, by_try = visit.call.misses.get(visit.here, 0), len(node.none.say or ()) > 1
    last = "log_in_last" if is_log_in(visit, node.table, node.enquiry.match) else "found_none_last"
    told = (visit.phrase(last),) if misses and not by_try else _none_found(node, visit, misses)
    return run_out(visit, "no match", (came_of_it,), *told)


def locked(node: EnquirySettings, visit: Visit, *before: Event) -> Step:
    """What whoever tries at this key is told, right or wrong, and where they go."""
    to = (node.lock.then if node.lock else None) or visit.tries.then
    says = (visit.say(node.lock.say),) if node.lock else ()
    return Step(Go(to), says, (*before, CeilingReached(visit.here, LOCK)))


def not_available(node: EnquirySettings, visit: Visit) -> Step:
    """Nobody can say what the table has."""
    branch = node.unavailable
    says = visit.say(branch.say) if branch.say else visit.phrase("unavailable")
    return Step(Go(branch.then or visit.tries.then), (says,), (made(node, visit, "unavailable"),))


def _none_found(node: EnquirySettings, visit: Visit, misses: int) -> tuple[Prompt, ...]:
    """That nothing was found, to a caller for whom nothing was so many times before."""
    old = before_the_answer(node.stale, visit, node.table, ())
    if not node.none.say:
        return (*old, visit.phrase("found_none"))
    as_of = of_table(visit, node.table) if says_as_of(*node.none.say) else {}
    return (*old, visit.say_at_try(node.none.say, misses, as_of))


def _asks_again(asking: EnquirySettings, visit: Visit, to: str) -> bool:
    """Whether `to` leads back to a question for what was looked for; not past a menu or another look-up."""
    waiting, passed = [place(visit, to)], set[str]()
    while waiting:
        name = waiting.pop()
        node = visit.edition.nodes[name]
        if name in passed or name.partition("/")[0] != visit.call.department:
            continue
        if asking.enquiry.fields_read & set(node.fields_given):
            return True
        passed.add(name)
        if not (node.landmark or node.enquiry):
            waiting += (place(visit, each) for each in node.leads_to if not node.gives or node.goes_on_at_once)
    return False

"""A look-up: whether it may be made, what comes of it, and the pages of its rows."""

from functools import partial

from ivr.engine.asking import asks_nothing_more, hear_choice, hear_way_on, wait_for_key, wait_for_way_on, ways_on
from ivr.engine.events import AnswerGiven, CeilingReached, Event, KeyPressed
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt
from ivr.engine.node import Go, Step
from ivr.engine.ports import MOST_LISTED, Rows, Sought, Tally, Unavailable
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.engine.ways import Ways
from ivr.nodes._ceilings import LOCK, deed_of, guess_of, is_locked, no_guess
from ivr.nodes.enquiry.failing import locked, made, no_more_tries, not_available, nothing_found
from ivr.nodes.enquiry.found import Keeping
from ivr.nodes.enquiry.freshness import of_row
from ivr.nodes.enquiry.pages import Page, Row, how_many, page_heard, page_of, told, ways
from ivr.nodes.enquiry.seeking import sought_by
from ivr.nodes.enquiry.settings import EnquirySettings
from ivr.nodes.enquiry.stale import before_the_answer
from ivr.nodes.enquiry.telling import answer, dated, keeps_too_much, kept_of, remembered, say_row, say_rows
from ivr.words import Value


def look_up(node: EnquirySettings, visit: Visit) -> Step:
    """Look it up and say it, unless what is looked for is not known or was tried too often."""
    sought = sought_by(visit, node.enquiry)
    if sought is None:
        return nothing_found(node, visit)
    guess = _guess(node, visit, sought)
    reached = visit.ports.ceilings.reached(deed_of(visit), guess) if guess else ""
    if isinstance(reached, Unavailable):
        return not_available(node, visit)
    if reached == LOCK:
        return locked(node, visit)
    if reached:
        return no_more_tries(node, visit, CeilingReached(visit.here, reached))
    return _looked_up(node, visit, sought, guess)


def _guess(node: EnquirySettings, visit: Visit, sought: Sought) -> tuple[Tally, ...]:
    match = node.enquiry.match
    lock = node.lock.tallies(visit, node.table, match, sought.match) if node.lock else ()
    return guess_of(visit, node.table, match, sought.match, lock)


def _looked_up(node: EnquirySettings, visit: Visit, sought: Sought, guess: tuple[Tally, ...]) -> Step:
    """Look it up; whatever comes of it but no row makes it no guess."""
    rows = visit.ports.enquiries.look_up(node.table, sought, node.wanted)
    if isinstance(rows, Unavailable) or keeps_too_much(node, visit, rows.rows):
        no_guess(visit, guess, right=False)
        return not_available(node, visit)
    if not rows.rows and is_locked(visit, guess):
        return locked(node, visit, made(node, visit, "none"))
    if rows.rows:
        no_guess(visit, guess, right=True)
    return _came_of(node, visit, dated(node, visit, rows.rows))


def _came_of(node: EnquirySettings, visit: Visit, rows: tuple[Row, ...], first: int = 0) -> Step:
    """What becomes of the rows that were found, of which the `first` were told before; or of none."""
    if node.stale and node.stale.then and node.stale.holds(visit, node.table, rows):
        outcome = made(node, visit, "stale", min(len(rows), node.most))
        return Step(Go(node.stale.then), node.stale.words(visit, node.table, rows), (outcome,))
    return _tell(node, visit, rows, first) if rows else nothing_found(node, visit)


def _tell(node: EnquirySettings, visit: Visit, rows: tuple[Row, ...], first: int = 0) -> Step:
    if len(rows) > 1 and node.several.in_pages:
        return _tell_page(node, visit, rows, first)
    outcome = made(node, visit, "found" if len(rows) == 1 else "several", min(len(rows), node.most))
    says = answer(node, visit, rows)
    events: tuple[Event, ...] = (outcome, AnswerGiven(visit.here)) if says else (outcome,)
    then = node.found.way(rows[0]) if len(rows) == 1 else node.way_of_several
    keeps = kept_of(node, visit, rows[0], node.found.keeps) if len(rows) == 1 else {}
    again = remembered(node, visit, rows)
    if then:
        return Step(Go(then), says, events, keeps, rows=again, retold=bool(says))
    return Step(wait_for_way_on(visit), (*says, *ways_on(visit)), events, keeps, rows=again)


def _tell_page(node: EnquirySettings, visit: Visit, rows: tuple[Row, ...], first: int) -> Step:
    page = page_of(remembered(node, visit, rows), first, node.most, choosing=bool(node.several.choose))
    several = () if first else (made(node, visit, "several", min(page.total, MOST_LISTED)),)
    answered = () if page.choosing or first else (AnswerGiven(visit.here),)
    return replace(_page_told(node, visit, page), events=(*several, *answered))


def hear(node: EnquirySettings, visit: Visit, heard: Heard) -> Step:
    """What a caller does who heard the rows; Go("repeat") for whoever asks to hear them again."""
    page = _page_heard(node, visit)
    if page:
        return _hear_page(node, visit, heard, page)
    if node.several.in_pages and " " in visit.call.stage:
        # the call could not keep the rows of the page: they are looked up anew for whoever asks to hear them again
        return hear_choice(visit, heard, {}, ways_on(visit), stage=visit.call.stage)
    return hear_way_on(visit, heard)


def tell_again(node: EnquirySettings, visit: Visit) -> Step:
    """The rows that were told, where the call remembers them."""
    page = _page_heard(node, visit)
    if page:
        return _page_told(node, visit, page)
    if not visit.call.rows:
        return Step(Go("repeat"))
    return Step(wait_for_way_on(visit), (*answer(node, visit, visit.call.rows), *ways_on(visit)))


def _page_heard(node: EnquirySettings, visit: Visit) -> Page | None:
    return page_heard(visit, node.most, choosing=bool(node.several.choose)) if node.several.in_pages else None


def _page_told(node: EnquirySettings, visit: Visit, page: Page) -> Step:
    """A page of rows; with the usual ways on, unless one of the rows is to be chosen."""
    each = node.several.each or node.found.say or {}
    says = (*_first_words(node, visit, page), *told(visit, page, say_rows(node, visit, each, page.rows)))
    says = says if page.choosing else (*says, *ways_on(visit))
    return Step(wait_for_key(visit, _ways_of(node, visit, page), stage=page.stage), says, rows=page.rows)


def _first_words(node: EnquirySettings, visit: Visit, page: Page) -> tuple[Prompt, ...]:
    old = () if page.first else before_the_answer(node.stale, visit, node.table, page.rows)
    if node.several.say and not page.first and page.total <= MOST_LISTED:
        count = {"count": Value(str(page.total), "number")}
        as_of = of_row(visit.edition.tables[node.table], page.rows[0])
        return (*old, visit.say(node.several.say, count | as_of))
    return (*old, *how_many(visit, page))


def _hear_page(node: EnquirySettings, visit: Visit, heard: Heard, page: Page) -> Step:
    if not page.choosing and asks_nothing_more(visit, heard):
        return hear_way_on(visit, heard)
    offer = _page_told(node, visit, page)
    step = hear_choice(visit, heard, _ways_of(node, visit, page), offer.says, stage=page.stage)
    return replace(offer, events=step.events) if step.next == Go("repeat") else step


def _ways_of(node: EnquirySettings, visit: Visit, page: Page) -> Ways:
    return ways(page, partial(_choose, node, visit), partial(_turn_to, node, visit, page))


def _choose(node: EnquirySettings, visit: Visit, key: str, row: Row) -> Step:
    """Go on with the row that stood on a key."""
    choose = node.several.choose or Keeping()
    to = choose.then or ""
    says = (say_row(node, visit, choose.say, row),) if choose.say else ()
    kept = kept_of(node, visit, row, choose.keeps)
    return Step(Go(to), says, (KeyPressed(visit.here, key, to),), kept, rows=())


def _turn_to(node: EnquirySettings, visit: Visit, page: Page, first: int) -> Step:
    """The next page, at once or after the words for those who wait."""
    pressed = KeyPressed(visit.here, page.key_for_more, visit.here)
    step = node.wait.first(visit, str(first)) if node.wait else turn_to(node, visit, first)
    return replace(step, events=(pressed, *step.events))


def turn_to(node: EnquirySettings, visit: Visit, first: int) -> Step:
    """The page behind the `first` rows, of the rows as they are by now."""
    sought = sought_by(visit, node.enquiry)
    rows = visit.ports.enquiries.look_up(node.table, sought, node.wanted) if sought else Rows(())
    if isinstance(rows, Unavailable):
        return not_available(node, visit)
    return _came_of(node, visit, dated(node, visit, rows.rows), first)

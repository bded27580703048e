"""A good menu broken at random: whatever still passes the check drops no caller who presses anything at any time."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.authoring.checking.loading import check_files, edition_from_bundle
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.authoring.walking.acts import acts_at
from ivr.authoring.walking.helping import helps
from ivr.authoring.walking.moments import moments_of
from ivr.authoring.walking.world import LOOK_UPS, World
from ivr.engine.edition import Edition
from ivr.engine.heard import Ringing, hung_up
from ivr.engine.instructions import HangUp
from ivr.engine.turn import Turn, begin, take_turn

MENU, FLOWS = "menus/transport/menu.yaml", "flows.yaml"
NODES = "main|goodbye|officer|leave_message|licence|birth|status|which_office|opening_hours"
PLACES = ("main", "goodbye", "officer", "leave_message", "licence", "status", "opening_hours", "back", "which_office")
LEADING = re.compile(rf"(?<=(?:to|en|es|ed|ne|le|st): )(?:{NODES})\b")
CALLS, TURNS = 12, 60


def broken_at_random(files: SiteFiles, chance: random.Random) -> SiteFiles:
    """Two or so of the destinations in the menu led elsewhere, or lines taken out."""
    menus = {path: text.decode() for path, text in files.menus.items()}
    for _ in range(chance.randint(1, 3)):
        path = chance.choice((MENU, MENU, MENU, FLOWS))
        found = list(LEADING.finditer(menus[path]))
        lines = menus[path].splitlines(keepends=True)
        if found and chance.random() < 0.8:
            spot = chance.choice(found)
            menus[path] = menus[path][: spot.start()] + chance.choice(PLACES) + menus[path][spot.end() :]
        else:
            lines.pop(chance.randrange(len(lines)))
            menus[path] = "".join(lines)
    return replace(files, menus={path: text.encode() for path, text in menus.items()})


def _ring(edition: Edition, chance: random.Random) -> bool:
    """One call of somebody who does anything; whether it was helped, or never came to an end by itself."""
    moments = moments_of(edition)
    world = World(edition, chance.choice(moments.at))
    call = begin(edition, chance.choice(list(edition.hotlines.values())), "CA1", "+85255501234", world.ports)
    heard, helped = Ringing(), False
    for _ in range(TURNS):
        world = World(edition, world.at + timedelta(seconds=1), tuple(chance.choices(LOOK_UPS, k=4)))
        turn = take_turn(edition, call, heard, world.ports)
        opens = frozenset(name for name, signs in moments.signs.items() if any(sign[2] for sign in signs))
        helped = helped or helps(edition, turn, opens=opens)
        closing, call = turn.instructions[-1], turn.call
        if isinstance(closing, HangUp):
            return helped
        acts = list(acts_at(edition, closing, edition.nodes[call.node], (world.at.date(),), "1234567890*#"))
        heard = chance.choice(acts).heard
        if hung_up(heard):
            return True
    return _let_go(edition, turn, world, opens, helped=helped)


def _let_go(edition: Edition, turn: Turn, world: World, opens: frozenset[str], *, helped: bool) -> bool:
    """Whether a caller who does nothing any more, whom nobody answers, is let go soon, and helped by then."""
    for _ in range(TURNS):
        closing, node = turn.instructions[-1], edition.nodes[turn.call.node]
        nothing = next(acts_at(edition, closing, node, (world.at.date(),), ""), None)
        if nothing is None:
            return helped
        turn = take_turn(edition, turn.call, nothing.heard, world.ports)
        helped = helped or helps(edition, turn, opens=opens)
    return False


@pytest.fixture(scope="module")
def seen() -> list[bool]:
    return []


@settings(
    max_examples=150,
    database=None,
    derandomize=True,
)
@given(seed=st.integers(0, 10**9))
def test_what_passes_the_check_drops_nobody(seed: int, good_files: SiteFiles, seen: list[bool]) -> None:
    chance = random.Random(seed)  # noqa: S311 - it only chooses what to break
    edition = check_files(broken_at_random(good_files, chance)).edition
    seen.append(edition is not None)
    if edition is not None:
        assert all(_ring(edition, chance) for _ in range(CALLS))


def test_enough_broken_menus_passed_and_failed(seen: list[bool]) -> None:
    assert seen.count(True) >= 10
    assert seen.count(False) >= 30


def test_the_random_caller_does_meet_what_the_walk_refuses(
    with_edits: Callable[..., SiteFiles],
) -> None:
    files = with_edits([(MENU, "unanswered: leave_message", "unanswered: goodbye")])
    edition, chance = edition_from_bundle(bundle(files)), random.Random(1)  # noqa: S311 - it only chooses keys
    assert not all(_ring(edition, chance) for _ in range(100))

"""Callers who do anything at any time: the sample site answers well-formed TwiML and ends every call in time.

They ring over the WSGI line with the telephone's own checks, which refuse whatever a carrier would refuse or warn of.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ivr.authoring.grammar.calls import OUTCOMES
from ivr.phone.line import Line
from ivr.phone.origins import ORIGINS
from ivr.phone.state import Habits, Heard, new_call
from ivr.phone.telephone import Telephone
from ivr.practice.hotline import Practice

NUMBERS = ("+85222200100", "+85222200101", "+85222200102", "+85222200103")
YEAR_START = datetime(2026, 11, 1, tzinfo=ZoneInfo("Asia/Hong_Kong"))
MOST_TURNS = 200
LONGEST = timedelta(minutes=60)
STEP = timedelta(minutes=15)  # no turn counts for more
UNFILLED = re.compile(r"[{}]|\bNone\b|\bNaN\b|Undefined|\$\{|%\(|<[a-z]|\bError\b")
KNOWN = ("12345674", "01011980", "00100230", "30091975", "0045001237", "0417", "00261145", "1", "2", "3", "9")
KEYS = st.one_of(
    st.sampled_from("0123456789*#"), st.sampled_from(KNOWN), st.text("0123456789*#", min_size=1, max_size=12)
)
WORDS = st.one_of(st.sampled_from(["licence fees", "水費", "職員", "报告水管爆裂"]), st.text(max_size=30))


class Caller(RuleBasedStateMachine):
    """One call after another act of its caller, its officers and the database."""

    hotline: Practice
    line: Line
    words: dict[str, str]
    ended = 0
    turned = 0

    @initialize(
        number=st.sampled_from(NUMBERS),
        origin=st.sampled_from(sorted(ORIGINS)),
        minutes=st.integers(0, 90 * 24 * 60),
        habits=st.builds(Habits, buffers_keys=st.booleans(), omits_empty_digits=st.booleans()),
        language=st.sampled_from("123"),
        limited=st.booleans(),
    )
    def ring(self, number: str, origin: str, minutes: int, habits: Habits, language: str, limited: bool) -> None:
        self.hotline.begin_afresh()
        self.hotline.limits.limited = limited
        self.hotline.clock.at = self.began = YEAR_START + timedelta(minutes=minutes)
        self.telephone = Telephone(self.line, new_call(number, ORIGINS[origin](), habits), self.words)
        self._hear(self.telephone.ring())
        self._hear(self.telephone.press(language))

    @precondition(lambda self: self.telephone.waits in ("keys", "recording"))
    @rule(keys=KEYS)
    def press(self, keys: str) -> None:
        self._hear(self.telephone.press(keys))

    @precondition(lambda self: self.telephone.waits != "ended")
    @rule()
    def stay_silent(self) -> None:
        self._hear(self.telephone.stay_silent())

    @precondition(lambda self: self.telephone.waits == "keys")
    @rule(words=WORDS, confidence=st.one_of(st.none(), st.floats(0, 1)))
    def speak(self, words: str, confidence: float | None) -> None:
        self._hear(self.telephone.say_words(words, confidence))

    @precondition(lambda self: self.telephone.waits == "recording")
    @rule(seconds=st.integers(0, 400), key=st.sampled_from(["#", ""]))
    def record(self, seconds: int, key: str) -> None:
        self._hear(self.telephone.record(seconds, key))

    @precondition(lambda self: self.telephone.waits == "officers")
    @rule(outcome=st.sampled_from(OUTCOMES))
    def officers(self, outcome: str) -> None:
        self._hear(self.telephone.officers(outcome))

    @rule(away=st.booleans())
    def the_database_goes_or_comes(self, away: bool) -> None:
        self.hotline.pretend_away(away)

    @precondition(lambda self: self.telephone.waits != "ended")
    @rule(minutes=st.integers(1, 30))
    def time_passes(self, minutes: int) -> None:
        assert self.hotline.clock.at
        self.hotline.clock.at += timedelta(minutes=minutes)

    @invariant()
    def nobody_waits_for_nothing(self) -> None:
        assert self.telephone.waits in ("keys", "recording", "officers", "ended")

    def teardown(self) -> None:
        """Whatever was done before, a caller who does nothing any more is let go within the bounds."""
        if not hasattr(self, "telephone"):
            return
        self.hotline.limits.limited = False
        for _ in range(MOST_TURNS):
            if self.telephone.waits == "ended":
                break
            self._hear(self.telephone.stay_silent())
        assert self.telephone.waits == "ended"
        type(self).ended += 1

    def _hear(self, heard: tuple[Heard, ...]) -> None:
        type(self).turned += 1
        for one in heard:
            assert one.text.strip(), one
            assert not UNFILLED.search(one.text), one.text


@pytest.fixture
def callers(hotline: Practice) -> type[Caller]:
    return type("Callers", (Caller,), {"hotline": hotline, "line": hotline.line(), "words": hotline.words()})


def test_any_caller_is_understood_and_let_go_in_time(callers: type[Caller]) -> None:
    run_state_machine_as_test(
        callers,
        settings=settings(
            max_examples=200,
            stateful_step_count=25,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        ),
    )
    assert callers.ended > 100
    assert callers.turned > 1000


def test_a_caller_who_never_stops_is_let_go_after_two_hundred_turns(hotline: Practice) -> None:
    hotline.clock.at = YEAR_START
    hotline.pretend_away(False)
    telephone = Telephone(hotline.line(), new_call(NUMBERS[1]))
    telephone.ring()
    telephone.press("3")
    turns = 2
    while telephone.waits != "ended":
        telephone.press("#")
        turns += 1
        assert turns <= MOST_TURNS + 1
    assert turns >= MOST_TURNS


def test_a_caller_who_never_stops_is_let_go_after_an_hour(hotline: Practice) -> None:
    hotline.clock.at = YEAR_START
    hotline.pretend_away(False)
    telephone = Telephone(hotline.line(), new_call(NUMBERS[1]))
    telephone.ring()
    telephone.press("3")
    for _ in range(LONGEST // STEP):
        hotline.clock.at += STEP
        telephone.press("#")
        assert telephone.waits == "keys"
    hotline.clock.at += timedelta(seconds=1)
    (said,) = telephone.press("#")
    assert said.text.startswith("This call has lasted as long as a call may.")
    assert telephone.waits == "ended"

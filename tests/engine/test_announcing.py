"""Closures and notices: told before the language choice, nobody twice; offices closed by them, emergencies not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from small_hotline import MONDAY_MORNING, OFFICE, PHRASES, TITLE, Caller, World, edition_of

from ivr.engine.announcing import announcement
from ivr.engine.call import Call, call_from_json, call_to_json
from ivr.engine.edition import Language, Officers
from ivr.engine.events import ClosureAnnounced, HoursChecked, TransferEnded
from ivr.engine.instructions import Say, Transfer
from ivr.engine.ports import ClosureInForce, Ports
from ivr.engine.turn import begin
from ivr.hours import Calendar, Period

HOUR = timedelta(hours=1)
ALL_DAY = Period(datetime.min.time(), datetime.min.time())
ALL_WEEK = Calendar("all_week", "Asia/Hong_Kong", ((ALL_DAY,),) * 7, None)
ALWAYS = replace(ALL_WEEK, name="always", always=True)
MENU = """
main:
  kind: menu
  choices:
    1: {label: {en: hours}, to: hours}
    2: {label: {en: the crew}, to: crew}
    3: {label: {en: cost}, to: cost}
    4: {label: {en: the ward}, to: ward}
hours: {kind: hours, calendar: office}
crew: {kind: transfer, to: crew, unanswered: goodbye}
ward: {kind: transfer, to: ward, unanswered: goodbye}
cost: {kind: answer, say: {en: It is free.}}
"""
FALLING_BACK = {**PHRASES, "qhk": PHRASES["yue"]}
TYPHOON = "Because of typhoon signal number eight, our offices are closed."


@dataclass
class ClosingWorld(World):
    """A world in which something is in force."""

    standing: list[ClosureInForce] = field(default_factory=list)
    asked: int = 0

    def in_force(self, hotline: str, at: datetime) -> tuple[ClosureInForce, ...]:
        self.asked += 1
        return tuple(each for each in self.standing if each.begins <= at < each.ends)

    @property
    def ports(self) -> Ports:
        return Ports(self, self, self, self)


def closure(number: str, reason: str, words: Mapping[str, str] | None = None, begun: float = 1) -> ClosureInForce:
    return ClosureInForce(
        number, reason, words or {}, MONDAY_MORNING - begun * HOUR, MONDAY_MORNING + timedelta(hours=3)
    )


def officers() -> dict[str, Officers]:
    desk = Officers("desk", TITLE, ("+85222200011",), False, 20, "office")
    ward, crew = replace(desk, name="ward", hours="all_week"), replace(desk, name="crew", hours="always")
    return {"desk": desk, "crew": crew, "ward": ward}


@pytest.fixture
def ring_closed(three_languages: dict[str, Language]) -> Callable[..., Caller]:
    """Ring a hotline on which `standing` is in force, in three languages unless told otherwise."""

    def ring(*standing: ClosureInForce, one_language: bool = False) -> Caller:
        world = ClosingWorld(standing=list(standing))
        languages = {} if one_language else {"languages": three_languages}
        calendars = {"office": OFFICE, "always": ALWAYS, "all_week": ALL_WEEK}
        edition = edition_of(MENU, calendars=calendars, officers=officers(), **languages)
        call = begin(edition, edition.hotline("works"), "CA1", "+85255501234", world.ports)
        phone = Caller(edition, world, call)
        phone.ring()
        return phone

    return ring


def says(phone: Caller) -> list[tuple[str, str]]:
    return [(prompt.language, prompt.text) for prompt in phone.prompts if isinstance(prompt, Say)]


def test_a_closure_is_told_in_every_language_before_the_choice(ring_closed):
    phone = ring_closed(closure("1", "typhoon", {"en": "Stay at home.", "yue": "留喺屋企。", "cmn": "留在家里。"}))
    heard = says(phone)
    assert [language for language, _ in heard] == ["yue", "cmn", "en", "yue", "cmn", "en"]
    assert heard[0][1] == "因為八號風球，我哋嘅辦事處暫停開放。"
    assert heard[2][1] == TYPHOON
    assert "Stay at home." not in phone.words
    assert phone.happened(ClosureAnnounced) == [ClosureAnnounced("", "1", "typhoon")]


def test_own_words_follow_once_the_language_is_chosen_and_the_reason_is_not_told_again(ring_closed):
    phone = ring_closed(closure("1", "typhoon", {"en": "Stay at home.", "yue": "留喺屋企。", "cmn": "留在家里。"}))
    assert phone.press("3").startswith("Welcome to Drainage. Stay at home. For hours")
    assert TYPHOON not in phone.words
    assert "Stay at home." not in phone.press("3")


def test_one_language_hears_all_at_once(ring_closed):
    phone = ring_closed(closure("1", "power", {"en": "Candles are lit."}), one_language=True)
    assert phone.words.startswith("Because of a power failure, our offices are closed. Candles are lit. For hours")
    assert "power failure" not in phone.press("3")


def test_a_notice_is_told_and_closes_nothing(ring_closed):
    phone = ring_closed(closure("7", "", {"yue": "有水。", "cmn": "有水了。", "en": "Water is back."}))
    assert [text for _, text in says(phone)[:3]] == ["有水。", "有水了。", "Water is back."]
    phone.press("3")
    assert "Water is back." not in phone.words
    assert phone.press("1").startswith("We are open now")


def test_hours_tell_the_reason_of_a_closure_and_when_the_office_opens(ring_closed):
    phone = ring_closed(closure("1", "typhoon"))
    phone.press("3")
    assert phone.press("1").startswith(
        "We are closed for typhoon signal number eight. Our next opening time is one o'clock in the afternoon."
    )
    assert phone.happened(HoursChecked)[-1].why == "closure"


def test_officers_are_not_rung_in_a_closure_and_the_caller_is_told_why(ring_closed):
    phone = ring_closed(closure("1", "rainstorm"))
    phone.press("3")
    assert "We are closed for the black rainstorm warning." in phone.press("0")
    assert phone.happened(TransferEnded)[-1].outcome == "closed"


def test_officers_who_are_always_there_are_reached_in_a_closure(ring_closed):
    phone = ring_closed(closure("1", "typhoon"))
    phone.press("3")
    phone.press("2")
    assert isinstance(phone.closing, Transfer)


def test_officers_who_are_there_all_day_on_every_day_are_not_rung_in_a_closure(ring_closed):
    phone = ring_closed(closure("1", "typhoon"))
    phone.press("3")
    assert "We are closed for typhoon signal number eight." in phone.press("4")
    assert not isinstance(phone.closing, Transfer)


def test_a_caller_in_the_middle_of_a_call_is_told_at_the_next_turn_once(ring_closed):
    phone = ring_closed()
    phone.press("3")
    phone.world.standing.append(closure("1", "typhoon"))
    assert phone.press("3").startswith(f"{TYPHOON} It is free.")
    assert TYPHOON not in phone.press("#")
    assert len(phone.happened(ClosureAnnounced)) == 1


def test_a_closure_ends_by_itself_in_the_middle_of_a_call(ring_closed):
    phone = ring_closed(closure("1", "typhoon"))
    phone.press("3")
    phone.world.at = MONDAY_MORNING + timedelta(hours=3)
    assert phone.press("1").startswith("We are open now")


def test_of_closures_that_overlap_the_one_that_began_last_is_told_and_none_ends_the_other(ring_closed):
    last = replace(closure("2", "power", begun=0.5), ends=MONDAY_MORNING + timedelta(minutes=30))
    phone = ring_closed(closure("1", "typhoon"), last)
    assert "power failure" in phone.words
    assert "typhoon" not in phone.words
    phone.press("3")
    assert phone.press("1").startswith(
        "We are closed for a power failure. Our next opening time is one o'clock in the afternoon."
    )
    assert "typhoon" not in phone.words


def test_the_world_is_asked_once_a_turn(ring_closed):
    phone = ring_closed(closure("1", "typhoon"))
    phone.press("3")
    phone.press("1")
    assert phone.world.asked == len(phone.turns)


def test_the_call_remembers_what_it_was_told(ring_closed):
    phone = ring_closed(closure("1", "typhoon"), closure("2", "", {"en": "Hello."}))
    assert phone.call.announced == ("1", "2")
    assert call_from_json(call_to_json(phone.call)) == phone.call


@pytest.mark.parametrize("fewer", [1, 2, 3])
def test_a_call_that_began_before_there_were_the_last_fields_is_read(fewer):
    call = Call("CA1", "works", "e1", "", "", 0, fields={"works/a": "1"}, trail=("works/main",))
    assert call_from_json(call_to_json(call)[:-fewer]) == call


def test_an_edition_older_than_the_phrases_says_at_least_that_it_is_closed(three_languages):
    edition = edition_of(MENU, languages=three_languages, calendars={}, officers={})
    old = {code: {"closed_now": phrases["closed_now"]} for code, phrases in edition.phrases.items()}
    said = announcement(replace(edition, phrases=old), "en", [closure("1", "typhoon")])
    assert [each.text for each in said.first] == ["We are closed now."]


def hakka(three_languages: Mapping[str, Language]) -> dict[str, Language]:
    """A site whose second language CLDR does not know; its callers understand Cantonese."""
    spoken = replace(three_languages["yue"], code="qhk", key="2", name="客家話", falls_back_to="yue")
    return {"yue": three_languages["yue"], "qhk": spoken}


def test_words_of_a_closure_are_heard_in_the_language_a_caller_falls_back_to(three_languages) -> None:
    edition = replace(edition_of(MENU), languages=hakka(three_languages), phrases=FALLING_BACK)
    storm = closure("1", "typhoon", {"yue": "請留喺安全嘅地方。"})
    assert announcement(edition, "qhk", [storm]).then == (Say("請留喺安全嘅地方。", "yue"),)
    notice = closure("2", "", {"yue": "今日停水。"})
    assert announcement(edition, "qhk", [notice]).first == (Say("今日停水。", "yue"),)


def test_nothing_is_said_twice_where_all_languages_are_heard(three_languages) -> None:
    world = ClosingWorld(standing=[closure("2", "", {"yue": "今日停水。"})])
    edition = replace(edition_of(MENU), languages=hakka(three_languages), phrases=FALLING_BACK)
    caller = Caller(edition, world, begin(edition, edition.hotline("works"), "CA1", "", world.ports))
    assert caller.ring().count("今日停水。") == 1


def test_keys_and_numbers_are_said_as_in_the_language_it_falls_back_to(three_languages) -> None:
    nodes = MENU.replace("{en: hours}", "{yue: 時間, qhk: 時間}")
    edition = replace(edition_of(nodes), languages=hakka(three_languages), phrases=FALLING_BACK)
    caller = Caller(edition, World(), begin(edition, edition.hotline("works"), "CA1", "", World().ports))
    assert "請按二" in caller.ring()
    assert "two" not in caller.words
    assert "按一" in caller.press("2")
    assert "one" not in caller.words

"""A line without officers: nobody is offered, nobody is rung, and callers hear so."""

from dataclasses import replace

from small_hotline import TITLE, World

from ivr.engine.edition import Hotline, TableShape
from ivr.engine.events import CallEnded, EnquiryMade, NoOfficersTold, RatingOffered, RowFiled, TriesRanOut
from ivr.engine.heard import Recorded
from ivr.engine.instructions import Ask, HangUp, Record, Transfer

MENU = """
main:
  kind: menu
  choices:
    1: {label: {yue: 渠, cmn: 渠, en: drains}, answer: {yue: 通。, cmn: 通。, en: They drain.}}
    2: {label: {yue: 口訊, cmn: 留言, en: a message}, to: word}
word: {kind: message}
"""
NO_OFFICERS = "There are no officers to speak to on this line."
NOBODY = {"yue": "呢度冇人聽。", "cmn": "这里没有人接听。", "en": "Nobody answers here; please write."}


def line(**told: object) -> dict[str, Hotline]:
    return {"+85222200001": Hotline("works", "+85222200001", TITLE, "works/main", officers=False, **told)}


def test_no_officer_is_offered(ring):
    caller = ring(MENU, hotlines=line())
    assert caller.words == "For drains, press one. For a message, press two."
    assert "officer" not in caller.press("1")


def test_zero_says_what_stands_in_the_place_of_officers_and_then_the_menu_again(ring):
    caller = ring(MENU, hotlines=line(instead_of_officers=NOBODY))
    assert caller.press("0") == "Nobody answers here; please write. For drains, press one. For a message, press two."
    assert caller.happened(NoOfficersTold) == [NoOfficersTold("works/main")]
    assert isinstance(caller.closing, Ask)


def test_without_words_of_its_own_a_line_says_the_systems(ring):
    assert ring(MENU, hotlines=line()).press("0").startswith("There are no officers to speak to on this line. For")


def test_too_many_tries_end_politely_and_promise_no_help(ring):
    caller = ring(MENU, hotlines=line(instead_of_officers=NOBODY))
    caller.wait()
    caller.wait()
    told = caller.wait()
    assert told == "I still heard nothing. Nobody answers here; please write. Thank you for calling. Goodbye."
    assert isinstance(caller.closing, HangUp)
    assert caller.happened(TriesRanOut)
    assert caller.happened(CallEnded)


def test_zero_before_a_language_is_chosen_is_answered_in_all_and_the_languages_are_offered_again(ring, three_languages):
    caller = ring(MENU, hotlines=line(instead_of_officers=NOBODY), languages=three_languages)
    offer = caller.words
    assert caller.press("0") == f"{' '.join(NOBODY.values())} {offer}"


def test_zero_while_a_message_is_recorded_asks_for_it_again(ring):
    caller = ring(MENU, hotlines=line(instead_of_officers=NOBODY))
    asked = caller.press("2")
    told = caller.hears(Recorded("RE1", "https://carrier.example/RE1", 3, key="0"))
    assert told == f"What you recorded was not kept. Nobody answers here; please write. {asked}"
    assert isinstance(caller.closing, Record)


def test_a_line_with_officers_offers_them_in_the_menu_that_a_line_without_does_not(ring):
    both = line(instead_of_officers=NOBODY) | {"+85222200002": Hotline("staffed", "+85222200002", TITLE, "works/main")}
    caller = ring(MENU, hotlines=both)
    assert "officer" not in caller.press("#")
    caller.call = replace(caller.call, hotline="staffed")
    assert "To speak to an officer, press zero." in caller.press("#")
    caller.press("0")
    assert isinstance(caller.closing, Transfer)


CLAIMS = """
main:
  kind: menu
  choices:
    1: {label: {en: a claim}, to: enter}
    2: {label: {en: an officer}, to: officer}
    3: {label: {en: a case}, to: case}
    4: {label: {en: a rating}, to: opinion}
enter: {kind: submit, into: claims, file: {by: caller}, done: {say: {en: "Your number is {entry}."}}}
case:
  kind: enquiry
  from: cases
  match: {}
  found: {say: {en: "It is {state}."}}
  unavailable: officer
opinion: {kind: rating, questions: {content: {ask: {en: "Content?"}, scale: 0-9}}}
"""


def claims(a_table) -> dict[str, TableShape]:
    return {**a_table("claims", by="phone"), **a_table("cases", state="text")}


def test_zero_after_a_row_was_filed_files_no_second_one(ring, a_table):
    caller = ring(CLAIMS, hotlines=line(), tables=claims(a_table))
    filed = caller.press("1")
    assert caller.press("0") == f"{NO_OFFICERS} {filed}"
    assert len(caller.world.rows["works/claims"]) == 1
    assert len(caller.happened(RowFiled)) == 1


def test_zero_after_a_row_was_told_looks_up_no_second_time(ring, a_table):
    caller = ring(CLAIMS, World(rows={"works/cases": [{"state": "open"}]}), hotlines=line(), tables=claims(a_table))
    told = caller.press("3")
    assert caller.press("0") == f"{NO_OFFICERS} {told}"
    assert len(caller.happened(EnquiryMade)) == 1


def test_zero_where_a_rating_is_offered_offers_it_again(ring, a_table):
    caller = ring(CLAIMS, hotlines=line(), tables=claims(a_table))
    offered = caller.press("4")
    assert caller.press("0") == f"{NO_OFFICERS} {offered}"
    assert len(caller.happened(RatingOffered)) == 1


def test_no_officer_is_rung_by_a_choice_that_an_editor_wrote(ring, a_table):
    caller = ring(CLAIMS, hotlines=line(), tables=claims(a_table))
    offer = caller.words
    assert caller.press("2") == f"{NO_OFFICERS} {offer}"


def test_nor_by_what_an_editor_wrote_for_a_table_that_is_away(ring, a_table):
    caller = ring(CLAIMS, World(away=True), hotlines=line(), tables=claims(a_table))
    told = caller.press("3")
    assert f"{NO_OFFICERS} Thank you for calling." in told
    assert isinstance(caller.closing, HangUp)


def test_nor_after_too_many_tries_at_a_node_that_says_so(ring):
    caller = ring("main: {kind: answer, say: {en: It is free.}, tries: {silence: 1, then: officer}}", hotlines=line())
    assert caller.wait().startswith(NO_OFFICERS)
    assert isinstance(caller.closing, HangUp)

"""Callers who speak: keys by their names, choices by their words, what is asked back, and what chooses nothing."""

import pytest
from small_hotline import PHRASES

from ivr.authoring.grammar.phrases import HEARD
from ivr.engine.call import Call, call_from_json, call_to_json
from ivr.engine.edition import Language
from ivr.engine.events import (
    AnswerGiven,
    CallBackChosen,
    FieldKept,
    KeyPressed,
    SilenceHeard,
    WordsHeard,
    WrongKeyPressed,
)
from ivr.engine.heard import Words
from ivr.engine.instructions import Record, Transfer
from ivr.engine.meaning import TO_ASK
from ivr.words.hearing import words_of

MENU = """
main:
  kind: menu
  choices:
    1: {label: {en: a burst main, yue: 水管爆裂, cmn: 水管爆裂}, to: burst}
    2: {label: {en: fees, yue: 費用, cmn: 费用}, also: {en: [what it costs], yue: [幾錢]}, answer: {en: It is free.}}
    3: {label: {en: a fault that is not urgent, yue: 非緊急故障, cmn: 非紧急故障}, to: burst}
    4: {label: {en: opening hours of the yard, yue: 倉庫辦公時間, cmn: 仓库办公时间}, to: burst}
    5: {label: {en: opening hours of the desk, yue: 櫃位辦公時間, cmn: 柜台办公时间}, to: burst}
burst: {kind: answer, say: {en: We are on our way., yue: 我哋嚟緊。, cmn: 我们马上来。}}
ask: {kind: ask, say: {en: Your number.}, digits: 4, keep: number, then: burst}
note: {kind: message}
tell: {kind: feedback}
"""
READ_BACK = "Do you mean fees? If so, say yes or press one. If not, say no or press two."


LISTENING = {"en": Language("en", "1", "English", "en-GB", "Polly.Amy", "en-GB")}


@pytest.fixture
def caller(ring):
    return ring(MENU, languages=LISTENING)


@pytest.mark.parametrize("said", ["two", "2", "Press two.", "number 2, please", "#2", "I'd like option two", "No. 2"])
def test_a_key_is_chosen_by_its_name(caller, said):
    caller.hears(Words(said))
    assert WordsHeard("works/main", said, "works/main.2") in caller.events


@pytest.mark.parametrize(
    "said",
    [
        "one moment",
        "I have two questions",
        "twenty two",
        "2 2",
        "the one",
        "half past two",
        "二十二",
        "one of the two",
        "I'd like one",
    ],
)
def test_a_number_among_other_words_is_no_key(caller, said):
    caller.hears(Words(said))
    assert WordsHeard("works/main", said, "") in caller.events


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("Fees", "works/main.2"),
        ("I would like to know about the fee, please", "works/main.2"),
        ("what it costs", "works/main.2"),
        ("burst mains", "works/burst"),
        ("desk opening hours", "works/burst"),
        ("a fault that is not urgent", "works/burst"),
        ("two fees", "works/main.2"),
        ("operator", "officer"),
        ("can I speak to an officer please", "officer"),
        ("zero", "officer"),
        ("say that again", "repeat"),
        ("hash", "repeat"),
        ("main menu", "main"),
    ],
)
def test_words_with_nothing_but_small_talk_round_them_choose(caller, said, to):
    caller.hears(Words(said))
    assert WordsHeard("works/main", said, to) in caller.events


@pytest.mark.parametrize(
    "said",
    [
        "not fees",
        "I don't want fees",
        "not a fault that is not urgent",
        "anything but fees",
        "fees or a burst main",
        "one, no, two",
        "opening hours",
        "coffees",
        "call me back",
        "I want to return",
        "urgent",
        "not urgent",
        "",
        "\u202e\x00",
    ],
)
def test_a_refusal_two_choices_or_parts_of_words_choose_nothing(caller, said):
    caller.hears(Words(said))
    assert caller.words.startswith("Sorry, I did not catch which one you want.")
    assert not caller.happened(AnswerGiven)


@pytest.mark.parametrize("said", ["the burst", "my neighbour told me of fees"])
def test_what_is_not_certain_is_asked_back(caller, said):
    assert caller.hears(Words(said)).startswith("Do you mean ")
    assert caller.events == ()


@pytest.mark.parametrize(
    ("language", "said", "to"),
    [
        ("yue", "二", "works/main.2"),
        ("yue", "按兩", "works/main.2"),
        ("yue", "二號唔該", "works/main.2"),
        ("yue", "唔好意思，我想問費用", "works/main.2"),
        ("yue", "我想知费用系几多", "works/main.2"),
        ("yue", "费用", "works/main.2"),
        ("yue", "幾錢", "works/main.2"),
        ("yue", "非紧急故障", "works/burst"),
        ("yue", "職员", "officer"),
        ("yue", "唔係費用", ""),
        ("yue", "唔要", ""),
        ("yue", "免費用品", ""),
        ("yue", "等一陣", ""),
        ("yue", "第二個", ""),
        ("cmn", "費用", "works/main.2"),
        ("cmn", "我想查询费用", "works/main.2"),
        ("cmn", "不要费用", ""),
        ("cmn", "不是", ""),
        ("cmn", "人工服務", "officer"),
        ("cmn", "零", "officer"),
    ],
)
def test_chinese_is_understood_in_either_script_and_never_inside_other_words(ring, three_languages, language, said, to):
    caller = ring(MENU, languages=three_languages)
    caller.press(three_languages[language].key)
    caller.hears(Words(said))
    assert WordsHeard("works/main", said, to) in caller.events


@pytest.mark.parametrize(("confidence", "asked"), [(None, False), (0.7, False), (0.69, True), (0.4, True)])
def test_below_a_sure_confidence_the_choice_is_read_back(caller, confidence, asked):
    assert (caller.hears(Words("fees", confidence)) == READ_BACK) is asked


def test_below_the_floor_nothing_was_heard(caller):
    caller.hears(Words("fees", 0.39))
    assert caller.happened(SilenceHeard)
    assert not caller.happened(WrongKeyPressed)


@pytest.mark.parametrize("agrees", ["1", "yes", "yes please", "that's right", "one"])
def test_a_choice_read_back_is_taken_when_the_caller_agrees(caller, agrees):
    caller.hears(Words("fees", 0.5))
    caller.press(agrees) if agrees.isdigit() else caller.hears(Words(agrees, 0.5))
    assert caller.words.startswith("It is free.")
    assert WordsHeard("works/main", "fees", "works/main.2") in caller.events


@pytest.mark.parametrize("refuses", ["2", "no", "no thank you", "wrong"])
def test_a_choice_that_the_caller_did_not_mean_counts_as_a_failure(caller, refuses):
    caller.hears(Words("fees", 0.5))
    caller.press(refuses) if refuses.isdigit() else caller.hears(Words(refuses))
    assert caller.words.startswith("Sorry, I did not catch which one you want. For a burst main, press one.")
    assert (caller.call.wrongs, caller.call.meant) == (1, "")


@pytest.mark.parametrize(
    ("key", "hears"), [("3", "We are on our way."), ("*", "For a burst main"), ("0", "Putting you")]
)
def test_another_key_leads_where_it_always_does_while_a_choice_is_read_back(caller, key, hears):
    caller.hears(Words("fees", 0.5))
    assert caller.press(key).startswith(hears)


def test_another_choice_said_while_one_is_read_back_is_taken(caller):
    caller.hears(Words("fees", 0.5))
    assert caller.hears(Words("a burst main")).startswith("We are on our way.")


def test_a_caller_who_is_never_understood_comes_to_an_officer(caller):
    for _ in range(3):
        caller.hears(Words("fees", 0.5))
        caller.hears(Words("fees", 0.5))
    assert isinstance(caller.closing, Transfer)


def test_a_caller_who_says_no_again_and_again_comes_to_an_officer(caller):
    for _ in range(3):
        caller.hears(Words("fees", 0.5))
        caller.press("2")
    assert isinstance(caller.closing, Transfer)


def test_silence_after_a_choice_read_back_is_silence(caller):
    caller.hears(Words("fees", 0.5))
    assert caller.wait().startswith("I did not hear a key. For a burst main")
    assert caller.call.meant == ""


def test_a_read_back_is_in_the_language_of_the_caller(ring, three_languages):
    caller = ring(MENU, languages=three_languages)
    caller.press(three_languages["yue"].key)
    assert caller.hears(Words("費用", 0.5)).startswith("你係咪想揀費用？")
    assert caller.hears(Words("係呀")).startswith("It is free.")
    caller.press("*")
    caller.hears(Words("費用", 0.5))
    assert caller.hears(Words("唔係")).startswith("對唔住，聽唔清楚你想揀邊一項。")


def test_a_key_without_words_is_read_back_by_what_it_does(caller):
    assert caller.hears(Words("zero", 0.5)).startswith("Do you mean an officer?")


def test_wherever_one_key_is_asked_for_it_may_be_said(ring):
    caller = ring(MENU.replace("to: burst}", "to: ask}", 1))
    caller.hears(Words("one"))
    caller.press("1234")
    assert caller.hears(Words("say that again")).startswith("You keyed one two three four.")
    assert caller.hears(Words("No, that's wrong")).startswith("Your number.")
    caller.press("1234")
    assert caller.hears(Words("yes")).startswith("We are on our way.")
    assert FieldKept("works/ask", "number", "1234") in caller.events
    assert caller.hears(Words("repeat")).startswith("We are on our way.")


def test_a_kind_of_feedback_and_a_call_back_may_be_said(ring):
    caller = ring(MENU.replace("to: burst}", "to: tell}", 1))
    caller.hears(Words("a burst main"))
    assert caller.hears(Words("I'd like to make a complaint")).startswith("Your message is recorded")
    assert isinstance(caller.closing, Record)
    caller.record(5)
    assert caller.hears(Words("three")).startswith("To be called back")
    caller.hears(Words("three"))
    assert CallBackChosen("works/tell", 4, "") in caller.events


def test_an_own_choice_that_leads_to_an_officer_may_be_called_so(ring):
    caller = ring(MENU.replace("to: burst}", "to: officer}", 1).replace("a burst main", "staff"))
    caller.hears(Words("staff"))
    assert isinstance(caller.closing, Transfer)


def test_callers_are_told_once_that_they_may_speak(ring):
    more = "more: {kind: menu, choices: {1: {label: {en: x}, to: burst}}}"
    caller = ring(MENU.replace("to: burst}", "to: more}", 1) + more, languages=LISTENING)
    assert caller.words.endswith("You may also say what you want.")
    assert "You may also say" not in caller.press("1")


def test_what_may_be_said_is_told_to_the_recogniser(caller):
    assert {"a burst main", "fees", "what it costs", "one", "operator", "zero"} <= set(caller.closing.hints)
    assert caller.closing.hints[0] == "a burst main"


def test_an_edition_older_than_the_words_for_speech_understands_and_asks_nothing_back(ring):
    new = ("did_you_mean", "which_one", "may_speak", *HEARD)
    old = {code: {name: text for name, text in PHRASES[code].items() if name not in new} for code in PHRASES}
    caller = ring(MENU, languages=LISTENING, phrases=old)
    assert caller.hears(Words("fees", 0.5)).startswith("That is not one of the choices.")
    assert caller.hears(Words("fees")).startswith("It is free.")


def test_a_call_that_began_before_there_were_read_backs_goes_on():
    call = Call("CA1", "works", "e1", "+85255501234", "+85222200101", 0)
    kept = call_to_json(call)
    assert call_from_json(kept) == call_from_json(kept[:-1]) == call_from_json(kept[:-6]) == call
    for wrong in (kept[:-7], [*kept, ""], []):
        with pytest.raises(ValueError, match="a call has"):
            call_from_json(wrong)


def test_a_key_pressed_is_no_words(caller):
    caller.press("2")
    assert KeyPressed("works/main", "2", "works/main.2") in caller.events


def test_the_words_that_ask_are_cut_as_what_is_heard_is_cut():
    assert all(words_of("".join(words)) == words for words in TO_ASK)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", "deux"),
        ("fr", "le deux"),
        ("fr-CA", "le deux"),
        ("es", "el dos"),
        ("pt", "o dois"),
        ("it", "il due"),
        ("de", "die zwei"),
    ],
)
def test_an_article_of_the_language_may_stand_before_a_key(ring, code, said):
    spoken = {code: Language(code, "1", code, code, "", code)}
    caller = ring(MENU, languages=spoken, phrases={**PHRASES, code: PHRASES["en"]})
    caller.hears(Words(said))
    assert WordsHeard("works/main", said, "works/main.2") in caller.events


@pytest.mark.parametrize(("code", "said"), [("fr", "el deux"), ("en", "le two"), ("de", "der zweite")])
def test_an_article_of_another_language_makes_no_key(ring, code, said):
    caller = ring(
        MENU, languages={code: Language(code, "1", code, code, "", code)}, phrases={**PHRASES, code: PHRASES["en"]}
    )
    caller.hears(Words(said))
    assert WordsHeard("works/main", said, "") in caller.events

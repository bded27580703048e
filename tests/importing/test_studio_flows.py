"""What flows as people draw them in Studio become, and what is told of the rest."""

import pytest
import yaml

from tests.importing.flows_of_studio import gather, imported, keys, ring, say, told, widget, words


def nodes(given):
    return yaml.load(given.menu, yaml.BaseLoader)["nodes"]


def test_the_first_transfer_is_no_officer_unless_the_key_0_or_the_operator_led_there():
    found = imported(
        gather("main", "For vans, press 1.", "by key"), keys("by key", "main", k1="vans"), ring("vans"), first="main"
    )
    assert nodes(found)["officer"]["kind"] == "message"
    assert nodes(found)["main"]["choices"]["1"]["to"] == "vans"
    assert "neither the key 0 nor the word operator rings an officer here." in told(found)


@pytest.mark.parametrize("greeting", ["To speak to an operator, press 4.", "For the operator, press 4."])
def test_a_choice_for_the_operator_is_the_officer(greeting):
    found = imported(
        gather("main", greeting + " For vans, press 1.", "by key"),
        keys("by key", "main", k1="vans", k4="desk"),
        ring("vans"),
        ring("desk"),
        first="main",
    )
    assert nodes(found)["officer"]["to"] == "desk"
    assert nodes(found)["main"]["choices"]["4"]["to"] == "officer"


def test_the_officer_stands_behind_what_the_key_0_says_first():
    found = imported(
        gather("main", "For hours, press 1. For the desk, press 0.", "by key"),
        keys("by key", "main", k1="hours", k0="hold"),
        say("hours", "From nine to five."),
        say("hold", "Please hold.", "desk"),
        ring("desk"),
        first="main",
    )
    assert nodes(found)["officer"]["kind"] == "transfer"
    assert nodes(found)["main"]["choices"]["0"]["to"] == "hold"
    assert nodes(found)["hold"]["then"] == "officer"


def test_two_menus_whose_key_0_rings_different_people_keep_both():
    found = imported(
        gather("main", "For vans, press 1. For the desk, press 0.", "by key"),
        keys("by key", "main", k1="vans", k0="desk"),
        gather("vans", "For hours, press 1. For the garage, press 0.", "by key 2"),
        keys("by key 2", "vans", k1="hours", k0="garage"),
        say("hours", "From nine to five."),
        ring("desk"),
        ring("garage"),
        first="main",
    )
    assert nodes(found)["officer"]["to"] == "desk"
    assert nodes(found)["vans"]["choices"]["0"]["to"] == "garage"


def test_an_entry_that_was_not_read_back_is_not_read_back_here():
    found = imported(
        gather("number", "Key in your number.", "thanks", number_of_digits=6), say("thanks", "Thanks."), first="number"
    )
    assert nodes(found)["number"]["confirm"] == "no"


@pytest.mark.parametrize(
    "name", ["A New Flow", "IVR", "My flow 2", "Copy of Drains", "main_ivr", "IVR for creating a Flex Task"]
)
def test_a_name_that_callers_were_never_to_hear_is_no_title(name):
    found = imported(say("hours", "From nine to five."), first="hours", description=name)
    assert "title: {}  # to be written" in found.menu
    assert '"title" is to be written.' in told(found)


@pytest.mark.parametrize("name", ["Food Bank", "The Call Centre", "食物銀行", "Line 7"])
def test_a_name_that_says_who_answers_becomes_the_title(name):
    found = imported(say("hours", "From nine to five."), first="hours", description=name)
    assert f"title: {{en: {name}}}" in found.menu


def test_what_callers_could_say_for_a_key_may_be_said_here():
    found = imported(
        gather("main", "For food boxes, press 1. For opening hours, press 2.", "by key", "by word", "main"),
        keys("by key", "main", "main", k1="food", k2="hours"),
        words(
            "by word",
            "main",
            "main",
            ("contains", "pantry", "food"),
            ("matches_any_of", "one, groceries", "food"),
            ("regex", "(?i).*open.*|when", "hours"),
        ),
        say("food", "Boxes are given out on Mondays."),
        say("hours", "From nine to five."),
        first="main",
    )
    choices = nodes(found)["main"]["choices"]
    assert choices["1"] == {"label": {"en": "food boxes"}, "also": {"en": "pantry, groceries"}, "to": "food"}
    assert choices["2"]["also"] == {"en": "open, when"}
    assert not [each for each in told(found) if "lost behind" in each or "no telephone call" in each]


def test_one_split_may_ask_for_the_key_and_for_the_words():
    asked = "{{widgets.main.%s}}"
    both = widget(
        "both",
        "split-based-on",
        {"input": asked % "Digits"},
        noMatch="main",
        match=[
            ("equal_to", asked % "Digits", "1", "food"),
            ("contains", "{{ widgets.main.SpeechResult | downcase }}", "pantry", "food"),
        ],
    )
    found = imported(
        gather("main", "For food boxes, press 1.", "both", "both"), both, say("food", "On Mondays."), first="main"
    )
    assert nodes(found)["main"]["choices"]["1"]["also"] == {"en": "pantry"}


def test_what_could_only_be_said_gets_a_key():
    found = imported(
        gather("main", "Say food or hours.", "", "by word"),
        words("by word", "main", "", ("contains", "food", "food"), ("contains", "hours", "hours")),
        say("food", "On Mondays."),
        say("hours", "From nine to five."),
        first="main",
    )
    assert nodes(found)["main"]["choices"] == {
        "1": {"label": {"en": "food"}, "to": "food"},
        "2": {"label": {"en": "hours"}, "to": "hours"},
    }


def test_what_is_said_before_a_silence_goes_on_behind_it():
    found = imported(
        gather("hello", "Welcome to the food bank.", "", "", "main"),
        gather("main", "For hours, press 1.", "by key"),
        keys("by key", "main", k1="hours"),
        say("hours", "From nine to five."),
        first="hello",
    )
    assert nodes(found)["hello"] == {"kind": "answer", "say": {"en": "Welcome to the food bank."}, "then": "main_node"}
    assert nodes(found)["main_node"]["choices"]["1"]["to"] == "hours"


def test_a_menu_that_only_silence_led_to_is_offered_where_callers_were_silent():
    found = imported(
        gather("main", "For food boxes, press 1.", "by key", "", "more"),
        keys("by key", "main", "main", k1="food"),
        gather("more", "We also have clothes. For clothes, press 2.", "by key 2", "", "main"),
        keys("by key 2", "more", "main", k2="clothes"),
        say("food", "On Mondays."),
        say("clothes", "On Tuesdays."),
        first="main",
    )
    assert nodes(found)["main"]["say"] == {"en": "We also have clothes."}
    assert [choice["to"] for choice in nodes(found)["main"]["choices"].values()] == ["food", "clothes"]


def test_what_silence_led_to_gets_a_key_whose_label_is_to_be_written():
    found = imported(
        gather("main", "For food boxes, press 1.", "by key", "", "tell us"),
        keys("by key", "main", "sorry", k1="food"),
        say("sorry", "Sorry.", "main"),
        say("food", "On Mondays."),
        say("tell us", "Please leave a message.", "tape"),
        widget("tape", "record-voicemail"),
        first="main",
    )
    assert nodes(found)["main"]["choices"]["2"] == {"label": {}, "to": "tell_us"}
    assert nodes(found)["tell_us"]["kind"] == "message"
    assert any('silence led to "tell us"; key 2 leads there now' in each for each in told(found))


def test_what_a_call_came_to_is_told_as_lost_behind_its_event():
    found = imported(
        gather("number", "Key in your number.", "thanks", "spoke", "silent", number_of_digits=6),
        say("thanks", "Thanks."),
        say("silent", "We heard nothing.", "bye"),
        say("bye", "Goodbye."),
        say("spoke", "You spoke."),
        say("alone", "Nobody hears this."),
        first="number",
    )
    lost = {each.split('"')[1]: each for each in told(found) if "lost behind" in each or "no telephone" in each}
    assert 'lost behind "number", where only silence leads here.' in lost["silent"]
    assert 'lost behind "number", where only silence leads here.' in lost["bye"]
    assert 'lost behind "number", where only what callers say leads here.' in lost["spoke"]
    assert "no telephone call comes to this widget." in lost["alone"]


def test_a_way_back_to_the_same_question_is_no_endless_ask():
    valid = widget(
        "valid",
        "split-based-on",
        {"input": "{{widgets.look up.parsed.ok}}"},
        noMatch="sorry",
        match=[("equal_to", "{{widgets.look up.parsed.ok}}", "true", "thanks")],
    )
    found = imported(
        gather("number", "Key in your number.", "look up", "", "number", number_of_digits=6),
        widget("look up", "make-http-request", success="valid", failed="sorry"),
        valid,
        say("sorry", "That is not right.", "number"),
        say("thanks", "Thanks."),
        first="number",
    )
    assert nodes(found)["number"]["then"] == "thanks"


def test_a_question_that_every_way_leads_back_to_ends_behind_the_silence():
    found = imported(
        gather("number", "Key in your number.", "number", "", "thanks"), say("thanks", "Thanks."), first="number"
    )
    assert nodes(found)["number"]["kind"] == "answer"
    assert nodes(found)["number"]["then"] == "thanks"


@pytest.mark.parametrize("no_match", ["", "look up"])
def test_a_flow_whose_start_cannot_be_carried_goes_on_behind_it(no_match):
    vip = widget(
        "vip", "split-based-on", {"input": "{{trigger.call.From}}"}, noMatch=no_match,
        match=[("equal_to", "{{trigger.call.From}}", "+85222200111", "hours")],
    )  # fmt: skip
    found = imported(vip, widget("look up", "run-function", fail=""), say("hours", "From nine to five."), first="vip")
    assert nodes(found)["hours"]["kind"] == "answer"
    assert "start: hours" in found.menu


def test_a_flow_that_others_run_begins_where_they_run_it():
    found = imported(say("hours", "From nine to five."), first="hours", event="incomingParent")
    assert "start: hours" in found.menu
    assert any("another flow runs this one" in each for each in told(found))


def test_the_language_of_a_widget_is_that_of_its_text():
    found = imported(
        say("hours", "Von neun bis fünf.", "stunden", language="de-DE"),
        say("stunden", "九點至五點。", "last", language="zh-HK"),
        say("last", "Goodbye."),
        first="hours",
    )
    texts = [node["say"] for node in nodes(found).values() if "say" in node]
    assert texts == [{"de": "Von neun bis fünf."}, {"yue": "九點至五點。"}, {"en": "Goodbye."}]


def in_two_languages(*chosen):
    english, spanish = {"language": "en-US", "voice": "Polly.Joanna"}, {"language": "es-MX", "voice": "Polly.Mia"}
    return imported(
        *chosen,
        gather("english", "For hours, press 1. For Spanish, press 2.", "keys", **english),
        keys("keys", "english", k1="hours", k2="first"),
        say("hours", "From nine to five.", **english),
        say("spanish", "De nueve a cinco.", **spanish),
        first="first",
    )


@pytest.mark.parametrize(
    "chosen",
    [
        (
            gather("first", "For English, press 1.", "e", "", "second", language="en-US"),
            keys("e", "first", k1="english"),
            gather("second", "Para español, oprima dos.", "s", "", "first", language="es-MX"),
            keys("s", "second", k2="spanish"),
        ),
        (
            gather("first", "Para español, oprima dos.", "s", "", "english", language="es-MX"),
            keys("s", "first", k2="spanish"),
        ),
    ],
    ids=["a key each", "silence for one"],
)
def test_gathers_that_choose_a_language_become_the_languages_of_the_site(chosen):
    found = in_two_languages(*chosen)
    assert "  en: {key: 1, name: English, say: en-US, voice: Polly.Joanna}\n" in found.flows
    assert "  es: {key: 2, name: español, say: es-MX, voice: Polly.Mia}\n" in found.flows
    start = nodes(found)["first"]
    assert (start["kind"], start["on"], start["cases"]["es"]) == ("switch", "language", "spanish")
    assert nodes(found)[start["cases"]["en"]]["choices"]["2"]["to"] == "language"
    assert nodes(found)["spanish"]["say"] == {"es": "De nueve a cinco."}
    assert not [each for each in told(found) if "lost behind" in each or "no telephone call" in each]


def test_a_menu_in_one_language_chooses_none():
    found = imported(
        gather("main", "For hours, press 1. For food, press 2.", "k", "", "food", language="en-US"),
        keys("k", "main", k1="hours", k2="food"),
        say("hours", "From nine to five.", language="en-US"),
        say("food", "On Mondays.", language="en-US"),
        first="main",
    )
    assert nodes(found)["main"]["kind"] == "menu"
    assert "languages:" not in found.flows

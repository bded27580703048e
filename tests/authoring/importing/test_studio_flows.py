"""What flows as people draw them in Studio become, and what is told of the rest."""

import pytest
import yaml

from tests.authoring.importing.flows_of_studio import gather, imported, keys, ring, say, told


def nodes(given):
    return yaml.load(given.menu, yaml.BaseLoader)["nodes"]


def test_the_first_transfer_is_no_officer_unless_the_key_0_or_the_operator_led_there():
    found = imported(
        gather("main", "For vans, press 1.", "by key"), keys("by key", "main", k1="vans"), ring("vans"), first="main"
    )
    assert nodes(found)["officer"]["kind"] == "message"
    assert nodes(found)["main"]["choices"]["1"]["to"] == "vans"
    assert "neither the key 0 nor the word operator rings an officer here." in told(found)


@pytest.mark.parametrize("words", ["To speak to an operator, press 4.", "For the operator, press 4."])
def test_a_choice_for_the_operator_is_the_officer(words):
    found = imported(
        gather("main", words + " For vans, press 1.", "by key"),
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

"""`ivr times`: the table for people, the list for programs; and what `ivr check` says of the walk."""

import json


def test_times_are_a_table_of_languages(ivr):
    told = ivr("times", "transport")
    assert told.exit_code == 0
    assert told.output.splitlines()[0].split() == ["hotline", "node", "reaches", "yue", "cmn", "en", "keys", "press"]
    assert "transport/opening_hours" in told.output
    assert "city" not in told.output


def test_times_are_a_list_for_programs(ivr):
    rows = json.loads(ivr("times", "--format", "json").output)
    assert {row["hotline"] for row in rows} == {"city", "transport", "water", "leisure"}
    assert all(row["seconds"] > 0 and row["keys"] > 0 for row in rows)


def test_a_hotline_that_there_is_not_is_wrong_usage(ivr):
    told = ivr("times", "trains")
    assert told.exit_code == 2
    assert "There are: city, transport" in told.output


def test_check_says_what_was_proven(ivr):
    told = ivr("check", ".")
    assert "Every path of 4 hotlines ends in an answer, an officer or a message (" in told.output

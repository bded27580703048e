"""`ivr pledges` on the sample site."""

import json


def test_the_pledges_of_a_year_are_reported(served):
    told = served("pledges", "report", "--year", "2026", "--format", "json").output
    found = json.loads(told)
    assert {each["department"] for each in found} == {"city", "transport", "water", "leisure"}
    assert {each["state"] for each in found} == {"not measured"}
    assert found[0]["text"].startswith("Of those who ask for an officer")
    table = served("pledges", "report", "--year", "2026", "--department", "water").output
    assert "replied within 10 working days" in table
    assert "transport" not in table


def test_a_year_without_pledges_says_so(served):
    assert "No department has pledges for that year." in served("pledges", "report", "--year", "2020").output


def test_an_unknown_department_is_told(served):
    assert "no department is called trasport" in str(served("pledges", "report", "--department", "trasport").exception)


def test_no_pledge_slips_where_nothing_is_measured(served):
    told = served("pledges", "check")
    assert told.exit_code == 0
    assert "pledges are running, and none is slipping." in told.output

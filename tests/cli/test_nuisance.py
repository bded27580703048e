"""`ivr nuisance`: added, listed and lifted, the number in no output; and shown with what is kept of a person."""

import json

NUMBER = "9123 0998"


def test_it_is_added_listed_and_lifted(served):
    told = served("nuisance", "add", NUMBER, "--days", "7", "--reason", "shouts", "--department", "water").output
    assert told.startswith("Officers take no calls from +852 9123 •••• until ")
    (row,) = json.loads(served("nuisance", "list", "--format", "json").output)
    assert (row["from"], row["department"], row["reason"], row["holds"]) == ("+852 9123 ••••", "water", "shouts", True)
    assert "again" in served("nuisance", "lift", str(row["number"])).output
    assert served("nuisance", "list").output == "Officers take calls from everybody.\n"
    (past,) = json.loads(served("nuisance", "list", "--past", "--format", "json").output)
    assert (past["holds"], past["number"]) == (False, row["number"])


def test_what_is_no_number_or_no_department_is_wrong_usage(served):
    wrong = (("12", "water"), (NUMBER, "trams"))
    for number, department in wrong:
        command = ("nuisance", "add", number, "--days", "7", "--reason", "x", "--department", department)
        assert served(*command).exit_code == 2
    assert served("nuisance", "list").output == "Officers take calls from everybody.\n"


def test_it_is_told_with_what_is_kept_of_a_number(served, tmp_path):
    served("nuisance", "add", NUMBER, "--days", "7", "--reason", "shouts")
    assert "shouts" in served("person", "show", NUMBER).output
    served("person", "export", NUMBER, "--output", str(tmp_path / "theirs.zip"))
    assert (tmp_path / "theirs.zip").exists()

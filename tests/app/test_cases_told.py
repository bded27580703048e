"""How a complaint stands, from one call to the next: left on the telephone, worked on at the desk, asked about."""

import json
from collections.abc import Iterator

import pytest
import yaml
from small_site import NUMBER, write_small_site
from sqlalchemy import select, text
from stdnum import damm
from watched_turns import Turn, assert_alike, watched

from bench.guessing import sample_hotline
from ivr.app.application import bare_app
from ivr.app.installation import Installation
from ivr.app.telephone import line_into
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.storage.cases.listing import Case, find_cases
from ivr.storage.cases.tables import cases
from ivr.storage.cases.work import CaseWork

NODES = """
main:
  kind: menu
  choices:
    1: {label: {en: a complaint}, to: tell_us}
    2: {label: {en: how it stands}, to: number}
    3: {label: {en: your last one}, to: last}
    4: {label: {en: a complaint without a name}, to: tell_unknown}
tell_us: {kind: feedback, accepts: [complaint]}
tell_unknown: {kind: feedback, accepts: [complaint], anonymous: yes}
number: {kind: ask, say: {en: Your reference.}, digits: 10, check: damm, confirm: no, keep: number, then: ending}
ending: {kind: ask, say: {en: Four digits.}, digits: 4, confirm: no, keep: ending, private: yes, then: one}
one:
  kind: enquiry
  from: cases
  match: {reference: number, last_digits: ending}
  found: {say: {en: "Your {kind} is {state}."}}
  none: number
last:
  kind: enquiry
  from: cases
  match: {caller: caller}
  latest: received
  found: {say: {en: "Your {kind} is {state}."}}
  none: {say: {en: Nothing was left from this telephone.}}
officer: {kind: transfer, to: desk, unanswered: leave_message}
leave_message: {kind: message}
"""
ANN, BEN, CIS = "+85255501234", "+85255509999", "+85255507777"
STRANGERS = "+85255509801", "+85255509802"
NO_REFERENCE = f"999999999{damm.calc_check_digit('999999999')}"


@pytest.fixture(scope="module")
def hotline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    site = write_small_site(tmp_path_factory.mktemp("site"))
    path = site / "menus" / "works" / "menu.yaml"
    menu = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) | {"nodes": yaml.load(NODES, yaml.BaseLoader)}
    path.write_text(json.dumps(menu), "utf-8")
    with sample_hotline(tmp_path_factory.mktemp("state"), IVR_SITE=str(site)) as installation:
        yield installation


def dialled(hotline: Installation, caller: str) -> Telephone:
    telephone = Telephone(line_into(bare_app(hotline).wsgi_app, hotline.settings), new_call(NUMBER, hong_kong(caller)))
    telephone.ring()
    return telephone


def heard(hotline: Installation, caller: str, *keys: str) -> str:
    """What a caller hears last who presses these keys."""
    telephone, words = dialled(hotline, caller), ""
    for each in keys:
        words = " ".join(heard.text for heard in telephone.press(each))
    telephone.hang_up()
    return words


def left(hotline: Installation, caller: str, choice: str = "1") -> None:
    """A complaint is left from a telephone."""
    telephone = dialled(hotline, caller)
    telephone.press(choice)
    telephone.record(20)
    telephone.press("3")
    telephone.hang_up()


def newest(hotline: Installation) -> Case:
    """The case that the desk sees first."""
    with hotline.database.caught_up() as connection:
        reference = connection.scalar(select(cases.c.reference).order_by(cases.c.id.desc()).limit(1))
    (case,) = find_cases(hotline.database, reference)
    return case


def test_what_was_left_just_now_is_found_at_the_next_call(hotline: Installation) -> None:
    assert "Nothing was left from this telephone." in heard(hotline, ANN, "3")
    left(hotline, ANN)
    assert "Your complaint is received." in heard(hotline, ANN, "3")
    assert "Nothing was left from this telephone." in heard(hotline, BEN, "3")


def test_what_the_desk_did_is_heard_with_the_reference_from_any_telephone(hotline: Installation) -> None:
    left(hotline, ANN)
    case = newest(hotline)
    assert "Your complaint is received." in heard(hotline, BEN, "2", case.reference, "1234")
    CaseWork(hotline.database).assign(case.key, case.version, "ann", "ben")
    assert "Your complaint is being dealt with." in heard(hotline, BEN, "2", case.reference, "1234")
    assert "Nothing was found" in heard(hotline, BEN, "2", case.reference, "9999")


def test_one_that_was_left_without_a_name_is_found_by_nobody(hotline: Installation) -> None:
    left(hotline, CIS, "4")
    case = newest(hotline)
    assert case.anonymous
    assert "Nothing was found" in heard(hotline, CIS, "2", case.reference, CIS[-4:])
    assert "Nothing was left from this telephone." in heard(hotline, CIS, "3")


def test_after_too_many_tries_nothing_is_told_to_anybody_who_has_the_reference(hotline: Installation) -> None:
    left(hotline, ANN)
    reference = newest(hotline).reference
    for number in range(6):
        heard(hotline, f"+8525550980{number}", "2", reference, "9999")
    words = heard(hotline, BEN, "2", reference, "1234")
    assert "Your complaint" not in words
    assert "Let us get you some help." in words
    assert "Your complaint is received." in heard(hotline, ANN, "3"), "its own telephone keys nothing"


def refused(hotline: Installation, caller: str, reference: str, digits: str) -> Turn:
    """The turn in which the last digits of a number are keyed, after a reference."""
    line, watching = watched(line_into(bare_app(hotline).wsgi_app, hotline.settings))
    telephone = Telephone(line, new_call(NUMBER, hong_kong(caller)))
    telephone.ring()
    for keys in ("2", reference):
        telephone.press(keys)
    hotline.database.catch_up()  # how much the lists of cases are behind says nothing of what is asked for
    watching.turn = Turn()
    telephone.press(digits)
    turn, watching.turn = watching.turn, None
    telephone.hang_up()
    return turn


def both_refused(hotline: Installation, reference: str, digits: str = "9999") -> tuple[Turn, Turn]:
    """The turn after a reference that there is not, and the one after `reference`, each of another telephone."""
    nobody, somebody = STRANGERS
    return refused(hotline, nobody, NO_REFERENCE, "9999"), refused(hotline, somebody, reference, digits)


def wrong_before(hotline: Installation, times: int, *references: str) -> None:
    """So many wrong tries were made at these references, each from a number of its own, and none before."""
    with hotline.database.writing() as connection:
        connection.execute(text("DELETE FROM tallies"))
    for number in range(times):
        for reference in references:
            refused(hotline, f"+852555096{number}{references.index(reference)}", reference, "9999")


def test_no_such_reference_and_wrong_digits_ask_the_same_pass_the_same_lines_and_say_the_same(hotline: Installation):
    left(hotline, ANN)
    reference = newest(hotline).reference
    wrong_before(hotline, 1, reference, NO_REFERENCE)
    nobody, wrong = both_refused(hotline, reference)
    assert_alike(nobody, wrong)
    assert len(wrong.statements) >= 4, "the try is counted, looked at, looked up and journalled"
    assert any("FROM cases" in each for each in wrong.statements)
    assert b"Nothing was found" in wrong.twiml[0]


def test_a_case_left_without_a_name_or_answered_already_is_refused_like_one_that_there_is_not(hotline: Installation):
    left(hotline, CIS, "4")
    unnamed = newest(hotline).reference
    left(hotline, ANN)
    case = newest(hotline)
    CaseWork(hotline.database).assign(case.key, case.version, "ann", "ben")
    for reference, digits in ((unnamed, CIS[-4:]), (case.reference, "9999")):
        wrong_before(hotline, 1, reference, NO_REFERENCE)
        assert_alike(*both_refused(hotline, reference, digits))


def test_so_it_is_once_a_reference_is_shut_and_whatever_digits_are_keyed(hotline: Installation):
    left(hotline, ANN)
    reference = newest(hotline).reference
    wrong_before(hotline, 6, reference, NO_REFERENCE)
    nobody, wrong = both_refused(hotline, reference)
    assert_alike(nobody, wrong)
    assert_alike(wrong, refused(hotline, STRANGERS[0], reference, ANN[-4:]))
    assert b"Let us get you some help." in wrong.twiml[0], "whoever left it is offered a person"


def test_what_is_watched_tells_right_digits_from_wrong_ones(hotline: Installation):
    left(hotline, ANN)
    reference = newest(hotline).reference
    wrong_before(hotline, 1, reference, NO_REFERENCE)
    right, wrong = (
        refused(hotline, STRANGERS[0], reference, ANN[-4:]),
        refused(hotline, STRANGERS[1], reference, "9999"),
    )
    assert b"Your complaint" in right.twiml[0]
    assert right.statements != wrong.statements
    assert right.lines != wrong.lines

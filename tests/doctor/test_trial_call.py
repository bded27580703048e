"""A call that only tries a line: answered as any other, and in no list, no figure and no record."""

from dataclasses import replace

from doctor.conftest import House
from sqlalchemy import func, select

from ivr.app.doctor import try_every_line
from ivr.doctor.trial_call import try_lines
from ivr.jobs.watching import OF_WEBHOOKS
from ivr.journal.entry import TRIAL
from ivr.phone.line import http_line
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.storage.calls.tables import calls
from ivr.storage.journal.tables import journal
from ivr.storage.traffic.webhooks import webhooks_of

NUMBER = "+85222200101"


def kept(house: House) -> int:
    """How many rows there are of calls, entries and files."""
    with house.installation.database.caught_up() as connection:
        rows = [connection.scalar(select(func.count()).select_from(table)) or 0 for table in (calls, journal)]
    house.installation.answer_times.write()
    return sum(rows) + len(house.premises.spool.waiting()) + len(house.installation.answer_times.read())


def test_it_is_answered_and_nothing_of_it_is_kept(house: House) -> None:
    (made,) = house.premises.try_lines()
    assert (made.hotline, made.why) == ("works", "")
    assert kept(house) == 0


def test_whatever_a_caller_of_such_a_call_leaves_is_nowhere(house: House) -> None:
    telephone = Telephone(house.premises.line, new_call(NUMBER, hong_kong(), call_sid=TRIAL + "0" * 32))
    telephone.ring()
    telephone.press("9")
    telephone.press("0")
    telephone.officers("unanswered")
    telephone.record(5)
    assert kept(house) == 0


def test_an_ordinary_call_beside_it_is_on_record(house: House) -> None:
    house.premises.try_lines()
    Telephone(house.premises.line, new_call(NUMBER, hong_kong())).ring()
    assert kept(house) == 3  # the call, its entry, and the door at which it was answered


def test_a_line_that_apologises_or_is_not_published_has_not_answered(house: House) -> None:
    unknown = try_lines(house.premises.line, [("lost", "+85299999999")], house.premises.opens)
    assert "It hung up at once" in str(unknown[0].why)


def test_after_three_lines_that_do_not_answer_no_more_are_rung(house: House) -> None:
    nowhere = http_line("http://127.0.0.1:1", "t", "", 1)
    made = try_lines(nowhere, [(str(number), NUMBER) for number in range(9)], None)
    assert [each.hotline for each in made] == ["0", "1", "2"]
    assert "nothing listens there" in str(made[0].why)


def test_the_scheduler_keeps_how_it_went_and_the_doctor_tells_of_it(house: House) -> None:
    try_every_line(house.premises, house.installation.faults)
    assert house.state("trial-calls")[0] == "good"
    away = replace(house.premises, line=http_line("http://127.0.0.1:1", "t", "", 1))
    try_every_line(away, house.installation.faults)
    assert house.state("trial-calls")[0] == "wrong"
    assert house.premises.kept.trials() == away.kept.trials()
    today = house.premises.now().astimezone(house.premises.shelf.zone())
    (fault,) = webhooks_of(house.installation.database, today).faults
    assert (fault.fault, fault.count) == ("silent", 1)
    assert fault.fault in OF_WEBHOOKS  # so that who is told of these by an alert is told of it


def test_no_token_stands_in_what_is_told(house: House) -> None:
    bad = replace(house.premises.line, wire=Garbled(house.premises.line.wire))
    (made,) = try_lines(bad, [("works", NUMBER)], None)
    assert "did not answer as a carrier needs it" in str(made.why)
    assert "call=" not in str(made.why)


class Garbled:
    """A wire that spoils every answer to a turn."""

    def __init__(self, wire: object) -> None:
        self._wire = wire

    def send(self, request, seconds):
        reply = self._wire.send(request, seconds)
        return replace(reply, status=502) if "/voice/turn" in request.url else reply

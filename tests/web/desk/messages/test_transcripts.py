"""Transcripts: shown as a machine's, to those who may listen, with numbers hidden, and audited."""

from pathlib import Path

import pytest

from ivr.jobs.transcribing import write_down
from ivr.storage.cases.listing import cases_of_call
from ivr.storage.messages.listing import MessageFilters, list_desk_messages
from ivr.storage.people.audit import AuditFilters, list_audit

SAID = "路燈壞咗 <b>bold</b> 打 9123 0998 搵我"
HIDDEN = "路燈壞咗 &lt;b&gt;bold&lt;/b&gt; 打 •••• 搵我"


class Machine:
    """Hears the same in everything."""

    words = SAID

    def transcribe(self, sound, language):
        return self.words

    def sound(self, recording, url):
        return Path(recording)


@pytest.fixture
def written(desk):
    machine = Machine()
    while write_down(desk.installation.database, machine, machine, desk.clock.now()):
        pass
    return desk


def message(desk, department="transport"):
    return list_desk_messages(desk.installation.database, MessageFilters(department=department))[0]


def read(desk):
    return [line.subject for line in list_audit(desk.installation.database, AuditFilters(action="read a transcript"))]


def test_it_is_shown_as_a_machines_words_with_its_language_and_read_on_record(written, as_supervisor):
    one = message(written)
    page = f"/desk/messages/{one.call_sid}/{one.turn}"
    told = as_supervisor.get(page).text
    assert HIDDEN in told
    assert "9123 0998" not in told
    assert "it may be wrong" in told
    assert '<p lang="en">' in told
    as_supervisor.get(page)
    assert read(written) == [f"{one.call_sid}/{one.turn}"], "once in ten minutes"
    assert "9123 0998" in as_supervisor.post(f"{page}/number").text


def test_nobody_else_reads_it(written, as_other, as_viewer):
    one = message(written)
    assert as_other.get(f"/desk/messages/{one.call_sid}/{one.turn}").status_code == 404
    (case,) = cases_of_call(written.installation.database, written.calls["complaint"])
    page = f"/desk/cases/{case.call_sid}/{case.turn}"
    shown = as_viewer.get(page)
    assert shown.status_code == 200
    assert "路燈" not in shown.text
    assert read(written) == []


def test_it_is_searched_by_supervisors_alone(written, as_supervisor, as_viewer, as_other):
    one = message(written)
    assert f"/desk/messages/{one.call_sid}" in as_supervisor.get("/desk/messages?text=路燈").text
    assert f"/desk/messages/{one.call_sid}" not in as_supervisor.get("/desk/messages?text=街燈").text
    (case,) = cases_of_call(written.installation.database, written.calls["complaint"])
    link = f"/desk/cases/{case.call_sid}/{case.turn}"
    assert link in as_supervisor.get("/desk/cases?text=路燈").text
    assert link in as_viewer.get("/desk/cases").text
    assert link not in as_viewer.get("/desk/cases?text=路燈").text
    assert link not in as_other.get("/desk/cases?text=路燈").text


def test_it_is_in_the_file_of_cases_with_numbers_hidden(written, as_supervisor):
    file = as_supervisor.get("/desk/cases.csv").get_data(as_text=True)
    assert "路燈壞咗" in file
    assert "9123" not in file


def test_a_machine_that_heard_nothing_or_failed_is_told_as_that(desk, as_supervisor):
    machine = Machine()
    machine.words = ""
    write_down(desk.installation.database, machine, machine, desk.clock.now())
    one = message(desk)
    assert "heard no words" in as_supervisor.get(f"/desk/messages/{one.call_sid}/{one.turn}").text
    assert read(desk) == []

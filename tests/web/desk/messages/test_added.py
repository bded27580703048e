"""What a caller added to a recording: beside it on its page, for those who may listen to it and nobody else."""

import pytest
from web.desk.conftest import ring

from ivr.storage.cases.listing import cases_of_call
from ivr.storage.messages.listing import added_to, messages_of_call

CALLER = "+85255501234"


@pytest.fixture
def left(desk):
    """A message to which something was added."""
    script = "3,0,officer:unanswered,officer:busy,record:15,4,record:8,3,3"
    sid = ring(desk.app, desk.installation, "+85222200101", script, CALLER)
    (message,) = messages_of_call(desk.installation.database, sid)
    return message


def test_it_is_played_below_the_recording(desk, left, as_supervisor, as_other):
    (part,) = added_to(desk.installation.database, left.key)
    page = as_supervisor.get(f"/desk/messages/{left.call_sid}/{left.turn}").text
    address = f"/desk/recordings/{part.call_sid}/{part.turn}.wav"
    assert "Added by the caller (1)" in page
    assert f'src="{address}"' in page
    with as_supervisor.get(address) as played:
        assert played.status_code == 200
    assert as_other.get(address).status_code == 404
    assert as_supervisor.get(f"/desk/messages/{part.call_sid}/{part.turn}").status_code == 404
    assert f"/desk/messages/{part.call_sid}/{part.turn}" not in as_supervisor.get("/desk/messages").text


def test_it_stands_with_a_complaint(desk, as_supervisor):
    script = "3,4,1,record:45,4,record:9,3,3,hangup"
    sid = ring(desk.app, desk.installation, "+85222200101", script, CALLER)
    (case,) = cases_of_call(desk.installation.database, sid)
    assert "Added by the caller (1)" in as_supervisor.get(f"/desk/cases/{case.call_sid}/{case.turn}").text


def test_a_page_with_several_players_has_no_barrier(desk, left, browse, barriers):
    page = browse(f"/desk/messages/{left.call_sid}/{left.turn}", "supervisor@transport.example")
    assert page.locator("audio").count() == 2
    assert barriers(page) == []

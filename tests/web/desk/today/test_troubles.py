"""The red strip: what needs somebody, since when, what to do, and for whom it is."""

import hashlib
import html
import itertools
import os
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from web.desk.conftest import SITE

from ivr.app.callers import doors_of
from ivr.app.telephone import line_into
from ivr.closures.wishes import ClosureWish
from ivr.engine.events import EnquiryMade, NodeReached
from ivr.engine.ports import CeilingName
from ivr.journal.entry import Entry
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.storage.cases.due import HONG_KONG
from ivr.storage.closures.announced import ClosureBook
from ivr.storage.database.breaker import Breaker
from ivr.storage.traffic.ceilings import ORDINARY
from ivr.storage.traffic.webhooks import Noted, WebhookFaults
from ivr.telling.fault_words import FAULTS
from ivr.web.voice.gate import VoiceGate


def _strip(client):
    """The troubles on the page of today, as one text without marks."""
    strip = client.get("/desk/").text.partition('class="strip"')[2].partition("</section>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", strip)).split())


def _entry(desk, node, *events):
    edition = desk.installation.shelf.current().hash
    hotline = node.partition("/")[0]
    return Entry("CT", "turn 1", 1, desk.clock.now(), hotline, "", "", edition, node, "en", {}, events)


def test_without_trouble_there_is_no_strip(as_supervisor, as_stranger):
    assert 'class="strip"' not in as_supervisor.get("/desk/").text
    assert "/desk/sign-in" in as_stranger.get("/desk/").location


def test_a_closure_in_force_is_told_to_those_whom_it_concerns(desk, as_supervisor, as_other):
    ends = desk.clock.now() + timedelta(hours=3)
    words = {"en": "Come <b>later</b>.", "yue": "請遲啲嚟", "cmn": "请晚点来"}
    book = ClosureBook(desk.installation.database, desk.clock.now)
    book.announce(desk.installation.shelf.current(), ClosureWish(("transport",), "typhoon", ends, words), "tests")
    page = as_supervisor.get("/desk/").text
    assert "Typhoon signal No. 8: offices of Transport Services closed until 15:00." in _strip(as_supervisor)
    assert '<a href="/desk/closures">' in page
    assert 'since <time datetime="2026-11-23T04:00:00+00:00"' in page
    assert "Typhoon" not in as_other.get("/desk/").text


def test_a_notice_is_told_apart_from_what_is_wrong(desk, as_supervisor):
    ends = desk.clock.now() + timedelta(days=2)
    words = {"en": "Come <b>later</b>.", "yue": "請遲啲嚟", "cmn": "请晚点来"}
    book = ClosureBook(desk.installation.database, desk.clock.now)
    book.announce(desk.installation.shelf.current(), ClosureWish((), "", ends, words), "tests")
    page = as_supervisor.get("/desk/").text
    assert "Notice on all hotlines until 2026-11-25 12:00: Come &lt;b&gt;later&lt;/b&gt;." in page
    assert 'class="strip mild"' in page
    assert 'class="strip"' not in page


def test_everything_that_is_noted_has_words():
    assert set(FAULTS) == {name for names in get_args(Noted) for name in get_args(names)} - ORDINARY


@pytest.mark.parametrize("ceiling", sorted({*get_args(CeilingName)} - ORDINARY))
def test_who_guesses_or_floods_is_told(desk, as_supervisor, as_administrator, ceiling):
    for _ in range(3):
        desk.installation.faults.note(ceiling)
    desk.installation.faults.write()
    found = _strip(as_supervisor)
    assert "3, the last at 12:00." in found
    assert f"IVR_MOST_{ceiling.partition(' ')[0].upper()}" in found
    assert "3, the last at 12:00." in as_administrator.get("/desk/system").text


def test_requests_without_a_signature_are_told_from_all_workers(desk, as_supervisor, as_administrator):
    form = {"CallSid": "CAforged", "From": "+85255501234", "To": "+85222200101"}
    for _ in range(3):
        assert desk.app.test_client().post("/voice/answer", data=form).status_code == 403
    desk.installation.faults.write()
    desk.clock.at += timedelta(minutes=20)
    another_worker = WebhookFaults(desk.installation.database, desk.clock.now, lambda: HONG_KONG)
    another_worker.note("unsigned")
    another_worker.write()
    found = _strip(as_supervisor)
    assert "Requests without the carrier's signature, refused today: 4, the last at 12:20." in found
    assert "2026-11-23 12:00 ) If calls fail, IVR_PUBLIC_URL" in found
    assert "/desk/system" not in as_supervisor.get("/desk/").text
    system = as_administrator.get("/desk/system").text
    assert "Requests without the carrier&#39;s signature, refused today: 4" in system
    desk.clock.at += timedelta(hours=12)  # another day
    assert "signature" not in _strip(desk.client("all@site.example"))


def test_a_request_that_fails_here_is_told(desk, as_supervisor):
    class Failing:
        def __getattr__(self, name):
            raise RuntimeError(name)

    settings = desk.installation.settings
    doors = doors_of(Failing(), settings, desk.installation.faults.note)
    line = line_into(VoiceGate(desk.app.wsgi_app, doors), settings)
    Telephone(line, new_call("+85222200101", hong_kong("+85255501234")), {}).ring()
    desk.installation.faults.write()
    assert "Requests of the carrier that failed here today: 2, the last at 12:00." in _strip(as_supervisor)


def test_calls_that_broke_off_are_told_with_their_list(busy, rows_of):
    client = busy.client("supervisor@water.example")
    page = client.get("/desk/").text
    for ending in ("failed", "lost"):
        address, count = re.search(rf'<a href="([^"]+ending={ending})">Calls of today [a-z ]+: (\d+)\.', page).groups()
        assert rows_of(client, html.unescape(address)) == int(count) > 0


def test_tables_that_were_away_are_told_to_their_department(desk, as_supervisor, as_other):
    node = "transport/application_status"
    away = EnquiryMade(node, "transport/applications", "unavailable", 0)
    desk.installation.journal.load(_entry(desk, node, NodeReached(node, "enquiry"), away))
    assert "Look-ups of today that found no table: 1, at “the status of an application”." in _strip(as_supervisor)
    assert _strip(as_other) == ""


def test_steps_that_wait_on_the_disk_are_told(desk, as_supervisor):
    spool = desk.installation.spool
    spool.put(_entry(desk, "water/main"))
    assert "Steps of calls that wait on the disk until the database takes them: 1." in _strip(as_supervisor)
    spool.set_aside(spool.waiting()[0])
    found = _strip(as_supervisor)
    assert "that wait on the disk" not in found
    assert "Steps of calls that could not be loaded and were set aside: 1." in found


def test_a_disk_that_takes_nothing_is_told(desk, as_supervisor, as_administrator):
    folder = desk.installation.spool.folder
    if folder.is_dir():
        shutil.rmtree(folder)
    folder.write_text("a file in place of the folder")
    assert "The disk takes nothing new: [Errno 17] File exists" in _strip(as_administrator)
    assert "The disk takes nothing new: it is being tried again" in _strip(as_supervisor)
    folder.unlink()


def test_steps_that_only_the_log_could_keep_are_told(desk, as_supervisor):
    desk.installation.faults.note("unkept")
    desk.installation.faults.write()
    assert "Steps of calls that only the log could keep today: 1, the last at" in _strip(as_supervisor)


def test_a_database_that_takes_nothing_new_is_told(desk, as_supervisor, as_administrator):
    moments = itertools.count(step=0.001)  # the pause after a failure never ends, however slow the machine is
    desk.installation.database._writes = Breaker(moments.__next__)
    desk.installation.database._writes.failed("disk is full")
    assert "The database takes nothing new: disk is full" in _strip(as_administrator)
    assert "The database takes nothing new: it is being tried again" in _strip(as_supervisor)
    desk.installation.database._writes.succeeded()
    assert _strip(as_supervisor) == ""


def test_an_edition_that_cannot_be_served_is_told(desk, as_supervisor):
    shelf, nonsense = desk.installation.shelf, b"no bundle"
    served = shelf.current().hash
    shelf.bundles.publish(nonsense, hashlib.sha256(nonsense).hexdigest(), "tests", "", {})
    shelf.look_again()
    assert "What was published last is not served: edition" in _strip(as_supervisor)
    shelf.roll_back_to(served, "tests", "")
    assert _strip(as_supervisor) == ""


def test_a_folder_that_was_not_published_is_told_to_its_department(desk, tmp_path, as_supervisor, as_other):
    site = tmp_path / "site"
    for part in ("flows.yaml", "menus", "prompts"):
        copy = shutil.copytree if (SITE / part).is_dir() else shutil.copy
        site.mkdir(exist_ok=True)
        copy(SITE / part, site / part)
    menu = site / "menus" / "transport" / "menu.yaml"
    good = menu.read_text("utf-8")
    menu.write_text(good.replace("to: fees}", "to: feez}"), "utf-8")
    settings = desk.installation.settings.model_copy(update={"site": site})
    installation = replace(desk.installation, settings=settings)
    assert installation.publish("tests").checked.edition is None
    found = _strip(as_supervisor)
    assert "Problems in the saved menus: 1. menus/transport/menu.yaml:" in found
    assert "since" in found
    assert _strip(as_other) == ""
    told = as_supervisor.get("/desk/menus").text.partition('id="folder"')[2].partition("</div>")[0]
    assert re.search(r"menus/transport/menu.yaml:\d+:\d+: error: ", told)
    assert 'id="folder"' not in as_other.get("/desk/menus").text
    menu.write_text(good + "# mended\n", "utf-8")
    assert installation.publish("tests").changed
    assert _strip(as_supervisor) == ""


def test_a_refusal_is_over_when_something_newer_is_published(desk, as_supervisor):
    note = desk.installation.refused_folder.path
    note.write_text('["flows.yaml:9: no such key"]')
    assert _strip(as_supervisor) == "", "what all share is nothing that a department can mend"
    everywhere = desk.client("all@site.example")
    assert "Problems in the saved menus: 1. flows.yaml:9: no such key" in _strip(everywhere)
    assert "flows.yaml:9: no such key" in everywhere.get("/desk/menus").text.partition('id="folder"')[2]
    os.utime(note, (0, 0))
    assert _strip(everywhere) == ""
    assert 'id="folder"' not in everywhere.get("/desk/menus").text

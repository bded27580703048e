"""Closures on the desk: seen, heard and confirmed before they are announced; by supervisors, on their hotlines only."""

import re
from datetime import timedelta

import pytest

from ivr.app.telephone import line_into
from ivr.closures.wishes import ClosureWish
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.storage.people.audit import list_audit

TYPHOON = "Because of typhoon signal number eight, our offices are closed."
FORM = {"kind": "typhoon", "hotlines": "transport", "ends": "2026-11-23T18:00", "begins": ""}
WORDS = {"words_yue": "留喺屋企。", "words_cmn": "留在家里。", "words_en": "Stay at home."}
SUPERVISOR = "supervisor@transport.example"
EVERYONE = "all@site.example"


@pytest.fixture
def book(desk):
    return desk.installation.closures.book


@pytest.fixture
def standing(book, desk):
    """A closure of water, and one of all hotlines."""
    ends = desk.clock.now() + timedelta(hours=6)
    edition = desk.installation.shelf.current()
    wishes = (ClosureWish(("water",), "power", ends), ClosureWish((), "rainstorm", ends))
    return [book.announce(edition, wish, "chan").id for wish in wishes]


def rings(desk, number="+85222200101"):
    """What a caller hears first."""
    line = line_into(desk.app.wsgi_app, desk.installation.settings)
    telephone = Telephone(line, new_call(number, hong_kong()), {})
    return " ".join(one.text for one in telephone.ring())


def test_a_closure_is_previewed_confirmed_and_heard(desk, as_supervisor, book):
    page = as_supervisor.post("/desk/closures/new", FORM | WORDS)
    assert TYPHOON in page.text
    assert 'data-text="Stay at home." data-language="en-GB"' in page.text
    assert book.standing() == ()
    fields = dict(re.findall(r'<input type="hidden" name="((?!csrf|next)\w+)" value="([^"]*)">', page.text))
    assert fields == FORM | WORDS
    done = as_supervisor.post("/desk/closures/new", fields | {"step": "announce"}, follow_redirects=True)
    assert "Announced. Within two seconds every caller hears it." in done.text
    assert TYPHOON in rings(desk)
    assert TYPHOON not in rings(desk, "+85222200102")
    (line,) = [each for each in list_audit(desk.installation.database) if each.action == "closed offices"]
    assert (line.who, line.subject, line.department) == (SUPERVISOR, "transport", "transport")
    assert line.details["words"]["en"] == "Stay at home."


def test_what_was_typed_can_be_changed_before(as_supervisor, book):
    page = as_supervisor.post("/desk/closures/new", FORM | WORDS | {"step": "change"})
    assert page.status_code == 200
    assert ">Stay at home.</textarea>" in page.text
    assert 'value="typhoon" required checked' in page.text
    assert book.standing() == ()


def test_a_notice_closes_nothing(desk, as_supervisor, book):
    form = FORM | WORDS | {"kind": "notice", "step": "announce"}
    assert as_supervisor.post("/desk/closures/new", form).status_code == 302
    assert [each.reason for each in book.standing()] == [""]
    assert "Stay at home." in rings(desk)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"kind": ""}, "kind", "Choose a reason"),
        ({"kind": "flood"}, "kind", "is not a reason"),
        ({"ends": ""}, "ends", "Give the day and the time"),
        ({"ends": "tomorrow"}, "ends", "Give the day and the time"),
        ({"ends": "2026-11-23T11:59"}, "ends", "must come after the beginning"),
        ({"ends": "2026-12-01T12:00"}, "ends", "7 days at most"),
        ({"words_en": "Only English."}, "words_yue", "Words in Cantonese are missing."),
        ({"kind": "notice"}, "words_en", "Words in English are missing."),
    ],
)
@pytest.mark.parametrize("step", ["check", "announce"])
def test_what_is_wrong_is_said_at_its_field_and_nothing_announced(as_supervisor, book, change, field, said, step):
    answer = as_supervisor.post("/desk/closures/new", FORM | change | {"step": step})
    assert answer.status_code == 422
    assert re.search(f'<a href="#{field}">[^<]*{re.escape(said)}', answer.text)
    assert book.standing() == ()


def test_no_hotline_chosen_is_wrong_too(as_supervisor):
    form = {name: value for name, value in FORM.items() if name != "hotlines"}
    assert "Choose one hotline at least." in as_supervisor.post("/desk/closures/new", form).text


def test_another_departments_hotline_cannot_be_closed(as_supervisor, book):
    assert 'value="water"' not in as_supervisor.get("/desk/closures/new").text
    assert as_supervisor.post("/desk/closures/new", FORM | {"hotlines": "water", "step": "announce"}).status_code == 404
    assert book.standing() == ()


@pytest.mark.parametrize("client", ["as_viewer", "as_editor", "as_administrator"])
def test_only_supervisors_announce_stop_and_extend(request, client, standing, book):
    person = request.getfixturevalue(client)
    assert "Close offices or announce" not in person.get("/desk/closures").text
    assert person.get("/desk/closures/new").status_code == 403
    for path in (
        "/desk/closures/new",
        *(f"/desk/closures/{number}/{deed}" for number in standing for deed in ("stop", "extend")),
    ):
        assert person.post(path, FORM).status_code == 403
    assert len(book.standing()) == 2


def test_what_is_anothers_is_as_if_it_were_not_there(as_supervisor, as_other, standing, book):
    water, everywhere = standing
    assert f'id="closure-{water}"' not in as_supervisor.get("/desk/closures").text
    assert f'id="closure-{water}"' in as_other.get("/desk/closures").text
    for number in standing:
        assert as_supervisor.post(f"/desk/closures/{number}/stop").status_code == 404
    assert as_other.post(f"/desk/closures/{everywhere}/stop").status_code == 404
    assert as_other.post("/desk/closures/99/stop").status_code == 404
    assert as_other.post(f"/desk/closures/{water}/stop").status_code == 302
    assert [each.id for each in book.standing()] == [everywhere]


def test_a_stranger_is_led_to_the_sign_in(as_stranger):
    assert as_stranger.get("/desk/closures").location.startswith("/desk/sign-in")


def test_it_is_extended_and_stopped_and_both_are_audited(desk, book, standing):
    client = desk.client(EVERYONE)
    everywhere = standing[1]
    assert client.post(f"/desk/closures/{everywhere}/extend", {"ends": "2026-11-24T09:00"}).status_code == 302
    assert book.one(everywhere).over.isoformat() == "2026-11-24T01:00:00+00:00"
    answer = client.post(f"/desk/closures/{everywhere}/extend", {"ends": "2027-11-24T09:00"})
    assert (answer.status_code, f'href="#ends-{everywhere}"' in answer.text) == (422, True)
    client.post(f"/desk/closures/{everywhere}/stop")
    assert "It was over already." in client.post(f"/desk/closures/{everywhere}/stop", follow_redirects=True).text
    actions = [each.action for each in list_audit(desk.installation.database)]
    assert {"extended a closure", "stopped a closure"} <= set(actions)


def test_all_hotlines_mean_those_still_to_come_for_who_supervises_all(desk, book):
    form = FORM | {"hotlines": ["city", "transport", "water", "leisure"], "step": "announce"}
    desk.client(EVERYONE).post("/desk/closures/new", form)
    assert book.standing()[0].hotlines == ()


def test_the_page_tells_the_week_the_offices_and_the_holidays(as_viewer, standing):
    page = as_viewer.get("/desk/closures").text
    assert "09:00–13:00, 14:00–17:30" in page
    assert "the black rainstorm warning" in page
    assert "always open" in page
    assert "2026-12-25" in page
    assert "聖誕節" in page
    assert "圣诞节" in page


def test_hostile_words_are_shown_harmlessly(as_supervisor):
    hostile = '"><script>alert(1)</script>'
    page = as_supervisor.post("/desk/closures/new", FORM | dict.fromkeys(WORDS, hostile)).text
    assert "<script>alert" not in page


def test_a_supervisor_closes_the_office_for_a_typhoon_and_a_caller_hears_it(desk, browse):
    for script in (True, False):
        page = browse("/desk/closures", SUPERVISOR, script=script)
        page.get_by_role("link", name="Typhoon signal No. 8").click()
        page.get_by_label("Ends by itself").fill("2026-11-23T18:00")
        page.get_by_role("button", name="Hear it before it is announced").click()
        assert page.get_by_text(TYPHOON).count() == 1
        page.get_by_role("button", name="Close these offices").click()
        assert "Announced. Within two seconds every caller hears it." in page.get_by_role("status").inner_text()
        page.get_by_role("link", name="Stop or change it").click()
        assert TYPHOON in rings(desk)
        page.get_by_role("button", name="Stop it now").click()
        assert TYPHOON not in rings(desk)


@pytest.mark.parametrize("language", ["en", "zh_Hant_HK", "zh_Hans_CN"])
def test_nobody_meets_a_barrier(browse, barriers, standing, book, language):
    book.stop(standing[0], "chan")
    for scheme, width in (("light", 1280), ("dark", 320)):
        page = browse("/desk/closures", EVERYONE, language, scheme, width)
        assert barriers(page) == [], f"{scheme}, {width}"
        page.locator("a.btn-danger").first.click()
        assert barriers(page) == [], f"form, {scheme}, {width}"
        for code in ("yue", "cmn", "en"):
            page.locator(f"#words_{code}").fill("Hello.")
        page.locator("form.closing .btn-primary").click()
        assert page.locator("button.listen").count() == 6
        assert barriers(page) == [], f"check, {scheme}, {width}"

"""The form that closes offices: the site's ready words, what callers would hear together with the rest, undoing it."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from ivr.closures.wishes import ClosureWish, ready_words
from ivr.web.desk.closures.preview import sealed, unsealed
from ivr.web.desk.frame.sealing import Seal

FORM = {"kind": "typhoon", "hotlines": "transport", "ends": "2026-11-23T18:00", "begins": ""}
TYPHOON = "Because of typhoon signal number eight, our offices are closed."
NOTICE = {"yue": "沙田有水。", "cmn": "沙田有水了。", "en": "Water in Sha Tin is back."}
EVERYONE = "all@site.example"


@pytest.fixture
def book(desk):
    return desk.installation.closures.book


@pytest.fixture
def edition(desk):
    return desk.installation.shelf.current()


@pytest.fixture
def words(edition):
    """The form's words, as the site has them for a reason."""
    return lambda reason: {f"words_{code}": text for code, text in ready_words(edition, reason).items()}


@pytest.fixture
def announce(desk, book, edition):
    """Announces something for six hours; its number."""
    ends = desk.clock.now() + timedelta(hours=6)
    return lambda *what: book.announce(edition, ClosureWish(what[0], what[1], ends, *what[2:]), "chan").id


def typed(page):
    """The words in the form of a page, by language."""
    found = re.findall(r'<textarea[^>]+name="(words_\w+)"[^>]*>([^<]*)</textarea>', page.text)
    return {name: text for name, text in found if text}


def shown(page):
    """What a page shows, without marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@pytest.mark.parametrize("reason", ["typhoon", "rainstorm", "power", "other"])
def test_the_form_begins_with_the_sites_words_for_the_reason(as_supervisor, words, reason):
    page = as_supervisor.get(f"/desk/closures/new?kind={reason}")
    assert f'value="{reason}" required checked' in page.text
    assert typed(page) == words(reason)
    assert len(typed(page)) == 3


def test_the_form_ends_eight_hours_on_at_a_full_hour(desk, as_supervisor):
    for minutes, ends in ((0, "20:00"), (20, "21:00")):  # from noon
        desk.clock.at += timedelta(minutes=minutes)
        assert f'value="2026-11-23T{ends}"' in as_supervisor.get("/desk/closures/new?kind=typhoon").text


def test_a_notice_begins_on_no_hotline_and_has_no_ready_words(as_supervisor):
    closure, notice = (as_supervisor.get(f"/desk/closures/new?kind={kind}").text for kind in ("typhoon", "notice"))
    assert re.search(r'name="hotlines"[^>]*checked', closure)
    assert not re.search(r'name="hotlines"[^>]*checked', notice)
    assert 'value="ready"' in closure
    assert 'value="ready"' not in notice
    own = {"kind": "notice", "step": "ready", "words_en": "Stay at home."}
    assert typed(as_supervisor.post("/desk/closures/new", FORM | own)) == {"words_en": "Stay at home."}


def test_words_left_as_they_were_follow_another_reason(as_supervisor, words):
    for step in ("reason", "check"):
        page = as_supervisor.post("/desk/closures/new", FORM | words("typhoon") | {"kind": "power", "step": step})
        assert ready_in(page, words("power"))
        assert not ready_in(page, words("typhoon"))


def ready_in(page, texts):
    return all(text in page.text for text in texts.values())


def test_words_of_ones_own_stay_whatever_the_reason(as_supervisor, words):
    own = words("typhoon") | {"words_en": "Stay at home."}
    assert typed(as_supervisor.post("/desk/closures/new", FORM | own | {"kind": "power", "step": "reason"})) == own
    ready = as_supervisor.post("/desk/closures/new", FORM | own | {"kind": "power", "step": "ready"})
    assert typed(ready) == words("power")


def test_words_taken_out_stay_out(as_supervisor, book):
    as_supervisor.post("/desk/closures/new", FORM | {"step": "announce"})
    assert book.standing()[0].words == {}


def test_the_reason_is_chosen_and_its_words_come_by_themselves(browse, words):
    page = browse("/desk/closures/new", "supervisor@transport.example")
    for name, reason in (("Black rainstorm", "rainstorm"), ("Power failure", "power")):
        page.get_by_label(name).check()
        expect(page.locator("#words_en")).to_have_value(words(reason)["words_en"])
    page.get_by_label("English").fill("The lights are out.")
    with page.expect_response("**/closures/new"):
        page.get_by_label("Typhoon signal No. 8").check()
    page.wait_for_load_state("networkidle")
    assert page.get_by_label("English").input_value() == "The lights are out."


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        ("2026-11-23T10:00", "The beginning is past."),
        ("2027-11-23T10:00", "31 days ahead at most"),
        ("0001-01-01T00:00", "The beginning is past."),
        ("9999-12-31T23:59", "31 days ahead at most"),
        ("soon", "Give the day and the time"),
    ],
)
def test_a_beginning_that_makes_no_sense_is_refused(as_supervisor, book, begins, said):
    page = as_supervisor.post("/desk/closures/new", FORM | {"begins": begins, "step": "announce"})
    assert page.status_code == 422
    assert said in shown(page)
    assert book.standing() == ()


@pytest.mark.parametrize("ends", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T10:00", "١٢", "2026-11-23T25:00"])
def test_an_end_that_makes_no_sense_is_refused(as_supervisor, book, ends):
    page = as_supervisor.post("/desk/closures/new", FORM | {"ends": ends, "step": "announce"})
    assert (page.status_code, book.standing()) == (422, ())


def test_a_closure_of_tomorrow_begins_by_itself(desk, as_supervisor, book):
    tomorrow = FORM | {"begins": "2026-11-23T23:30", "ends": "2026-11-24T00:30", "step": "announce"}
    page = as_supervisor.post("/desk/closures/new", tomorrow, follow_redirects=True)
    assert "Announced. It begins by itself." in page.text
    states = []
    for minutes in (0, 690, 749, 750):  # from noon: at 23:30 it begins, at half past midnight it is over
        states.append(book.history()[0].state(desk.clock.now() + timedelta(minutes=minutes)))
    assert states == ["to come", "in force", "in force", "over"]


def test_a_notice_that_stands_is_heard_with_the_closure_and_the_page_says_so(as_supervisor, announce):
    announce(("transport",), "", NOTICE)
    page = as_supervisor.post("/desk/closures/new", FORM)
    assert f"{TYPHOON} {NOTICE['en']}" in page.text
    assert "Then in force there too: Notice (until 2026-11-23 18:00 )" in shown(page)


def test_a_closure_that_stands_is_told_no_more_when_another_begins(as_supervisor, announce):
    announce((), "power")
    page = as_supervisor.post("/desk/closures/new", FORM)
    assert TYPHOON in page.text
    assert "a power failure" not in page.text
    assert "Then in force there too: Power failure" in shown(page)


def test_hotlines_whose_callers_hear_something_else_are_shown_apart(desk, announce):
    announce(("water",), "", NOTICE)
    page = desk.client(EVERYONE).post("/desk/closures/new", FORM | {"hotlines": ["transport", "water"]})
    assert "Callers of Transport Services hear" in shown(page)
    assert "Callers of Water Services hear" in shown(page)
    assert page.text.count(NOTICE["en"]) == 2  # to read, and to listen to


def test_the_same_form_sent_twice_announces_once(as_supervisor, book):
    for _ in range(2):
        as_supervisor.post("/desk/closures/new", FORM | {"step": "announce"})
    assert len(book.standing()) == 1


def test_what_was_stopped_by_mistake_is_announced_again_with_its_words(as_supervisor, book, announce):
    number = announce(("transport",), "rainstorm", NOTICE)
    stopped = as_supervisor.post(f"/desk/closures/{number}/stop", follow_redirects=True)
    (again, _) = re.findall(r'href="(/desk/closures/new\?again=\d+)"', stopped.text)
    page = as_supervisor.get(again)
    assert 'value="rainstorm" required checked' in page.text
    assert typed(page) == {f"words_{code}": text for code, text in NOTICE.items()}


def test_anothers_cannot_be_announced_again_nor_its_words_read(as_supervisor, as_other, as_stranger, announce):
    number = announce(("transport",), "rainstorm", NOTICE)
    assert as_supervisor.get(f"/desk/closures/new?again={number}").status_code == 200
    assert as_other.get(f"/desk/closures/new?again={number}").status_code == 404
    assert as_other.get("/desk/closures/new?again=99").status_code == 404
    assert as_stranger.get(f"/desk/closures/new?again={number}").location.startswith("/desk/sign-in")


def test_offices_of_one_hotline_are_shown_closed_for_its_callers_alone(desk, announce):
    announce(("water",), "power")
    page = shown(desk.client(EVERYONE).get("/desk/closures"))
    assert "office Water Services closed a power failure" in page
    assert "office City Enquiries, Transport Services, Leisure Services open" in page
    assert "emergency all hotlines open always open" in page


def test_a_typed_closure_is_rung_by_its_supervisor_and_no_caller_hears_it(desk, as_supervisor, book):
    page = as_supervisor.post("/desk/closures/new", FORM | {f"words_{code}": text for code, text in NOTICE.items()})
    link = urlsplit(re.search(r'href="(/phone/[^"]+)"', page.text)[1].replace("&amp;", "&"))
    chosen = {name: values[0] for name, values in parse_qs(link.fragment).items()}
    asked = chosen | {"edition": parse_qs(link.query)["edition"][0]}
    told = as_supervisor.flask.post("/phone/calls", json=asked).json
    heard = [one["text"] for one in told["heard"]]
    told = as_supervisor.flask.post("/phone/calls/act", json={"state": told["state"], "act": "3"}).json
    assert TYPHOON in heard
    assert NOTICE["en"] in " ".join(one["text"] for one in told["heard"])
    told = as_supervisor.flask.post("/phone/calls/act", json={"state": told["state"], "act": "0"}).json
    assert "We are closed for typhoon signal number eight." in " ".join(one["text"] for one in told["heard"])
    assert book.history() == ()
    other = as_supervisor.flask.post("/phone/calls", json=asked | {"hotline": "+85222200102"}).json
    assert TYPHOON not in [one["text"] for one in other["heard"]]


def test_a_closure_sealed_elsewhere_is_not_rung(as_supervisor, desk):
    wish = ClosureWish((), "typhoon", desk.clock.now() + timedelta(hours=1), NOTICE, desk.clock.now())
    seal = Seal(desk.installation.settings.secret_keys)
    assert unsealed(seal, sealed(seal, wish)) == wish
    asked = {"hotline": "+85222200101", "closure": sealed(Seal(["another key of this length, 32 b."]), wish)}
    answer = as_supervisor.flask.post("/phone/calls", json=asked)
    assert answer.status_code == 400
    assert "not typed at this desk" in answer.json["fault"]


def test_the_telephone_opens_with_the_typed_closure_chosen(desk, browse):
    page = browse("/desk/closures/new?kind=typhoon", "supervisor@transport.example")
    page.get_by_role("button", name="Hear it before it is announced").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Transport Services").click()
    telephone = opened.value
    telephone.wait_for_load_state()
    assert telephone.locator("#closure option:checked").inner_text() == "What was typed at the desk"
    telephone.get_by_role("button", name="Call", exact=True).click()
    telephone.get_by_text(TYPHOON).first.wait_for()

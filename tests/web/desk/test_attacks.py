"""Attacks that are tried for real: another department's ids in forms, false hosts, odd methods and addresses."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from web.desk.addresses import address_of, rules_of
from web.desk.planting import MARKS, plant

from ivr.storage.database.metadata import metadata
from ivr.storage.people.accounts import ROLES, add_account, read_grants
from ivr.web.desk.frame.headers import HEADERS

MINE, OTHER = "transport", "water"
OF_MANY = {"audit", "sign_ins"}  # what the attacker does is written there


@pytest.fixture
def thief(desk):
    """Somebody who holds every role in transport, and none elsewhere."""
    grants = read_grants(" ".join(f"{role}:{MINE}" for role in ROLES))
    add_account(desk.installation.database, "thief@x.example", "", grants, "", desk.clock.now(), must_change=False)
    return desk.client("thief@x.example")


def rows_of(desk, marks):
    """Every row of every table that is the other department's, by a mark or by its name."""
    found = set()
    with desk.installation.database.caught_up() as connection:
        for name in set(metadata.tables) - OF_MANY:
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):  # noqa: S608 - our own names of tables
                if any(mark in str(row) for mark in marks):
                    found.add((name, str(row)))
    return found


def forms(desk, other):
    """What a form may say so that it means another department's: hotlines, roles, accounts, files, hours."""
    word = MARKS[other][0]
    edition = desk.installation.shelf.current().hash
    ends = (desk.clock.now() + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    shared = {
        "hotlines": other, "hotline": other, "department": other, "roles": [f"viewer:{other}", "administrator:*"],
        "owner": f"{word}@{other}.example", "file": f"menus/{other}/menu.yaml", "content": "stolen", "over": "",
        "email": f"{word}@{other}.example", "kind": "typhoon", "ends": ends, "words_en": "stolen", "version": "0",
        "words_yue": "stolen", "words_cmn": "stolen", "base": edition, "edition": edition, "note": "stolen",
        "reply": "stolen", "by": "letter", "why": "stolen", "name": "stolen", "text": "stolen", "deed": "save",
    }  # fmt: skip
    yield shared
    yield shared | {"step": "announce"}
    yield shared | {"kind": "complaint", "deed": "discard"}


def test_no_form_reaches_into_another_department(desk, thief):
    marks = plant(desk, OTHER) | {f"supervisor@{OTHER}.example"}
    before = rows_of(desk, marks)
    assert len({name for name, _ in before}) >= 7, "calls, journal, cases, messages, closures, drafts, accounts"
    for rule, method in rules_of(desk.app):
        if method == "GET" or rule.endpoint in ("desk.sign_out", "desk.password", "desk.try_to_sign_in"):
            continue
        for form in forms(desk, OTHER):
            for owner in (OTHER, MINE):
                address = address_of(desk, rule.rule, owner)
                answer = thief.post(address, form)
                shown = answer.text.replace(f"{MARKS[OTHER][0]}@{OTHER}.example", "").replace(address, "")  # their own
                assert MARKS[OTHER][1] not in shown, rule
                assert MARKS[OTHER][0] not in shown, rule
                assert answer.status_code < 500, rule
    assert rows_of(desk, marks) == before
    with desk.installation.database.caught_up() as connection:
        stolen = connection.execute(text("SELECT hotlines FROM closures WHERE words LIKE '%stolen%'")).scalars().all()
    assert [each for each in stolen if OTHER in str(each) or MINE not in str(each)] == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:443", "127.0.0.1:8000@evil.example", "x" * 300])
def test_a_false_host_is_in_no_answer(desk, thief, host):
    for path in ("/desk/", "/desk/sign-in", "/desk/nothing", "/desk/calls", "/desk/users/new"):
        for client in (thief, desk.client()):
            answer = client.get(path, headers={"Host": host, "X-Forwarded-Host": "evil.example"})
            assert "evil" not in answer.text
            assert "evil" not in str(answer.headers)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND"])
def test_other_methods_do_nothing(desk, thief, method):
    for path in ("/desk/", "/desk/users/1", "/desk/sign-in", "/desk/calls.csv"):
        answer = thief.flask.open(path, method=method)
        assert answer.status_code in (200, 400, 405)
        assert "desk" not in answer.text or answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/desk/../etc/passwd", "/desk/static/../headers.py", "/desk/static/%2e%2e/headers.py", "/desk//evil.example/",
     "/desk/recordings/..%2f..%2fx/1.wav", "/desk/menus/edit/../../flows.yaml", "/desk/menus/edit/%2e%2e/.env",
     "/desk/calls/%00", "/desk/cases/\u202e/1", "/desk/closures/99999999999999999999/stop"],
)  # fmt: skip
def test_made_up_addresses_lead_nowhere(desk, thief, path):
    for answer in (thief.get(path), thief.post(path)):
        assert answer.status_code in (308, 400, 404, 405)
        assert "root:" not in answer.text
        assert urlsplit(answer.headers.get("Location", "")).hostname in (None, "localhost")


@pytest.mark.parametrize(
    "path", ["/desk/calls.csv", "/desk/audit.xlsx", "/desk/static/desk.css", "/desk/second-factor"]
)
def test_files_are_told_to_be_strict_too(desk, path):
    answer = desk.client("all@site.example").get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
    answer.close()


def test_a_cookie_that_was_changed_is_worth_nothing(desk):
    good = desk.cookie("all@site.example")
    payload, _, rest = good.partition(".")
    for made_up in ("", "x", good[:-2] + "xx", f"{payload}x.{rest}", f".{good}", "A" * 4000):
        client = desk.client()
        client.flask.set_cookie(desk.cookie_name, made_up)
        assert client.get("/desk/help").status_code == 302


@pytest.mark.parametrize("there", ["/desk/\r\nSet-Cookie: a=b", "/desk/\n", "\x00", "/desk/\u2028", "\x85"])
def test_an_address_to_go_on_to_with_a_line_break_is_refused(as_stranger, as_supervisor, there):
    typed = {"email": "all@site.example", "password": "wrong", "next": there}
    assert as_stranger.post("/desk/sign-in", typed).status_code == 400
    assert as_stranger.get("/desk/sign-in", query_string={"next": there}).status_code == 400
    assert as_supervisor.post("/desk/language", {"language": "en", "next": there}).status_code == 400


def test_a_form_of_two_hundred_thousand_fields_is_refused_at_the_sign_in(as_stranger):
    form, kind = "a&" * 200_000, "application/x-www-form-urlencoded"
    assert as_stranger.flask.post("/desk/sign-in", data=form, content_type=kind).status_code == 413


def test_values_nested_a_hundred_thousand_deep_are_refused_by_the_telephone(as_supervisor):
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        deep = opening * 100_000 + ("1" if opening != "[" else "") + closing * 100_000
        answer = as_supervisor.flask.post("/phone/calls", data=deep, content_type="application/json")
        assert 400 <= answer.status_code < 500

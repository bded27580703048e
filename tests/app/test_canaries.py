"""A private and a secret value wherever a menu can have one, and then a search of all that is kept."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from canaries import PRIVATE, found_in
from click.testing import CliRunner
from empty_database import put_tables
from sqlalchemy import MetaData, select, text
from structlog.testing import capture_logs
from web.desk.addresses import address_of, rules_of
from web.desk.conftest import DeskUnderTest

from ivr.app.application import bare_app
from ivr.app.callers import doors_of
from ivr.app.installation import Installation, open_installation
from ivr.app.telephone import line_into
from ivr.authoring.checking.report import report_text
from ivr.carrier.twiml import render
from ivr.cli import commands
from ivr.engine.call import call_to_json
from ivr.engine.heard import Keys
from ivr.errors import StorageAway
from ivr.journal.entry import Entry
from ivr.journal.text import compact, entry_from_text, entry_to_text
from ivr.phone.acts import parse_script, perform
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.practice.stand_ins import PracticeClock
from ivr.settings import load_settings
from ivr.storage.filed.listing import FiledFilters, list_filed_rows
from ivr.storage.filed.work import FiledWork
from ivr.storage.journal.keeping import DurableJournal
from ivr.storage.journal.last_place import EntrySeal
from ivr.storage.journal.spool import Spool
from ivr.storage.people.accounts import add_account, read_grants
from ivr.switchboard.switchboard import Switchboard
from ivr.web.desk.people.passwords import hash_password
from ivr.web.voice.gate import VoiceGate

PHRASES = Path(__file__).parents[2] / "prompts" / "en" / "phrases.yaml"
TEN = datetime.fromisoformat("2026-11-23T10:00+08:00")
NUMBER = "+85222200101"
FLOWS = """version: 1
site: {en: Taxes}
languages: {en: {key: 1, name: English, say: en-GB, voice: Polly.Amy-Neural}}
hotlines:
  transport: {number: "+852 2220 0101", title: {en: Taxes}, start: transport}
officers:
  desk: {title: {en: the desk}, numbers: ["+852 2220 0111"]}
"""
MENU = """version: 1
title: {en: Taxes}
owner: Tax Division
review: 2027-04-01
start: main
tables:
  taxes:
    file: taxes.csv
    columns:
      number: digits
      code: digits
      birth: date
      due: {format: money, private: yes}
      holder: {format: text, private: yes}
  years:
    file: years.csv
    columns: {number: digits, year: number, due: {format: money, private: yes}}
  claims:
    rows: filed
    columns: {number: digits, holder: text, due: money}
    unique: [number]
    most: {rows: 5, per: holder}
  records:
    database: records
    statement: >-
      INSERT INTO records (entry, number, holder, due) VALUES (:entry, :number, :holder, :due)
      ON CONFLICT (entry) DO UPDATE SET entry = excluded.entry
    columns: {number: digits, holder: text, due: money}
nodes:
  main:
    kind: menu
    choices:
      1: {label: {en: my tax}, to: number, keep: {wish: tax}}
  number: {kind: ask, say: {en: Your number.}, digits: 8, private: yes, keep: number, then: more}
  more:
    kind: menu
    say: {en: "What about {number}?"}
    choices:
      1: {label: {en: what is due}, to: code}
      2: {label: {en: your number}, to: own}
      3: {label: {en: years}, to: years}
      4: {label: {en: a message}, to: message}
      5: {label: {en: a complaint}, to: complaint}
      6: {label: {en: somebody}, to: somebody}
      8: {label: {en: an entry}, to: another_code}
      9: {label: {en: a link}, to: link}
  own: {kind: answer, say: {en: "It is {number}."}, then: by_text}
  by_text: {kind: text}
  link: {kind: text, send: {en: "See {number}."}}
  code: {kind: ask, say: {en: "The code of {number}."}, digits: 6, secret: yes, keep: code, then: birth}
  birth: {kind: ask, say: {en: "And the birth."}, date: past, secret: yes, keep: birth, then: which}
  which: {kind: switch, on: code, cases: {"111111": own}, otherwise: tax}
  tax:
    kind: enquiry
    from: taxes
    match: {number: number, code: code, birth: birth}
    found:
      say: {en: "{holder}, {number}, born {birth}, code {code}, owes {due}."}
      keep: [holder, due]
      as: {due: owed}
      then: told
    lock: {key: number, after: 5, until: midnight, say: {en: "Locked for {number}."}}
    none: {say: {en: "Not right for {number}."}, then: birth}
    unavailable: {say: {en: "Not now, {number}."}, then: officer}
  told: {kind: answer, say: {en: "So much for {holder}, who owes {owed}."}, then: by_text}
  years:
    kind: enquiry
    from: years
    match: {number: number}
    found: {say: {en: "In {year} {number} owed {due}."}}
    several: {say: {en: "{count} years for {number}."}}
  message: {kind: message, with: [wish], say: {en: "Speak about {number}."}}
  complaint: {kind: feedback, accepts: [complaint], with: [wish], say: {en: "Complain about {number}."}}
  somebody:
    kind: transfer
    to: desk
    say: {en: "Somebody rings about {number}."}
    topic: {en: taxes}
    with: [wish]
    unanswered: {say: {en: "Nobody for {number}."}, then: message}
  officer: {kind: transfer, to: desk, unanswered: leave}
  leave: {kind: message}
"""
ENTERING = """
  another_code: {kind: ask, say: {en: "The code of {number}."}, digits: 6, secret: yes, keep: pin, then: whose}
  whose:
    kind: enquiry
    from: taxes
    match: {number: number, code: pin}
    found: {keep: [holder, due], as: {holder: name, due: sum}, then: enter}
    none: {say: {en: "Not right for {number}."}, then: another_code}
    unavailable: officer
  enter:
    kind: submit
    into: claims
    file: {number: number, holder: name, due: sum}
    done: {say: {en: "{name}, {number} and {sum} are entered as {entry}."}, then: record}
    taken: {say: {en: "{name} has {number} and {sum} there."}, then: record}
    full: {say: {en: "No room for {name}, {number}, {sum}."}, then: record}
    unavailable: {say: {en: "Not now, {name}, {number}, {sum}."}, then: officer}
  record:
    kind: submit
    into: records
    file: {number: number, holder: name, due: sum}
    done: {say: {en: "{name}, {number} and {sum} are on record as {entry}."}, then: opinion}
    taken: {say: {en: "{name}, {number} and {sum} are on record."}, then: opinion}
    unavailable: {say: {en: "No record now, {name}, {number}, {sum}."}, then: opinion}
  opinion:
    kind: rating
    say: {en: "How was it, {name}, {number}, {sum}?"}
    questions:
      content: {ask: {en: "How content is {name}, {number}, {sum}?"}, scale: 1-5}
      solved: {ask: {en: "Has {name} all of {number}, {sum}?"}, yes_or_no: yes}
      where: {ask: {en: "Where, {name}?"}, choices: {1: {label: {en: at home}}}}
      remark: {ask: {en: "Speak, {name}, {number}, {sum}."}, record: 20}
"""
MENU += ENTERING
TAXES = "number,code,birth,due,holder\n76543210,918273,1961-07-04,4321.09,Zebedee Quorn\n"
YEARS = "number,year,due\n76543210,1,4321.09\n76543210,2,4321.09\n"
GIVEN = "1,76543210,1"
ENTERED = f"{GIVEN},8,918273"
CALLS = (
    f"{GIVEN},1,918273,04071961,#,*,2,hangup",
    f"{GIVEN},1,91827,918273,01011999,04071961,hangup",
    f"{GIVEN},7,2,#,hangup",
    f"{GIVEN},2,1,2,91234567,1,hangup",
    f"{GIVEN},9,1,2,91234567,1,hangup",
    f"{GIVEN},3,#,hangup",
    f"{GIVEN},4,record:20,1,3,hangup",
    f"{GIVEN},5,record:20,1,3,hangup",
    f"{GIVEN},6,officer:unanswered,record:9,1,3,hangup",
    f"{GIVEN},6,officer:answers",
    "1,7654321,76543210,9,2,76543210,1,0,officer:answers",
)
ENTERS = (
    f"{ENTERED},1,4,1,1,record:9,hangup",
    f"{ENTERED},1,9,4,2,7,hangup",
    f"{ENTERED},2,hangup",
)
NOT_ENTERED = f"{ENTERED},officer:answers"  # where nothing can be kept


@dataclass
class Office:
    """A hotline, the state of its disk, and what its log said."""

    installation: Installation
    state: Path
    logs: list[str]

    def ring(self, script: str, switchboard: Switchboard | None = None) -> list[str]:
        """Ring it; what was heard."""
        app, settings = bare_app(self.installation).wsgi_app, self.installation.settings
        if switchboard:
            app = VoiceGate(app, doors_of(switchboard, settings))
        telephone = Telephone(line_into(app, settings), new_call(NUMBER, hong_kong("+85255501234")))
        heard = [*telephone.ring()]
        for act in parse_script(script):
            heard += perform(telephone, act)
        return [each.text for each in heard]

    def kept(self) -> list[str]:
        """All rows of the database but those of the tables that are looked in, and every token opened."""
        database, tables = self.installation.database, MetaData()
        with database.reading() as connection:
            tables.reflect(connection)
            rows = [
                str(tuple(row))
                for name, table in tables.tables.items()
                if not name.startswith("t_")
                for row in connection.execute(select(table))
            ]
            tokens = connection.scalars(select(tables.tables["journal"].c.token)).all()
        return [*rows, *map(self.opened, filter(None, tokens))]

    def opened(self, token: str) -> str:
        """What a token holds."""
        return compact(call_to_json(self.installation.switchboard.tokens.open(token)))


def settings_of(folder: Path, url: str = "", **more: str):
    given = {"IVR_MODE": "demo", "IVR_SITE": str(folder / "site"), "IVR_STATE": str(folder / "state"), **more}
    given["IVR_DATABASE_RECORDS"] = f"sqlite:///{folder / 'own.db'}"
    return load_settings({**given, "IVR_DATABASE_URL": url})


def open_office(folder: Path, url: str = "") -> Installation:
    site = folder / "site"
    (site / "menus" / "transport").mkdir(parents=True)
    (site / "prompts" / "en").mkdir(parents=True)
    shutil.copy(PHRASES, site / "prompts" / "en")
    (site / "flows.yaml").write_text(FLOWS, "utf-8")
    for name, content in {"menu.yaml": MENU, "taxes.csv": TAXES, "years.csv": YEARS}.items():
        (site / "menus" / "transport" / name).write_text(content, "utf-8")
    with closing(sqlite3.connect(folder / "own.db")) as own, own:
        own.execute("CREATE TABLE records (entry TEXT PRIMARY KEY, number TEXT, holder TEXT, due TEXT)")
    installation = open_installation(settings_of(folder, url), PracticeClock(TEN))
    put_tables(installation.database)
    done = installation.publish("tests")
    assert done.checked.edition, report_text(done.checked.problems, done.checked.counts, done.checked.files)
    return installation


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("new_postgres_url")(request.getfixturevalue("postgres_template"))
    with capture_logs() as logs:
        installation = open_office(tmp_path, url)
        yield Office(installation, tmp_path / "state", logs)
    installation.database.close()


def test_the_caller_hears_it_all_and_it_is_kept_nowhere(office: Office) -> None:
    heard = "\n".join(text for script in (*CALLS, *ENTERS) for text in office.ring(script))
    assert len(found_in([heard])) == 5, "each is said to its own caller, in words"
    with office.installation.database.caught_up():
        assert found_in(office.kept()) == set()
    assert found_in(map(repr, office.logs)) == set()


def test_what_callers_entered_is_sealed_here_and_in_clear_in_the_departments_own_database(office: Office) -> None:
    heard = "\n".join(office.ring(ENTERS[0]))
    (row,) = list_filed_rows(office.installation.filed, FiledFilters("transport/claims"))
    assert f"are entered as {' '.join(row.entry)}"[:15] in heard
    assert set(row.cells.values()) == {"****"}
    seen = FiledWork(office.installation.filed).unseal(row.entry, "mei", TEN)
    with closing(sqlite3.connect(office.state.parent / "own.db")) as own:
        (record,) = own.execute("SELECT number, holder, due FROM records").fetchall()
    assert record == tuple(seen.cells.values()) == tuple(PRIVATE[name] for name in ("number", "holder", "due"))
    assert found_in(office.kept()) == set()


def test_a_statement_that_fails_tells_the_log_no_value(office: Office) -> None:
    with closing(sqlite3.connect(office.state.parent / "own.db")) as own, own:
        own.execute("DROP TABLE records")
    assert any("No record now" in text for text in office.ring(ENTERS[0]))
    assert any(each["event"] == "nothing could be entered" for each in office.logs)
    assert found_in(map(repr, office.logs)) == set()


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_no_byte_of_a_backup_has_it_but_in_the_tables_that_are_looked_in(office: Office, tmp_path: Path) -> None:
    for script in (*CALLS, *ENTERS):
        office.ring(script)
    with office.installation.database.caught_up():
        backup = tmp_path / "backup.db"
    with closing(sqlite3.connect(office.state / "ivr.db")) as live, closing(sqlite3.connect(backup)) as copy:
        live.backup(copy)
        tables = [
            name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE name LIKE 't\\_%' ESCAPE '\\'")
        ]
        for name in tables:
            copy.execute(f'DROP TABLE IF EXISTS "{name}"')
        copy.execute("VACUUM")
    files = [backup, *(path for path in office.state.rglob("*") if path.is_file() and path.name[:6] != "ivr.db")]
    assert tables
    assert {path.name: found_in([path.read_bytes().decode("latin-1")]) for path in files} == {
        path.name: set() for path in files
    }


class Talkative:
    """Look-ups that fail with all that they were asked in what they say."""

    def look_up(self, table: str, match: Mapping[str, str], most: int) -> None:
        raise ValueError(f"no rows of {table} for {match}")


def test_a_node_that_fails_tells_the_log_where_and_no_value(office: Office) -> None:
    board = replace(office.installation.switchboard, enquiries=lambda _edition: Talkative())
    office.ring(f"{GIVEN},1,918273,04071961,officer:answers", board)
    (told,) = (each for each in office.logs if each["event"] == "a node failed")
    assert told["error"] == "ValueError"
    assert "look_up" in told["at"][-1]
    assert found_in(map(repr, office.logs)) == set()


class Away:
    """A database that takes and tells nothing."""

    def keep(self, _entry: Entry) -> None:
        raise StorageAway("away")

    load = of_call = keep


def test_no_spool_and_no_sealed_line_of_the_log_has_it(office: Office) -> None:
    installation, lines = office.installation, list[str]()
    seal = EntrySeal(installation.settings.secret_keys)
    journal = DurableJournal(Away(), installation.spool, lambda entry: lines.append(seal.close(entry)))
    switchboard = replace(installation.switchboard, journal=journal)
    for script in (*CALLS, NOT_ENTERED):
        office.ring(script, switchboard)
    files = [path.read_text() for path in installation.spool.waiting()]
    tokens = [office.opened(entry_from_text(text).token) for text in files if entry_from_text(text).token]
    assert len(files) > 30
    assert found_in((*files, *tokens)) == set()
    nowhere = replace(switchboard, journal=DurableJournal(Away(), Spool(PHRASES / "no folder"), journal.set_down))
    for script in CALLS[:4]:  # in which nothing is left that would be lost
        office.ring(script, nowhere)
    entries = [entry for line in lines for entry in seal.open_all(line)]
    assert len(entries) > 20
    tokens = [office.opened(entry.token) for entry in entries if entry.token]
    assert found_in((*map(entry_to_text, entries), *tokens)) == set()


def test_no_page_and_no_file_of_the_desk_has_it(office: Office) -> None:
    installation = office.installation
    for script in (*CALLS, *ENTERS):
        office.ring(script)
    for name in ("supervisor@transport.example", "everybody@site.example"):
        roles = "supervisor:transport" if "transport" in name else "supervisor editor administrator"
        hashed = hash_password("a right good password")
        add_account(installation.database, name, "Mei", read_grants(roles), hashed, TEN, False)
    desk = DeskUnderTest(bare_app(installation), installation, installation.switchboard.clock, {})
    client = desk.client("everybody@site.example")
    with installation.database.caught_up() as connection:
        sids = connection.scalars(text("SELECT sid FROM calls")).all()
    addresses = [address_of(desk, rule.rule, "transport") for rule, method in rules_of(desk.app) if method == "GET"]
    rows = list_filed_rows(installation.filed, FiledFilters("transport/claims"))
    addresses += ["/desk/filed?table=transport/claims", *(f"/desk/filed/{row.entry}" for row in rows)]
    addresses += [f"/desk/filed.{form}?table=transport/claims" for form in ("csv", "xlsx")]
    addresses += [f"/desk/calls/{sid}{more}" for sid in sids for more in ("", "/walk")]
    pages: dict[str, bytes] = {}
    for address in addresses:
        with client.get(address) as page:
            pages[address] = page.get_data()
    shown = {address: page.decode("utf-8", "replace") for address, page in pages.items() if "/menus/" not in address}
    assert {address: found_in([page]) for address, page in shown.items() if found_in([page])} == {}
    assert any("****" in page for page in shown.values())
    assert rows
    assert "****" in shown[f"/desk/filed/{rows[0].entry}"]


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_no_export_and_no_recorded_rehearsal_has_it(office: Office, tmp_path: Path, monkeypatch) -> None:
    for script in (*CALLS, *ENTERS):
        office.ring(script)
    settings = office.installation.settings
    for name, value in {"MODE": "demo", "SITE": settings.site, "STATE": settings.state}.items():
        monkeypatch.setenv(f"IVR_{name}", str(value))
    monkeypatch.setenv("IVR_DATABASE_URL", settings.database_url.get_secret_value())
    monkeypatch.setenv("IVR_DATABASE_RECORDS", settings.databases["records"].get_secret_value())
    (row,) = list_filed_rows(office.installation.filed, FiledFilters("transport/claims"))
    run, entered = CliRunner().invoke, tmp_path / "claims.csv"
    printed = [
        run(commands, words).output
        for words in (
            ("calls", "list"),
            ("calls", "show", "last"),
            ("calls", "export"),
            ("cases", "list"),
            ("messages", "list"),
            ("tables", "export", "transport/years"),
            ("ratings", "list"),
            ("filed", "list"),
            ("filed", "export", "transport/claims", "--output", str(entered)),
            ("filed", "show", row.entry),
        )
    ]
    assert found_in(printed) <= {"76543210"}  # which the table of years has in a column that is not private
    assert found_in([entered.read_text("utf-8-sig")]) == set()
    assert "content: 4" in printed[6]
    assert "****" in printed[7]
    assert PRIVATE["holder"] in run(commands, ("filed", "show", row.entry, "--private")).output
    assert "4321.09" in run(commands, ("tables", "export", "transport/years", "--private")).output
    recorded = tmp_path / "calls.yaml"
    done = run(commands, ("call", "transport", "--press", CALLS[0], "--record", str(recorded)))
    assert "write in its place what you made up" in done.output
    assert found_in([recorded.read_text("utf-8")]) == set()
    assert "press: '********'  # private" in recorded.read_text("utf-8")


class KilledAfterKeeping:
    """A worker that is killed once its turn is kept, before it answers."""

    def __init__(self, journal: object) -> None:
        self.journal = journal

    def keep(self, entry: Entry) -> None:
        self.journal.keep(entry)
        raise KeyboardInterrupt


@pytest.mark.parametrize("away", [False, True], ids=["in the database", "in the spool"])
def test_another_worker_answers_a_repeated_webhook_as_the_first_did_to_the_byte(office: Office, away: bool) -> None:
    first = office.installation.switchboard
    if away:
        first = replace(first, journal=DurableJournal(Away(), office.installation.spool, print))
    later = open_installation(office.installation.settings, PracticeClock(TEN + timedelta(seconds=9)))
    second = later.switchboard
    token = first.answer("CA1", NUMBER, "+85255501234").token
    for keys in ("1", "76543210", "1", "1", "918273", "04071961"):
        answer = first.turn(token, "CA1", Keys(keys))
        again = second.turn(token, "CA1", Keys(keys))
        assert rendered(again) == rendered(answer)
        token = answer.token
    later.database.close()
    assert b"Zebedee Quorn" in rendered(answer)


def test_what_a_killed_worker_kept_is_answered_from_the_repeated_request(office: Office) -> None:
    board = office.installation.switchboard
    token = board.answer("CA1", NUMBER, "+85255501234").token
    for keys in ("1", "76543210", "1", "1", "918273"):
        token = board.turn(token, "CA1", Keys(keys)).token
    with pytest.raises(KeyboardInterrupt):
        replace(board, journal=KilledAfterKeeping(board.journal)).turn(token, "CA1", Keys("04071961"))
    answers = [board.turn(token, "CA1", Keys("04071961")) for _ in range(2)]
    assert rendered(answers[0]) == rendered(answers[1])
    assert b"Zebedee Quorn, seven six five four three two one zero, born the fourth of July" in rendered(answers[0])
    assert len(board.journal.of_call("CA1")) == 7


def rendered(answer) -> bytes:
    """The bytes that the carrier gets."""
    return render(answer.instructions, answer.voices, answer.token, "https://ivr.example.org")

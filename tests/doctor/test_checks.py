"""Everything that can be wrong is told, with what mends it; and what is well is left alone."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from doctor.conftest import PRODUCTION, House, tried

from ivr.doctor.checks import CHECKS, Examination, examine
from ivr.doctor.diagnosis import Diagnosis, good, wrong
from ivr.doctor.premises import Premises
from ivr.doctor.telling import report_json, report_text
from ivr.doctor.unopened import refused_settings, refused_state
from ivr.errors import SettingsRefused, StorageAway
from ivr.phone.line import http_line
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.settings import load_settings
from ivr.storage.database.transactions import open_database
from ivr.storage.people.accounts import account_named, change_account, read_grants
from ivr.storage.people.audit import AuditRecord, keep_audit
from ivr.translation import CHINESE, in_language, said

NEEDS_A_NETWORK = {"clock", "certificate", "carrier"}
LOOKED_AT_ELSEWHERE = {"officers", "mail", "texts", "transcripts", "outbox"}
WELL = [check.name for check in CHECKS if check.name not in NEEDS_A_NETWORK | LOOKED_AT_ELSEWHERE]


def rung(house: House) -> str:
    """A call that is on record; its name."""
    telephone = Telephone(house.premises.line, new_call("+85222200101", hong_kong()))
    telephone.ring()
    telephone.hang_up()
    return telephone.state.call_sid


@pytest.fixture
def well(house: House) -> House:
    """Lines that were tried, and a purge of last night."""
    now = datetime.now(UTC)
    house.premises.kept.keep_trials(house.premises.try_lines())
    keep_audit(house.installation.database, AuditRecord(now, "cron", "", "purged", "by rule"))
    return house


@pytest.mark.parametrize("name", WELL)
def test_an_installation_that_is_well_is_found_well(well: House, name: str) -> None:
    assert well.finds(name).state == "good", well.finds(name)


def test_whatever_is_not_well_is_told_with_what_to_do(house: House) -> None:
    away = open_database("postgresql+psycopg://ivr@127.0.0.1:1/ivr", lock_folder=house.premises.settings.state)
    nowhere = http_line("http://127.0.0.1:1", "t", "", 1)
    broken = replace(house.premises, database=away, line=nowhere)
    look = examine(broken, [check for check in CHECKS if check.name not in NEEDS_A_NETWORK])
    bad = {name: found for name, found in look.findings.items() if found.state in ("wrong", "warning")}
    assert {"database", "address", "line"} <= set(bad)
    assert all(found.do for found in bad.values())
    assert {look.findings[name].state for name in ("revision", "log", "proxies", "people")} == {"unknown"}


def test_a_setting_of_no_name_and_a_key_that_is_missing_are_told(opened: Callable[..., House], house: House) -> None:
    assert house.set(whence={"IVR_PROXYS": ".env"}).state("settings") == (
        "warning",
        "No setting is called: IVR_PROXYS.",
    )
    assert "IVR_HASH_KEY is not set" in house.set(hash_key="").state("settings")[1]


def test_secrets_that_others_may_read_are_told(house: House) -> None:
    spool = house.premises.settings.state / "spool"
    spool.mkdir(exist_ok=True)
    spool.chmod(0o755)
    assert house.state("permissions") == ("warning", f"Others on this machine may read {spool}.")
    assert house.finds("permissions").do == f"chmod go= {spool}"


def test_a_folder_that_is_not_there_is_wrong(house: House, tmp_path: Path) -> None:
    assert house.set(state=tmp_path / "nowhere").finds("permissions").state == "wrong"
    assert house.set(state=tmp_path / "nowhere").finds("disk").state == "unknown"


def test_a_database_of_another_revision_names_the_command(house: House) -> None:
    from sqlalchemy import text

    with house.installation.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert house.finds("revision").state == "wrong"
    assert house.finds("revision").do == "ivr db upgrade"


def test_steps_that_wait_or_were_set_aside_are_counted(house: House) -> None:
    sid = rung(house)
    entry = next(iter(house.installation.journal.of_call(sid)))
    house.premises.spool.put(entry)
    assert house.state("spool")[0] == "warning"
    assert "until the database takes them: 1." in house.state("spool")[1]
    house.premises.spool.set_aside(house.premises.spool.waiting()[0])
    assert "were set aside: 1." in house.state("spool")[1]


def test_steps_that_only_the_log_has_are_told(house: House) -> None:
    house.installation.faults.note("unkept")
    house.installation.faults.write()
    assert "only the log could keep today: 1." in house.state("log")[1]


def test_a_scheduler_that_is_silent_or_hangs_or_cannot_do_something_is_told(house: House) -> None:
    now, jobs = datetime.now(UTC), house.premises.jobs
    jobs.write([tried()], before := now - timedelta(minutes=5))
    at = before.astimezone(house.premises.shelf.zone())
    assert house.state("scheduler")[1] == f"It was last at work at {at:%Y-%m-%d %H:%M:%S}."
    hangs = tried()
    hangs.every = 0.1
    (task,) = hangs.tasks
    task.last = replace(task.last, at=now - timedelta(minutes=5))
    jobs.write([hangs], now)
    assert house.state("scheduler") == ("wrong", "It is at work, but these hang: spool.")
    jobs.write([tried("rollups", refuse)], now)
    assert house.state("scheduler") == (
        "warning",
        "It is at work, but cannot do this now: rollups. the database is away",
    )
    (house.premises.settings.state / "jobs.json").write_text("{}")
    assert house.finds("scheduler").state == "wrong"


def refuse() -> None:
    raise StorageAway("the database is away")


def test_what_waits_for_a_second_person_is_told(house: House) -> None:
    shelf = house.premises.shelf
    served = shelf.current()
    from ivr.storage.editions.publications import AT_ONCE

    content = shelf.bundle(served.hash)
    shelf.propose(content, served.hash, "wong", "", {}, AT_ONCE, served.hash)
    assert "of wong waits for a second person" in house.state("edition")[1]
    assert served.hash[:12] in house.finds("edition").do


def test_saved_menus_with_problems_are_told(house: House) -> None:
    menu = house.premises.settings.site / "menus" / "works" / "menu.yaml"
    menu.write_text(menu.read_text("utf-8").replace("kind: menu", "kind: nothing"), "utf-8")
    house.installation.publish("a test")
    assert "the saved menus have problems: " in house.state("edition")[1]


def test_a_copy_that_the_disk_lacks_is_told(house: House) -> None:
    house.premises.shelf.disk.edition_path(house.premises.shelf.current().hash).unlink()
    assert "this disk has not taken yet: 1." in house.state("copies")[1]


def test_numbers_of_officers_that_nobody_has_are_told(house: House) -> None:
    state, why = house.state("officers")
    assert (state, "+85222200111" in why) == ("warning", True)
    assert house.set(mode="demo").finds("officers").state == "needless"


def test_nobody_who_may_publish_or_look_after_the_desk_is_told(house: House) -> None:
    database = house.installation.database
    account = account_named(database, "chan@site.example")
    change_account(database, account.id, grants=read_grants("administrator"))
    assert "Nobody may publish at the desk" in house.state("people")[1]
    change_account(database, account.id, grants=read_grants("editor"))
    assert "Nobody may see to users" in house.state("people")[1]
    change_account(database, account.id, grants=read_grants("administrator editor"), disabled_at=datetime.now(UTC))
    assert house.finds("people").state == "warning"


def test_rules_of_deleting_that_are_not_set_or_not_followed_are_told(house: House) -> None:
    assert "has never run" in house.state("purge")[1]
    assert "Nothing is ever deleted" in house.set(keep_calls=None).state("purge")[1]
    line = AuditRecord(datetime.now(UTC) - timedelta(days=30), "cron", "", "purged", "by rule")
    keep_audit(house.installation.database, line)
    assert "ivr purge ran last at" in house.state("purge")[1]
    assert house.finds("purge").state == "warning"
    assert house.set(keep_calls=None, mode="demo").finds("purge").state == "needless"


def test_proxies_that_do_not_fit_are_told(house: House) -> None:
    assert house.set(proxies=0).finds("proxies").state == "warning"
    house.installation.faults.note("proxies")
    house.installation.faults.write()
    assert "another number of proxies: 1." in house.state("proxies")[1]


def test_another_token_is_told_as_a_signature_that_is_refused(house: House) -> None:
    other = replace(house, premises=replace(house.premises, line=replace(house.premises.line, auth_token="another")))
    assert other.state("address") == ("wrong", "https://ivr.example.org refuses a signed request.")
    assert "IVR_TWILIO_AUTH_TOKEN" in other.finds("address").do


def test_another_installation_at_the_address_is_told(house: House, opened: Callable[..., House]) -> None:
    strange = load_settings(PRODUCTION | {"IVR_SECRET_KEY": "z9y8" * 4 + "fedcba9876543210"})
    from ivr.switchboard.tokens import CallTokens

    other = replace(house, premises=replace(house.premises, opens=CallTokens(strange.secret_keys).open))
    assert "it has another IVR_SECRET_KEY" in other.state("line")[1]


def test_an_address_without_tls_shows_no_certificate(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]
        thread = threading.Thread(target=lambda: plain.accept()[0].close(), daemon=True)
        thread.start()
        found = house.set(public_url=f"https://127.0.0.1:{port}").finds("certificate")
        thread.join(10)
    assert found.state == "unknown"


def test_what_does_not_answer_keeps_nobody_waiting_and_the_others_are_told(house: House) -> None:
    over = threading.Event()

    def hang(_premises: Premises) -> Diagnosis:
        over.wait(60)
        return good(said("at last"))

    def fail(_premises: Premises) -> Diagnosis:
        raise RuntimeError("+85251234567")

    checks = [
        Examination("hangs", said("x"), hang, slow=True),
        Examination("fails", said("x"), fail),
        Examination("answers", said("x"), lambda _premises: wrong(said("badly"), said("mend it"))),
    ]
    began = time.monotonic()
    found = examine(house.premises, checks, seconds=2).findings
    over.set()
    assert time.monotonic() - began < 30
    assert [found[name].state for name in ("hangs", "fails", "answers")] == ["unknown", "unknown", "wrong"]
    assert "5123" not in str(found["fails"].why)


@pytest.mark.parametrize("locale", CHINESE)
def test_it_is_told_in_the_readers_language(house: House, locale: str) -> None:
    look = examine(house.premises, [check for check in CHECKS if not check.slow])
    assert len(report_text(look, locale).splitlines()) > len(look.findings)
    assert "有問題" in report_text(refused_state(OSError("no")), "zh_Hant_HK")
    assert '"check": "disk"' in report_json(look, locale)
    assert in_language(look.findings["disk"].why, locale) != str(look.findings["disk"].why)


def test_settings_that_are_refused_are_the_one_thing_that_is_told() -> None:
    look = refused_settings(SettingsRefused("PORT must be a port number, 1 to 65535"))
    assert look.findings["settings"].state == "wrong"
    assert {found.state for name, found in look.findings.items() if name != "settings"} == {"unknown"}


def test_what_was_found_is_read_again_in_any_language(house: House) -> None:
    look = examine(house.premises, [check for check in CHECKS if not check.slow])
    house.premises.kept.keep_look(look)
    again = house.premises.kept.look()
    assert again == look
    assert [in_language(found.why, CHINESE[0]) for found in again.findings.values()] == [
        in_language(found.why, CHINESE[0]) for found in look.findings.values()
    ]
    (house.premises.settings.state / "doctor.json").write_text('{"at": 1}')
    assert house.premises.kept.look() is None


def test_the_slow_ones_find_the_http_client_whole_whoever_is_first() -> None:
    script = """
import sys
from ivr.doctor.checks import Examination, examine
from ivr.doctor.diagnosis import good, wrong
from ivr.translation import said
assert "requests" not in sys.modules
look = lambda _: good(said("x")) if hasattr(sys.modules.get("requests"), "Session") else wrong(said("x"), said("y"))
class Premises:
    now = staticmethod(lambda: None)
print({each.state for each in examine(Premises, [Examination("a", said("a"), look, slow=True)] * 3).findings.values()})
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    assert found.stdout == "{'good'}\n"

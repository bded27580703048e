"""Figures for Prometheus: for whoever has the token, whole, and without a word of any caller."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from doctor.conftest import KEY, House
from prometheus_client.parser import text_string_to_metric_families as parsed
from werkzeug.test import Client

from ivr.app.application import bare_app
from ivr.app.metrics import MetricsOf
from ivr.phone.origins import hong_kong
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.storage.backup.last_backup import note_backup
from ivr.storage.database.transactions import open_database

TOKEN = KEY[::-1]
NUMBER, CALLER = "+85222200101", "+85255501234"
Samples = dict[tuple[str, str], float]


def figures(house: House) -> Samples:
    """All figures by name and labels."""
    reply = Client(bare_app(house.installation)).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    assert CALLER not in reply.text
    samples = (sample for family in parsed(reply.text) for sample in family.samples)
    return {(sample.name, ",".join(sample.labels.values())): sample.value for sample in samples}


@pytest.fixture
def served(opened: Callable[..., House]) -> House:
    return opened(IVR_METRICS_TOKEN=TOKEN)


def test_without_a_token_there_is_no_such_page(house: House) -> None:
    assert Client(bare_app(house.installation)).get("/metrics").status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}", "Bearer \u00e9"])
def test_nobody_is_told_without_the_token(served: House, given: str) -> None:
    reply = Client(bare_app(served.installation)).get("/metrics", headers={"Authorization": given} if given else {})
    assert reply.status_code == 401
    assert "ivr_" not in reply.text
    assert Client(bare_app(served.installation)).get(f"/metrics?token={TOKEN}").status_code == 401


def test_calls_are_counted_and_timed(served: House) -> None:
    telephone = Telephone(served.premises.line, new_call(NUMBER, hong_kong(CALLER)))
    telephone.ring()
    telephone.press("9")
    before = figures(served)
    assert before["ivr_projector_lag_seconds", ""] > 0
    served.installation.journal.projector.catch_up()
    served.installation.answer_times.write()
    found = figures(served)
    assert found["ivr_answer_seconds_count", "turn"] == 1
    assert found["ivr_answer_seconds_bucket", "turn,+Inf"] == 1
    assert found["ivr_calls_in_hand", "works"] == 1
    assert found["ivr_projector_lag_seconds", ""] == 0
    telephone.hang_up()
    served.installation.journal.projector.catch_up()
    assert ("ivr_calls_in_hand", "works") not in figures(served)


def test_what_the_scheduler_did_and_tried_is_told(served: House) -> None:
    served.premises.kept.keep_trials(served.premises.try_lines())
    found = figures(served)
    assert found["ivr_trial_call_good", "works"] == 1
    assert found["ivr_task_good", "spool"] == 1
    assert found["ivr_scheduler_timestamp_seconds", ""] > 1.7e9
    assert found["ivr_edition_served", ""] == 1
    assert 0 < found["ivr_disk_free_ratio", ""] <= 1
    assert found["ivr_backup_timestamp_seconds", ""] == 0
    note_backup(served.installation.settings.state, datetime.fromtimestamp(1_800_000_000, UTC))
    assert figures(served)["ivr_backup_timestamp_seconds", ""] == 1_800_000_000


def test_faults_are_counted_over_all_days(served: House) -> None:
    served.installation.faults.note("unsigned")
    served.installation.faults.note("unsigned")
    served.installation.faults.write()
    assert figures(served)["ivr_faults_total", "unsigned"] == 2


def test_of_a_database_that_is_away_that_is_told_and_the_rest_all_the_same(served: House) -> None:
    collect = MetricsOf(served.installation)
    collect._database = open_database("postgresql+psycopg://127.0.0.1:1/x", lock_folder=served.premises.settings.state)
    found = {family.name: family for family in collect()}
    assert found["ivr_database_up"].samples[0].value == 0
    assert {"ivr_spool_entries", "ivr_answer_seconds", "ivr_scheduler_timestamp_seconds"} <= set(found)
    assert "ivr_calls_in_hand" not in found

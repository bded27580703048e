"""`ivr alerts` and `ivr cases remind`: who is told, and what the other side says to it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from receivers import mail_server, web_server

from ivr.errors import RecordMissing

SITE = Path(__file__).parents[2]
Ivr = Callable[..., Result]


@pytest.fixture
def with_alerts(ivr: Ivr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Ivr]:
    """Publishes the sample site with these alerts."""

    def publish(alerts: str) -> Ivr:
        site = tmp_path / "site"
        for folder in ("menus", "prompts"):
            shutil.copytree(SITE / folder, site / folder)
        (site / "flows.yaml").write_text((SITE / "flows.yaml").read_text("utf-8") + f"\nalerts:\n{alerts}", "utf-8")
        monkeypatch.setenv("IVR_SITE", str(site))
        assert ivr("db", "upgrade").exit_code == 0
        assert ivr("publish", "--author", "tests").exit_code == 0
        return ivr

    return publish


def test_a_trial_says_what_each_side_answered(
    with_alerts: Callable[[str], Ivr], monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as box, web_server() as hook:
        to = f'{{email: [duty@example.gov.hk, far@example.org], webhook: "{hook.origin}/ivr"'
        ivr = with_alerts(f"  duty: {to}, language: yue, about: [messages], when: office}}\n")
        monkeypatch.setenv("IVR_SMTP_URL", box.url)
        monkeypatch.setenv("IVR_MAIL_FROM", "hotline@example.gov.hk")
        monkeypatch.setenv("IVR_WEBHOOK_SECRET", "what both sides know and nobody else")
        monkeypatch.setenv("IVR_SEND_TO", f"example.gov.hk, {hook.origin}")
        result = ivr("alerts", "test", "duty")
    assert result.exit_code == 1  # not everybody was reached
    assert result.stdout.splitlines() == [
        "email to d••••@example.gov.hk: sent. 250 OK",
        "email to f••••@example.org: given up. IVR_SEND_TO lists neither this address nor its host",
        "webhook to 127.0.0.1: sent. 204",
    ]
    assert "這是測試" in box.mails[0]["Subject"]
    assert json.loads(hook.received[0][1])["occasions"] == []
    (row,) = json.loads(ivr("alerts", "list", "--format", "json").output)
    assert (row["when"], row["language"]) == ("in the hours of office", "yue")


def test_a_trial_of_an_alert_that_there_is_not_says_where_they_are(served: Ivr) -> None:
    result = served("alerts", "test", "duty")
    assert isinstance(result.exception, RecordMissing)
    assert "see: ivr alerts list" in str(result.exception)
    assert served("alerts", "list").output == (
        "The edition that is served has no alerts. Write `alerts` in flows.yaml, run ivr publish, "
        "and list in IVR_SEND_TO where\nthey may go.\n"
    )


def test_where_no_alert_is_about_such_cases_nobody_is_reminded(served: Ivr) -> None:
    assert served("cases", "remind").output == "No alert is about cases that are due or overdue, or there are none.\n"

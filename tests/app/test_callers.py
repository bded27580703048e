"""The application of workers that only callers reach."""

import os
import subprocess
import sys
from pathlib import Path

SITE = Path(__file__).parents[2]
NOT_FOR_CALLERS = ("ivr.web.desk", "ivr.authoring.rules", "ivr.authoring.walking", "ivr.publishing", "ivr.phone")
PUBLISH = """
from ivr.settings import load_settings
from ivr.app.installation import open_installation
from ivr.serving.demo import prepare_demo

prepare_demo(open_installation(load_settings()))
"""
START = """
import sys
import ivr.serving.starting
from ivr.app.callers import create_callers_app

client = create_callers_app().test_client()
assert client.get("/healthz").status_code == 200
assert client.post("/voice/answer", data={"CallSid": "CA1"}).status_code == 403
assert client.get("/desk/").status_code == 404
print(*(name for name in sys.modules if name.startswith("ivr.")))
"""


def test_a_server_that_starts_loads_for_callers_nothing_that_only_others_need(tmp_path: Path) -> None:
    environ = os.environ | {"IVR_MODE": "demo", "IVR_SITE": str(SITE), "IVR_STATE": str(tmp_path)}
    for program in (PUBLISH, START):
        ran = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", program], env=environ, capture_output=True, text=True, timeout=120, check=False
        )
        assert ran.returncode == 0, ran.stderr
    loaded = ran.stdout.split()
    assert "ivr.switchboard.switchboard" in loaded
    assert [name for name in loaded if name.startswith(NOT_FOR_CALLERS)] == []

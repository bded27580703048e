"""The server's settings, as gunicorn itself reads them."""

import gc
import importlib
import sys

import pytest
from gunicorn.config import Config

from ivr.errors import SettingsRefused
from ivr.serving.timely import TimelyWorker
from ivr.web import gunicorn_conf

KEY = "a key of 32 letters or more for a trial"


@pytest.fixture
def served(monkeypatch, tmp_path):
    """Reads the module under the given variables into gunicorn's own configuration."""

    def read(**environ: str) -> Config:
        for name, value in ({"IVR_STATE": str(tmp_path), "IVR_MODE": "demo"} | environ).items():
            monkeypatch.setenv(name, value)
        config = Config()
        monkeypatch.setitem(sys.modules, gunicorn_conf.__name__, gunicorn_conf)  # another test may have taken it out
        for name, value in vars(importlib.reload(gunicorn_conf)).items():
            if name in config.settings:
                config.set(name, value)
        return config

    return read


def test_a_demo_listens_to_its_own_machine_only(served):
    assert served(PORT="8123", WEB_CONCURRENCY="3").address == [("127.0.0.1", 8123)]


def test_production_listens_to_all(served):
    production = {"IVR_PUBLIC_URL": "https://ivr.example.org", "IVR_TWILIO_AUTH_TOKEN": "t", "IVR_SECRET_KEY": KEY}
    assert served(IVR_MODE="production", PORT="8123", **production).address == [("0.0.0.0", 8123)]  # noqa: S104 - meant


def test_a_hung_request_ends_before_the_carrier_gives_up(served):
    config = served(WEB_CONCURRENCY="3")
    assert (config.timeout, config.workers) == (12, 3)


def test_its_workers_let_nobody_hold_them_by_sending_slowly(served):
    assert served().worker_class is TimelyWorker


def test_nothing_is_opened_or_logged_that_nobody_asked_for(served):
    config = served()
    assert config.settings["control_socket_disable"].get() is True
    assert config.accesslog is None
    assert config.preload_app is False


def test_refused_settings_stop_the_server(served):
    with pytest.raises(SettingsRefused):
        served(IVR_MODE="nonsense")


def test_a_worker_that_is_loaded_looks_for_garbage_in_what_is_new_alone(served):
    served()
    try:
        gunicorn_conf.post_worker_init(None)
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects()) < 1000
    finally:
        gc.unfreeze()

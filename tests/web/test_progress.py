"""A worker that is busy with many rows says that it goes on."""

from types import SimpleNamespace

from ivr.storage.cases.due import HONG_KONG
from ivr.web import gunicorn_conf, progress
from ivr.web.desk.frame.exporting import csv_pieces
from ivr.web.progress import OFTEN, with_progress


def test_a_long_download_tells_the_server_that_it_goes_on(monkeypatch):
    monkeypatch.setattr(progress, "_told", [])
    told = []
    gunicorn_conf.post_fork(None, SimpleNamespace(notify=lambda: told.append("")))
    assert sum(1 for _ in csv_pieces(["name"], (("a",) for _ in range(OFTEN * 3)), HONG_KONG)) == 4
    assert len(told) == 3


def test_rows_are_the_same_where_nobody_is_told(monkeypatch):
    monkeypatch.setattr(progress, "_told", [])
    assert list(with_progress(range(5))) == [0, 1, 2, 3, 4]

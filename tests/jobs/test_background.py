"""Background tasks: they run, and one that fails stops neither itself nor the others."""

import threading

import structlog

from ivr.errors import EditionMissing
from ivr.jobs.background import Background, stop_all
from ivr.jobs.tasks import RepeatedTask


def test_a_task_that_fails_is_tried_again_and_others_go_on():
    ran, enough = [], threading.Event()

    def fails() -> None:
        ran.append("fails")
        raise RuntimeError("once more")

    def goes_on() -> None:
        ran.append("goes on")
        if ran.count("goes on") == 3:
            enough.set()

    background = Background((RepeatedTask("one", fails), RepeatedTask("other", goes_on)), every=0.001)
    background.start()
    assert enough.wait(10)
    background.stop()
    assert ran[:6] == ["fails", "goes on"] * 3


def test_a_failure_that_lasts_is_logged_once_and_its_end_too():
    failures = iter(["away", "away", "away", "full", "full", "", ""])
    enough = threading.Event()

    def fails() -> None:
        why = next(failures, None)
        if why is None:
            enough.set()
        elif why:
            raise RuntimeError(why)

    with structlog.testing.capture_logs() as logged:
        background = Background((RepeatedTask("one", fails),), every=0.001)
        background.start()
        assert enough.wait(10)
        background.stop()
    assert [(entry["log_level"], entry.get("failed")) for entry in logged] == [
        ("error", None),
        ("error", None),
        ("info", "RuntimeError('full')"),
    ]


def test_what_an_operator_can_mend_is_told_in_words_without_a_traceback():
    tried = threading.Event()

    def waits_for_the_operator() -> None:
        tried.set()
        raise EditionMissing("nothing was published yet; run `ivr publish`")

    with structlog.testing.capture_logs() as logged:
        background = Background((RepeatedTask("one", waits_for_the_operator),), every=0.001)
        background.start()
        assert tried.wait(10)
        background.stop()
    (entry,) = logged
    assert (entry["log_level"], entry["why"]) == ("warning", "nothing was published yet; run `ivr publish`")
    assert "exc_info" not in entry


def test_nobody_who_ends_waits_for_what_may_break_off(monkeypatch):
    monkeypatch.setattr("ivr.jobs.background.LAST_WORDS", 3600.0)
    begun, let_go = threading.Event(), threading.Event()

    def is_slow() -> None:
        begun.set()
        let_go.wait(60)

    slow = Background((RepeatedTask("slow", is_slow),), after=0, may_break_off=True)
    slow.start()
    assert begun.wait(30)
    ending = threading.Thread(target=stop_all, args=([slow],), daemon=True)
    ending.start()
    ending.join(30)
    try:
        assert not ending.is_alive()
    finally:
        let_go.set()


def test_whoever_ends_waits_for_the_task_in_hand_and_no_other_begins():
    begun, let_go, done = threading.Event(), threading.Event(), []

    def is_careful() -> None:
        begun.set()
        let_go.wait(60)
        done.append("sent")

    careful = Background((RepeatedTask("careful", is_careful),), every=0.001, after=0)
    careful.start()
    assert begun.wait(30)
    ending = threading.Thread(target=stop_all, args=([careful],), daemon=True)
    ending.start()
    let_go.set()
    ending.join(30)
    assert done == ["sent"]

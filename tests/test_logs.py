"""The log: one line an event, numbers masked, and a broken target costs nothing."""

import io
import json
import logging
import os
import pty
import threading
import time
from typing import NamedTuple

import pytest
import structlog

from ivr.logs import IN_HAND, PatientStream, mask_number, set_up_logs


@pytest.fixture(autouse=True)
def _own_logging():
    """Gives back what other tests' logging was."""
    root, IN_HAND.call = logging.getLogger(), None
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    yield
    root.handlers[:], logging.raiseExceptions = handlers, raising
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def lines():
    """Sets up logs to a string; calling it gives the lines as objects."""
    target = io.StringIO()
    set_up_logs("info", target)
    return lambda: [json.loads(line) for line in target.getvalue().splitlines()]


MASKS = [
    ("+85291234567", "+852 9123 ••••"),
    ("+14155550100", "+1 415555 ••••"),
    ("+861", "••••"),
    ("", ""),
    ("anonymous", "anonymous"),
    ("Anonymous", "Anonymous"),
    ("sip:someone@example.org", "••••"),
    ("91234567", "••••"),
    ("+" + "9" * 4000, "••••"),
]


@pytest.mark.parametrize(("number", "masked"), MASKS, ids=[number[:20] or "none" for number, _ in MASKS])
def test_a_number_keeps_its_country_and_loses_its_end(number, masked):
    assert mask_number(number) == masked


def test_a_line_is_json_with_callers_masked(lines):
    structlog.get_logger().info(
        "call answered", caller="+85291234567", from_="+85291234567", called_back=None, node="main"
    )
    (line,) = lines()
    assert (line["event"], line["level"], line["node"]) == ("call answered", "info", "main")
    assert (line["caller"], line["from_"], line["called_back"]) == ("+852 9123 ••••", "+852 9123 ••••", "")


def test_what_is_bound_to_the_request_is_on_every_line(lines):
    with structlog.contextvars.bound_contextvars(call_sid="CA1"):
        structlog.get_logger().warning("slow")
    assert lines()[0]["call_sid"] == "CA1"


def test_a_line_tells_of_the_call_in_hand_and_of_no_other(lines):
    log = structlog.get_logger("ivr.test")
    IN_HAND.call = Call("CA1", "transport", "transport/fees")
    log.info("a node failed")
    log.info("a node failed", call_sid="CA1", node="transport/main")
    log.info("an end came late", call_sid="CA2")
    other = threading.Thread(target=lambda: log.info("elsewhere"))
    other.start()
    other.join()
    IN_HAND.call = None
    log.info("over")
    first, own_node, another, elsewhere, over = lines()
    assert (first["call_sid"], first["hotline"], first["node"]) == ("CA1", "transport", "transport/fees")
    assert own_node["node"] == "transport/main"
    assert (another["call_sid"], "node" in another) == ("CA2", False)
    assert not {"call_sid", "node"} & ({*elsewhere} | {*over})


class Call(NamedTuple):
    """A call, as far as the log tells of it."""

    sid: str
    hotline: str
    node: str


def test_libraries_write_the_same_lines(lines):
    logging.getLogger("library").warning("%s gone", "database\r\n")
    assert (lines()[0]["event"], lines()[0]["level"]) == ("database  gone", "warning")


def test_lower_levels_are_left_out(lines):
    structlog.get_logger().debug("detail")
    assert lines() == []


def test_nobody_can_write_a_line_of_their_own_or_colour_a_terminal(lines):
    evil = '1\r\n{"event": "forged"}\x1b[31m\x1b]0;title\x07\x9b2J\u2028\u202e2'
    structlog.get_logger().info(evil, heard={evil: [evil, {evil}]}, digits=evil)
    (line,) = lines()
    text = json.dumps(line, ensure_ascii=False)
    assert not any(ord(each) < 32 or each in "\x7f\x9b\u2028\u202e" for each in text.replace('\\"', ""))
    assert "\\u" not in text
    assert "[31m" not in text
    assert "title" not in text


def test_a_very_long_value_is_cut(lines):
    structlog.get_logger().info("heard", digits="5" * 100_000)
    assert len(lines()[0]["digits"]) == 4000


def test_an_exception_keeps_its_traceback(lines):
    try:
        raise ValueError("no\x1b[31m way")
    except ValueError:
        structlog.get_logger().exception("turn failed")
    assert lines()[0]["exception"].startswith("Traceback")
    assert lines()[0]["exception"].endswith("ValueError: no way")


def test_a_value_that_cannot_be_printed_raises_nothing(lines):
    class Unprintable:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    structlog.get_logger().info("odd", value=Unprintable())
    structlog.get_logger().info("next")
    assert lines()[-1]["event"] == "next"


def test_a_terminal_gets_keys_and_values():
    reader, writer = pty.openpty()
    with os.fdopen(writer, "w") as terminal:
        set_up_logs(target=terminal)
        structlog.get_logger().info("call answered", caller="+85291234567", node="main")
        text = os.read(reader, 4096).decode()
    os.close(reader)
    assert "call answered" in text
    assert "node=main" in text
    assert "caller='+852 9123 ••••'" in text


def test_a_closed_target_raises_nothing():
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as target:
        set_up_logs(target=target)
        os.close(reader)
        structlog.get_logger().info("to nobody")
    structlog.get_logger().info("to a closed file")


def test_a_reader_that_stands_still_costs_one_short_wait_and_then_none():
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as target:
        stream = PatientStream(target)
        began = time.monotonic()
        for _ in range(500):
            stream.write("x" * 4096)
        assert time.monotonic() - began < 5  # without patience's end: 484 waits of 50 ms
        os.read(reader, 1_000_000)  # a pipe holds less
        stream.write("again\n")
        assert os.read(reader, 100) == b"again\n"
    os.close(reader)

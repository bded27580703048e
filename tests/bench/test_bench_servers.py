"""The bench's own servers answer right; otherwise its figures would compare nothing."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path

import pytest

from bench import handwritten
from bench.contestants import Contestant, bare, by_hand, hotline, phone_tree
from bench.load import ask, fire, is_twiml
from bench.long_journal import table as table_of_long_journal
from bench.node_and_express import HERE as NODE
from bench.parts import table as table_of_parts
from bench.webhooks import Figures, check_record, table

Make = Callable[[Path], AbstractContextManager[Contestant]]
BY_HAND: Make = lambda folder: by_hand("by hand", f"sqlite:///{folder / 'rows.db'}")  # noqa: E731
HOTLINE: Make = lambda folder: hotline("a hotline", f"sqlite:///{folder / 'rows.db'}", folder / "state")  # noqa: E731


@pytest.mark.parametrize("make", [BY_HAND, HOTLINE], ids=["by hand", "a hotline"])
def test_each_webhook_is_answered_and_kept_once(make: Make, tmp_path: Path) -> None:
    with make(tmp_path) as contestant:
        fired = fire(contestant.server.port, list(islice(contestant.webhooks, 60)))
        assert fired.seconds > 0
        assert len(fired.waits) == 60
        assert all(0 < wait <= fired.seconds for wait in fired.waits)
        check_record(contestant, 60)
        with pytest.raises(RuntimeError, match="60 rows of 61"):
            check_record(contestant, 61)
        assert contestant.server.cpu_seconds() > 0


@pytest.mark.parametrize("make", [BY_HAND, HOTLINE], ids=["by hand", "a hotline"])
def test_a_webhook_that_was_tampered_with_is_refused(make: Make, tmp_path: Path) -> None:
    with make(tmp_path) as contestant:
        forged = next(contestant.webhooks).replace(b"CallerCountry=HK", b"CallerCountry=US")
        assert b" 403 " in ask(contestant.server.port, forged).partition(b"\r\n")[0]


def test_the_walked_calls_hear_what_their_keys_lead_to(tmp_path: Path) -> None:
    with HOTLINE(tmp_path) as contestant:
        call = list(islice(contestant.webhooks, 9))
        heard = [ask(contestant.server.port, webhook).decode() for webhook in call]
    expected = ("For English", "Welcome", "eight digits", "You keyed", "date of birth", "has been approved")
    for answer, words in zip(heard, expected, strict=False):
        assert words in answer


@pytest.mark.parametrize("make", [bare, phone_tree])
def test_what_keeps_nothing_answers_with_twiml(make: Callable[[], AbstractContextManager[Contestant]]) -> None:
    with make() as contestant:
        assert is_twiml(ask(contestant.server.port, next(contestant.webhooks)))
        check_record(contestant, 1)


def test_figures_are_shown_as_medians_of_ratios_within_a_round() -> None:
    bare_waits, our_waits = (1, 1, 2, 4), (2, 2, 4, 12)
    bare_rounds = [Figures(speed, cost, bare_waits) for speed, cost in ((1000, 100), (2000, 200), (4000, 100))]
    our_rounds = [Figures(speed, cost, our_waits) for speed, cost in ((500, 300), (500, 800), (400, 300))]
    shown = table(["bare", "ours"], list(zip(bare_rounds, our_rounds, strict=True)))
    assert "| bare | 1.00 | 1.00 | 1.0 | 1.0 |" in shown
    assert "| ours | 0.25 | 3.00 | 2.0 | 3.0 |" in shown
    assert "2,000 requests/s, 100 µs" in shown


def test_a_long_journal_is_shown_by_what_a_turn_takes_on_an_empty_one() -> None:
    rounds = [(Figures(1000, 100, (1, 2)), Figures(speed, 110, (2, 3))) for speed in (900, 950, 970)]
    assert "| on one of 10,000,000 entries | 0.95 | 1.10 | 1.50 | 1.50 |" in table_of_long_journal(10_000_000, rounds)


def test_the_server_in_node_says_and_keeps_what_the_one_in_python_does() -> None:
    server = (NODE / "server.js").read_text("utf-8")
    columns = [column.name for column in handwritten.Webhook.__table__.columns if column.name != "id"]
    assert f"INSERT INTO webhooks ({', '.join(columns)})" in server
    assert handwritten.SAYS in server


def test_the_packages_of_the_server_in_node_are_locked() -> None:
    wanted = json.loads((NODE / "package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((NODE / "package-lock.json").read_text("utf-8"))["packages"]
    assert locked[""]["dependencies"] == wanted
    assert all(each["integrity"] for name, each in locked.items() if name)


def test_the_parts_of_a_turn_add_up_to_it() -> None:
    shown = table_of_parts(200, {"one": 30, "two": 20})
    assert "| one | 30 | 15% |\n| two | 20 | 10% |\n| look-ups, counted guesses, all else | 150 | 75% |" in shown

"""What the walk takes to be alike makes no difference: the same is found wrong when nothing is taken to be alike."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest
import yaml

from ivr.authoring.checking.loading import edition_from_bundle
from ivr.authoring.site.files import SiteFiles, bundle
from ivr.authoring.walking.alike_calls import Essence, Key, Missed, essence_of
from ivr.authoring.walking.walk import walk
from ivr.engine.call import Call
from ivr.engine.edition import Edition

HERE = Path(__file__).parents[1]
MENU = "menus/transport/menu.yaml"
WALKED = ("[dropped-caller]", "[endless-loop]", "[no-way-to-officer]", "[nothing-said]")
BROKEN = sorted(path for path in (HERE / "broken").glob("*.yaml") if any(map(path.read_text("utf-8").count, WALKED)))
SITES_AT_RANDOM = 8
AT_RANDOM = """\
version: 1
title: {yue: 處, en: Department}
owner: Enquiries
review: 2099-01-01
tables:
  first: {database: accounts, query: "SELECT fee FROM a WHERE number = :number", columns: {number: digits, fee: money}}
  second: {database: accounts, query: "SELECT fee FROM b WHERE number = :number", columns: {number: digits, fee: money}}
start: main
nodes:
  main: {kind: menu, choices: {1: {label: {yue: 一, en: one}, to: TO}, 2: {label: {yue: 二, en: two}, to: TO}}}
  number: {kind: ask, say: {yue: 號碼。, en: Number.}, digits: 8, confirm: no, keep: number, then: LOOK}
  first:
    {kind: enquiry, from: first, match: {number: number}, found: TO, none: {say: WORDS, then: TO}, unavailable: TO}
  second:
    {kind: enquiry, from: second, match: {number: number}, found: TO, none: {say: WORDS, then: TO}, unavailable: TO}
  officer: {kind: transfer, to: counter, closed: END, unanswered: END}
  leave_message: {kind: message, call_back: no}
"""


class Everything(Essence):
    """Two calls are alike only when nothing in them differs."""

    def of(self, call: Call) -> Key:
        return (
            *(
                call.node,
                call.stage,
                call.silences,
                call.wrongs,
                call.hotline,
                call.language,
                call.caller,
                bool(call.trail),
            ),
            *(tuple(sorted(each.items())) for each in (call.fields, call.misses, *call.rows)),
        )

    def misses(self, call: Call) -> Iterator[Missed]:
        return iter(())

    def counts_at(self, node: str, look_up: str) -> bool:
        return True


def _wrong(edition: Edition, essence: Essence) -> set[tuple[object, ...]]:
    """What is found wrong and where; of circles only that there are any, for one is told of each at most."""
    walked = walk(edition, essence)
    assert walked.whole or walked.findings
    return {
        (found.rule,) if found.rule == "endless-loop" else (found.rule, found.node, found.setting, found.message)
        for found in walked.findings
    }


def _finds_the_same(files: SiteFiles) -> set[tuple[object, ...]]:
    edition = edition_from_bundle(bundle(files))
    merged = essence_of(edition)
    found = _wrong(edition, merged)
    assert found == _wrong(edition, Everything(*(getattr(merged, each.name) for each in fields(merged))))
    return found


@pytest.mark.parametrize("fault", BROKEN, ids=lambda fault: fault.stem)
def test_a_broken_site_is_found_broken_in_the_same_places(
    fault: Path, with_edits: Callable[[Sequence[tuple[str, str, str]]], SiteFiles]
) -> None:
    told = yaml.safe_load(fault.read_text("utf-8"))
    assert _finds_the_same(with_edits([(e.get("file", MENU), e["replace"], e["instead"]) for e in told["edits"]]))


def _at_random(files: SiteFiles, chance: random.Random) -> SiteFiles:
    """A small site of look-ups that lead to each other anyhow."""
    leading = {
        "TO": ("main", "number", "first", "second", "officer", "officer", "goodbye"),
        "LOOK": ("first", "second"),
        "END": ("leave_message", "goodbye"),
        "WORDS": ("{yue: 冇。, en: Nothing.}",),
    }
    menu = re.sub("|".join(leading), lambda word: chance.choice(leading[word[0]]), AT_RANDOM)
    return replace(files, menus={**files.menus, MENU: menu.encode()})


def test_look_ups_that_lead_anywhere_are_found_wrong_in_the_same_places(good_files: SiteFiles) -> None:
    chances = (random.Random(seed) for seed in range(SITES_AT_RANDOM))  # noqa: S311 - they only choose where nodes lead
    wrong = [_finds_the_same(_at_random(good_files, chance)) for chance in chances]
    assert {"dropped-caller", "endless-loop"} <= {found[0] for each in wrong for found in each}
    assert not all(wrong)

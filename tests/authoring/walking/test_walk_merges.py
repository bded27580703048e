"""What the walk takes to be alike makes no difference: the same is found wrong when nothing is taken to be alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from ivr.authoring import SiteFiles, bundle, edition_from_bundle
from ivr.authoring.walking.essence import Essence, Key, Missed, essence_of
from ivr.authoring.walking.walk import walk
from ivr.engine.call import Call
from ivr.engine.edition import Edition

HERE = Path(__file__).parents[1]
MENU = "menus/transport/menu.yaml"
WALKED = ("[dropped-caller]", "[endless-loop]", "[no-way-to-officer]", "[nothing-said]")
BROKEN = sorted(path for path in (HERE / "broken").glob("*.yaml") if any(map(path.read_text("utf-8").count, WALKED)))
RANDOM = 12


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

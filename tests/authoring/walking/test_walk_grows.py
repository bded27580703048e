"""A site with more nodes takes as many more steps to walk, however much is looked up in it."""

from pathlib import Path

import pytest

from bench.menus import SHAPES, write_site
from ivr.authoring.checking.loading import check_files
from ivr.authoring.site.files import read_folder
from ivr.authoring.walking import times_to_answer
from ivr.authoring.walking.walk import walk
from ivr.engine.edition import Edition

SMALL, LARGE = 50, 150
A_THIRD_MORE = 1.33
A_NODE = 150  # steps


def _edition(folder: Path, shape: str, nodes: int) -> Edition:
    folder.mkdir()
    write_site(folder, SHAPES[shape](nodes))
    edition = check_files(read_folder(folder), walked=False).edition
    assert edition is not None
    assert 0.8 * nodes < len(edition.nodes) < 1.2 * nodes
    return edition


@pytest.mark.parametrize("shape", SHAPES)
def test_the_walk_grows_no_faster_than_the_nodes_by_more_than_a_third(shape: str, tmp_path: Path) -> None:
    small, large = _edition(tmp_path / "small", shape, SMALL), _edition(tmp_path / "large", shape, LARGE)
    few, many = walk(small), walk(large)
    assert few.whole
    assert many.whole
    assert many.steps / few.steps <= A_THIRD_MORE * len(large.nodes) / len(small.nodes)
    assert many.steps < A_NODE * len(large.nodes)


def test_the_times_reach_the_end_of_every_chain(tmp_path: Path) -> None:
    edition = _edition(tmp_path / "site", "chains", SMALL)
    reached = {reach.node for reach in times_to_answer(edition)}
    last = {name for name in edition.nodes if name.startswith("large/third")}
    assert last
    assert last <= reached

"""The made-up site of many hotlines is one that the check finds nothing wrong with."""

from pathlib import Path

from bench.many_hotlines import name_of, number_of, write_site
from ivr.authoring.checking.loading import check_site


def test_each_hotline_has_a_department_of_22_nodes_and_nothing_is_wrong(tmp_path: Path) -> None:
    write_site(tmp_path, 3)
    checked = check_site(tmp_path, rows_in=[tmp_path])
    assert checked.problems == ()
    assert (checked.counts.hotlines, checked.counts.departments, checked.counts.nodes) == (3, 3, 66)
    assert checked.edition is not None
    hotline = checked.edition.hotline_at(number_of(2))
    assert hotline is not None
    assert hotline.name == name_of(2)

"""Saving is publishing in a demo: what is in the way is told once, not every second."""

from pathlib import Path

import structlog

from ivr.errors import StorageAway
from ivr.jobs.site_watch import SiteWatch
from ivr.publishing.publish import Published


def test_what_keeps_a_site_from_being_published_is_logged_once_though_it_is_tried_again_and_again(
    tmp_path: Path,
) -> None:
    reasons = iter(["no database", "no database", "no database", "a full disk"])

    def publish() -> Published:
        raise StorageAway(next(reasons))

    watch = SiteWatch(tmp_path, publish, lambda _: "as it was")
    with structlog.testing.capture_logs() as logged:
        for _ in range(4):
            watch.look()
    assert [entry["why"] for entry in logged] == ["no database", "a full disk"]
    assert watch.problems == ("a full disk",)

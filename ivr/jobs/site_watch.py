"""Demo mode's "saving is publishing": a site is published whenever its files have changed and are good."""

from collections.abc import Callable
from pathlib import Path

from ivr.authoring.checking.report import headline
from ivr.errors import PublishingRefused, StorageAway, TableRefused
from ivr.logs import logger
from ivr.publishing.publish import Published

log = logger(__name__)


class SiteWatch:
    """Publishes a site whenever its files have changed and are good.

    `problems` are those of the files as they stand; they are shown to the operator and never reach a caller.
    """

    def __init__(self, site: Path, publish: Callable[[], Published], stamps: Callable[[Path], object]) -> None:
        self._site = site
        self._publish = publish
        self._stamps = stamps
        self._seen: object = None
        self.problems: tuple[str, ...] = ()

    def look(self) -> None:
        """Publish if anything was written since the last look."""
        now = self._stamps(self._site)
        if now == self._seen:
            return
        try:
            published = self._publish()
        except (StorageAway, TableRefused, PublishingRefused) as refused:
            if self.problems != (str(refused),):  # once, however often it is tried in vain
                log.error("the site was not published; the last good edition is served", why=str(refused))
            self.problems = (str(refused),)
            self._seen = now if isinstance(refused, TableRefused) else self._seen
            return
        self._seen = now
        self.problems = tuple(headline(problem) for problem in published.checked.problems if problem.level == "error")
        edition = published.checked.edition
        if edition is None:
            log.error("the site has problems; the last good edition is served", problems=self.problems)
        elif published.changed:
            log.info("a new edition is served", edition=edition.hash[:12])

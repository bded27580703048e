"""A large site, checked part by part by several processes, each of which forgets a part when it has told what it found.

Such a process does `main`: on standard input a pickled `Question`, then the files of one part after another, each
answered by a pickled `Answer` on standard output; by and for this file alone.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import IO, NamedTuple

from ivr.authoring.checking.dividing import leads_elsewhere, part_of
from ivr.authoring.checking.looking import Seen, look
from ivr.authoring.rules.languages import LanguageUse, differ_in_languages, use_of_languages
from ivr.authoring.site import Elsewhere, Site
from ivr.authoring.site.files import SiteFiles
from ivr.authoring.site.gathering import gather
from ivr.authoring.site.texts import texts_of
from ivr.authoring.site.transcripts import written_as_json
from ivr.authoring.walking.proving import known_good
from ivr.authoring.walking.walk import OfKinds
from ivr.engine.abilities import Abilities
from ivr.errors import CheckUnfinished

PROGRAM = (sys.executable, "-c", f"from {__name__} import main; main()")  # so that what it pickles is known here


@dataclass(frozen=True)
class WorkAsked:
    """What is asked about each part of a site: the files that all share, the names of all departments, and how.

    What the `carrier` cannot do is told of. Every path is walked if `walked`, unless they are `proven` to be good.
    """

    shared: SiteFiles
    departments: tuple[str, ...]
    today: date | None
    carrier: Abilities
    walked: bool
    proven: bool


class PartFiles(NamedTuple):
    """The files of a part and its tables to be read row by row.

    Of the whole site the use of languages, where that is known, and what was `heard` of kinds of nodes in one part.
    """

    files: SiteFiles
    tables: Mapping[str, Path]
    use: LanguageUse | None = None
    heard: OfKinds = frozenset()


@dataclass(frozen=True)
class WorkDone:
    """What was `seen` in a part, the names of its nodes by department, and its menus as they are written, by path.

    `use` is that of its departments' texts; where it is `uneven`, one has to know that of the whole site. What `leads`
    elsewhere is no part.
    """

    seen: Seen
    names: Mapping[str, frozenset[str]]
    menus: tuple[tuple[str, str], ...]
    use: LanguageUse
    uneven: bool
    leads: bool


class Looker:
    """Looks at one part after another."""

    def __init__(self, question: WorkAsked) -> None:
        self._question = question
        self._shared, self._problems = gather(question.shared, question.today, question.carrier)
        self._rest = Elsewhere(dict.fromkeys(question.departments, frozenset()), shared=True)

    def look(self, part: PartFiles) -> WorkDone:
        """What is found in a part."""
        site, problems = part_of(self._shared, part.files, replace(self._rest, heard=part.heard))
        if part.use:
            site = replace(site, elsewhere=_without(site.elsewhere, part.use, site))
        if self._question.proven:
            known_good(site.hash)
        seen = look(site, (*self._problems, *problems), part.tables, walked=self._question.walked)
        own = [text for text in texts_of(site) if text.document is not site.flows_document]
        return WorkDone(
            replace(seen, files=problems),
            {name: each.names for name, each in site.departments.items()},
            tuple((each.document.file, written_as_json(each.document.value)) for each in site.departments.values()),
            use_of_languages(own, Elsewhere()),
            differ_in_languages(site),
            leads_elsewhere(site),
        )


def _without(rest: Elsewhere, use: LanguageUse, site: Site) -> Elsewhere:
    """The rest of a site whose texts use languages so, but for those of this part."""
    own = use_of_languages(tuple(texts_of(site)), Elsewhere())
    return replace(rest, texts=use.texts - own.texts, in_language=use.in_language - own.in_language)


Look = Callable[[Sequence[PartFiles]], Sequence[WorkDone]]
"""Looks at parts, and gives the answers in the same order."""


@contextmanager
def lookers(question: WorkAsked, processes: int) -> Iterator[Look]:
    """Whoever looks at parts, in so many processes; in this one where it is only one. Raises CheckUnfinished."""
    if processes == 1:
        looker = Looker(question)
        yield lambda parts: tuple(map(looker.look, parts))
        return
    idle: SimpleQueue[_Process] = SimpleQueue()
    with ExitStack() as stack:
        for _ in range(processes):
            idle.put(stack.enter_context(_started(question)))

        def look_at(part: PartFiles) -> WorkDone:
            process = idle.get()
            try:
                return process.look(part)
            finally:
                idle.put(process)

        with ThreadPoolExecutor(processes) as threads:
            yield lambda parts: tuple(threads.map(look_at, parts))


class _Process(NamedTuple):
    asked: IO[bytes]
    told: IO[bytes]

    def ask(self, asked: WorkAsked | PartFiles) -> None:
        with _expected_to_last():
            pickle.dump(asked, self.asked)
            self.asked.flush()

    def look(self, part: PartFiles) -> WorkDone:
        self.ask(part)
        with _expected_to_last():
            answer: WorkDone = pickle.load(self.told)  # noqa: S301 - written by the process that was started below
        return answer


@contextmanager
def _expected_to_last() -> Iterator[None]:
    """Raises CheckUnfinished where the other process is gone."""
    try:
        yield
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise CheckUnfinished(
            "a process that checked a part of the site ended before it was done, perhaps for want of memory;"
            " check it again, with more memory where that does not help"
        ) from error


@contextmanager
def _started(question: WorkAsked) -> Iterator[_Process]:
    """A process that looks at parts until its standard input is closed, as it is when whoever started it ends."""
    try:
        process = subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
    except OSError as error:
        raise CheckUnfinished(f"the check could not be started: {error}") from error
    with process:
        try:
            if process.stdin is None or process.stdout is None:
                raise CheckUnfinished("the check could not be started")
            started = _Process(process.stdin, process.stdout)
            started.ask(question)
            yield started
        finally:
            process.kill()


def main() -> None:
    """Answer until nothing more is asked."""
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    looker = Looker(pickle.load(asked))  # noqa: S301 - written by `lookers`
    with suppress(EOFError):
        while part := pickle.load(asked):  # noqa: S301 - as above
            pickle.dump(looker.look(part), told)
            told.flush()

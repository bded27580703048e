"""What the walk finds wrong: a counter-example that anyone can ring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ivr.authoring.walking.places import Looked
from ivr.authoring.walking.world import LookUp, Outcome, closures_at
from ivr.translation import NOTHING, Sentence, said, together

DROPPED, ENDLESS, NO_OFFICER, NOTHING_SAID = "dropped-caller", "endless-loop", "no-way-to-officer", "nothing-said"
ROWS: Mapping[Outcome, Sentence] = {
    "found": said("It takes a table {table} that holds a row for it."),
    "several": said("It takes a table {table} that holds several rows for it."),
    "none": said("It takes a table {table} that holds no row for it."),
    "stale": said("It takes a table {table} whose rows are older than they may be."),
    "locked": said("It takes so many wrong tries before that it is locked."),
    "done": said("It takes a table {table} that has room for it."),
    "taken": said("It takes a table {table} in which it is entered already."),
    "full": said("It takes a table {table} with no room left."),
}
ROW_WITH = said("It takes a table {table} that holds a row for it with {values}.")
ADVICE: Mapping[str, Sentence] = {
    DROPPED: said("Let this lead to an officer, a message or an answer."),
    ENDLESS: said("Let somewhere in the circle lead to a message or to goodbye."),
    NO_OFFICER: said("Leave this key to the site, or let it lead to an officer."),
    NOTHING_SAID: NOTHING,
}
NEEDS_QUOTES = frozenset(" *#")


@dataclass(frozen=True)
class Finding:
    """One thing wrong at `setting` of `node` (empty: of the site), and the shortest call that meets it.

    `script` is what the caller does, as `ivr call --press` takes it; `at` is the time to pretend, None when any will
    do; `looked` what look-ups bring on the way; `caller` the number to ring from, empty for any.
    """

    rule: str
    node: str
    setting: tuple[str, ...]
    message: Sentence
    hotline: str
    script: tuple[str, ...]
    at: datetime | None = None
    looked: Looked = ()
    caller: str = ""

    @property
    def away(self) -> bool:
        """Whether it needs a database that does not answer."""
        return any(told.outcome == "unavailable" for _, told in self.looked)

    @property
    def command(self) -> str:
        """The command that rings this very call."""
        parts = [f"ivr call {self.hotline}"]
        parts += [f'--at "{self.at:%Y-%m-%d %H:%M}"'] if self.at else []
        parts += [f"--closure {each.reason}" for each in (closures_at(self.at) if self.at else ())]
        parts += ["--fail database"] if self.away else []
        parts += [f"--from {self.caller}"] if self.caller else []
        script = ",".join(self.script)
        parts += [f'--press "{script}"' if NEEDS_QUOTES & set(script) else f"--press {script}"]
        return " ".join(parts)

    @property
    def hint(self) -> Sentence:
        """What to do, the command, and what the tables must hold for it."""
        needs = (
            _needed(table.partition("/")[2], told)
            for table, told in dict.fromkeys(self.looked)
            if not (self.away or told.outcome == "unavailable")
        )
        return together(ADVICE[self.rule], said("Hear it with: {command}", command=self.command), *needs)


def _needed(table: str, told: LookUp) -> Sentence:
    """What a table must hold for a call to go so."""
    if not told.columns:
        return said(ROWS[told.outcome], table=table)
    return said(ROW_WITH, table=table, values=", ".join(f'{column} "{value}"' for column, value in told.columns))

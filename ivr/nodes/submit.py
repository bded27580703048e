"""Submit: enter what callers gave, as one row, once.

```yaml
enter_claim:
  kind: submit
  into: claims
  file: {number: number, week: week, hours: hours}
  done:
    say:
      yue: 已經登記，登記編號係{entry}。再讀一次，{entry}。
      cmn: 已经登记，登记编号是{entry}。再读一次，{entry}。
      en: Your claim is entered. Its number is {entry}. Once more, {entry}.
  taken:
    say:
      yue: 呢個星期已經登記過。
      cmn: 这个星期已经登记过。
      en: This week is entered already.
  unavailable: officer
```

`into` is one of the department's [tables](menus.md#tables-that-callers-fill) that callers fill, `file` says which
column gets which field; every column gets one. A column whose format ends with `or empty` stays empty where a caller
comes without the field; who gave it earlier in the call, for another row, comes with it. Left out of `file`, such a
column stays empty whatever was given. What comes of it:

- `done`: the row is on disk. `{entry}` is its number, ten digits of which the last one is a check digit
  (`check: damm` where an [ask](#ask) wants it back). Without `then` the usual ways on are offered
- `taken`: the table has such a row already (`unique`), or the department's own database took none
- `full`: there is room for no more (`most`)
- `unavailable`: nobody can say that it is entered, as where a database is away; nothing is ever said to be entered
  that is not. Callers hear so, and come to an officer unless told otherwise. Where an answer of the database was lost
  on the way, the row may be there all the same

`wait: {say: …}` are words that callers hear first, as at an [enquiry](#enquiry), where a department's own database
takes its time.

A carrier that asks for the same turn again gets the same answer, and no second row. So does a caller whose answer was
lost on the way. Keyed again in another turn, the same thing is another row, unless `unique` says that there is one.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from ivr.engine.asking import hear_way_on, wait_for_way_on, ways_on
from ivr.engine.events import AnswerGiven, RowFiled
from ivr.engine.filing import ENTRY, FILING_OUTCOMES, OF_EVERY_ROW, FilingOutcome, RowToFile
from ivr.engine.grammar import Branch, FieldName, TableName
from ivr.engine.heard import Heard
from ivr.engine.holding import is_holding
from ivr.engine.instructions import Prompt
from ivr.engine.node import Gives, Go, Node, Step
from ivr.engine.node_facts import Filed
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.nodes._waiting import WaitSettings, waited
from ivr.words import Value, may_be_empty
from ivr.words.comparing import as_equal

OUTCOME = "outcome"
"""What the call remembers what came of it as, beside the number of the row."""


class SubmitNode(Node):
    """Enter what callers gave, as one row, once."""

    kind: Literal["submit"] = "submit"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "登記", "zh_Hans_CN": "登记"}
    gives: ClassVar[Gives] = "answer"
    goes_on_at_once: ClassVar[bool] = True
    table: TableName = Field(alias="into")
    file: dict[str, FieldName] = Field(min_length=1)
    done: Branch
    taken: Branch = Branch()
    full: Branch = Branch()
    unavailable: Branch = Branch()
    wait: WaitSettings | None = None

    @property
    def files(self) -> Filed:
        """It files a row into its table."""
        return Filed(self.table, self.file, (("done", "say"),))

    @property
    def rows_needed(self) -> int:
        """The number of the row, and what came of it."""
        return 60

    def enter(self, visit: Visit) -> Step:
        """Enter the row, and tell what came of it; at once or after words of its own."""
        return self.wait.first(visit) if self.wait else self._enter(visit)

    def _enter(self, visit: Visit) -> Step:
        row = self._row(visit)
        outcome = visit.ports.filing.file(row) if row else "unavailable"
        filed = RowFiled(visit.here, self.table, outcome, row.entry if row else "")
        if outcome == "unavailable":
            return self._not_available(visit, filed)
        branch, rows = self._branch(outcome), ({ENTRY: filed.entry, OUTCOME: outcome},)
        says = self._told(visit, outcome, filed.entry)
        if branch.then:
            answered = (AnswerGiven(visit.here),) if branch.say else ()
            return Step(Go(branch.then), says, (filed, *answered), rows=rows, retold=bool(says))
        return Step(wait_for_way_on(visit), (*says, *ways_on(visit)), (filed, AnswerGiven(visit.here)), rows=rows)

    def _row(self, visit: Visit) -> RowToFile | None:
        """The row, numbered by the call, its turn and this node; None where something was not given."""
        department, edition = visit.call.department, visit.edition
        fields = {column: f"{department}/{name}" for column, name in self.file.items()}
        shape, known = edition.tables[self.table], {column: visit.known(name) for column, name in self.file.items()}
        known |= dict.fromkeys(column for column in shape.columns if column not in {*known, *OF_EVERY_ROW})
        values = {column: as_equal(value, shape.columns[column]) if value else "" for column, value in known.items()}
        if any(not text and not may_be_empty(shape.columns[column]) for column, text in values.items()):
            return None
        private = {column for column, name in fields.items() if edition.is_private(name)}
        entry = visit.ports.references.reference_for(f"{visit.call.sid} {visit.here}", visit.call.turn)
        return RowToFile(self.table, entry, values, shape.private | private)

    def _told(self, visit: Visit, outcome: FilingOutcome, entry: str) -> tuple[Prompt, ...]:
        branch = self._branch(outcome)
        if branch.say is None:
            return () if outcome == "done" else (visit.phrase(f"filing_{outcome}"),)
        return (visit.say(branch.say, {ENTRY: Value(entry, "reference")} if outcome == "done" else {}),)

    def _branch(self, outcome: FilingOutcome) -> Branch:
        return self.branch_of(outcome)[1] or Branch()

    def _not_available(self, visit: Visit, filed: RowFiled) -> Step:
        to = self.unavailable.then or visit.tries.then
        return Step(Go(to), self._told(visit, "unavailable", ""), (filed,))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """One of the ways on; to hear it again enters nothing again."""
        return waited(visit, heard, self._enter) or self._hear_way_on(visit, heard)

    def _hear_way_on(self, visit: Visit, heard: Heard) -> Step:
        step = hear_way_on(visit, heard)
        return replace(self.again(visit), events=step.events) if step.next == Go("repeat") else step

    def again(self, visit: Visit) -> Step:
        """What came of it, told again."""
        if is_holding(visit):
            return self._enter(visit)
        return Step(wait_for_way_on(visit), (*self.retell(visit, visit.call.rows), *ways_on(visit)))

    def retell(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Prompt, ...]:
        """What came of it, with the number of the row that was entered then."""
        known = rows[0] if rows else {}
        outcome = next((each for each in FILING_OUTCOMES if each == known.get(OUTCOME)), None)
        return self._told(visit, outcome, known[ENTRY]) if outcome else ()

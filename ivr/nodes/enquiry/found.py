"""What a row says may be carried on, and may decide how the call goes on.

```yaml
loan:
  kind: enquiry
  from: loans
  match: {number: number}
  found:
    keep: [due, by]
    as: {by: pay_by}
    on: state
    cases: {paid: all_paid, late: officer}
    otherwise: still_due
```

- `keep`: columns of the row found that become fields of the same name, or of the name that `as` gives them, with the
  column's format: behind `still_due` a text may say "You owe {due}, to be paid by {pay_by}." Where no row was found
  there are none. When a caller gives another number, and so means another
  row, all that was kept of the row before is forgotten, and what was found by that in turn.
  What is kept takes at most 120 bytes in a language, which is forty Chinese characters; `ivr check` and
  `ivr tables import` name the rows that have more, and of a department's own database such a row is `unavailable`
- `on` is a column, `cases` are its values and where each leads; `empty` is where the call goes when the cell is empty,
  `otherwise` in every other case. To decide by what was kept earlier, use a [switch](#switch)
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from ivr.engine.grammar import Branch, Destination, Names, mistake
from ivr.engine.node_facts import Decision
from ivr.translation import said


class Keeping(Branch):
    """What is said of a row, and kept of it."""

    keep: Names = ()
    renamed: dict[str, str] = Field(default_factory=dict, alias="as")

    @model_validator(mode="after")
    def _keeps_what_it_names(self) -> "Keeping":
        for column in self.renamed.keys() - set(self.keep):
            message = said('"{column}" gets another name, and is not kept.', column=column)
            raise mistake("kept-badly", message, hint=said("Name it under `keep` too."), at=("as", column))
        if len(self.keeps) < len(self.keep):
            raise mistake("kept-badly", said("two columns are kept under one name."), at=("keep",))
        return self

    @property
    def keeps(self) -> Mapping[str, str]:
        """The columns that are kept, by the field that each becomes."""
        return {self.renamed.get(column, column): column for column in self.keep}


class Found(Keeping):
    """What is said, kept and decided when one row matches."""

    on: str = ""
    cases: dict[str, Annotated[Destination, "destination"]] = Field(default_factory=dict)
    empty: Destination | None = None
    otherwise: Destination | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "Found":
        if not self.on and (self.cases or self.empty or self.otherwise):
            raise mistake("decides-by-nothing", said("`cases` need `on`: the column that decides."))
        if self.on and not (self.cases or self.empty):
            message = said('nothing depends on "{column}" here.', column=self.on)
            hint = said("Write `cases` and `otherwise`, or leave `on` out.")
            raise mistake("decides-by-nothing", message, hint=hint, at=("on",))
        if self.on and (self.then or not self.otherwise):
            message = said("where `on` decides, `otherwise` says where all other calls go on, and nothing else does.")
            raise mistake("decides-by-nothing", message, at=("on",))
        return self

    @property
    def decides(self) -> Decision | None:
        """What decides how the call goes on."""
        return Decision(self.on, frozenset(self.cases), self.empty is not None) if self.on else None

    def way(self, row: Mapping[str, str]) -> str | None:
        """Where the call goes on, None where it stays."""
        if not self.on:
            return self.then
        value = row.get(self.on, "")
        return self.empty if self.empty and not value else self.cases.get(value, self.otherwise)

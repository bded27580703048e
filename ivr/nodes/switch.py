"""Switch: go on by something already known, without asking.

```yaml
which_office:
  kind: switch
  on: district
  cases: {eastern: east_office, southern: south_office}
  otherwise: main_office
```

`on` is a field the caller gave, or that an [enquiry](#enquiry) kept of a row; or what is
[known of every call](menus.md#known-of-every-call): `language` (yue, cmn, en), `hotline` (the name of the line that was
rung), `called` and `caller` (numbers such as +85222200101), `today` or a day that the menu names (such as 2026-12-25).
`empty` is where the call goes when the row had nothing there, or the number is withheld, and `not_given` when the
caller came without the field: no row was found, or nothing was asked. Both go to `otherwise` unless written. Behind a
case that holds, or `empty`, the field is known to have been given; behind `otherwise` only where `not_given` leads
elsewhere.
Where the field is `secret`, `otherwise` counts as a wrong try, as at an `enquiry`; after too many of them, and while
they cannot be counted, every caller goes there.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from ivr.engine.events import CeilingReached
from ivr.engine.grammar import Destination, FieldName, Path, mistake
from ivr.engine.node import Go, Node, Step
from ivr.engine.node_facts import Decision
from ivr.engine.visit import Visit
from ivr.nodes._ceilings import deed_of, guess_of, no_guess
from ivr.translation import said


class SwitchNode(Node):
    """Go on by something already known."""

    kind: Literal["switch"] = "switch"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "分流", "zh_Hans_CN": "分流"}
    goes_on_at_once: ClassVar[bool] = True
    on: FieldName
    cases: dict[str, Annotated[Destination, "destination"]] = Field(default_factory=dict)
    empty: Destination | None = None
    not_given: Destination | None = None
    otherwise: Destination

    @model_validator(mode="after")
    def _decides_something(self) -> "SwitchNode":
        if not (self.cases or self.empty or self.not_given):
            hint = said("Write `cases`, `empty` or `not_given`.")
            raise mistake("decides-by-nothing", said("nothing depends on this switch."), hint=hint)
        return self

    @property
    def decision(self) -> Decision:
        """It goes on by a field."""
        return Decision(self.on, frozenset(self.cases), self.empty is not None)

    def known_at(self, setting: Path) -> frozenset[str]:
        """A case that holds tells that the field was given; that none holds does where `not_given` leads elsewhere."""
        if setting[0] == "not_given":
            return frozenset()
        known = setting[0] == "empty" or (setting[0] == "cases" and setting[-1]) or self.not_given
        return frozenset({self.on}) if known else frozenset()

    def enter(self, visit: Visit) -> Step:
        """Follow the case that holds."""
        told = visit.known(self.on)
        known = told.text if told else None
        guess = guess_of(visit, "", {self.on: self.on}, {self.on: known}) if known else ()
        reached = visit.ports.ceilings.reached(deed_of(visit), guess) if guess else ""
        if reached:
            noted = (CeilingReached(visit.here, reached),) if isinstance(reached, str) else ()
            return Step(Go(self.otherwise), events=noted)
        if known in self.cases:
            no_guess(visit, guess, right=True)
        return Step(Go(self._way(known)))

    def _way(self, known: str | None) -> str:
        if known is None:
            return self.not_given or self.cases.get("", self.otherwise)
        return self.empty if self.empty and not known else self.cases.get(known, self.otherwise)

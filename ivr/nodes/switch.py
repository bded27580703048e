"""Switch: go on by something already known, without asking.

```yaml
which_office:
  kind: switch
  on: district
  cases: {eastern: east_office, southern: south_office}
  otherwise: main_office
```

`on` is a field the caller gave, or `language` (yue, cmn, en), or `hotline` (the name of the line that was rung).
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ivr.engine.grammar import Destination, FieldName
from ivr.engine.node import Go, Node, Step
from ivr.engine.visit import Visit


class SwitchNode(Node):
    """Go on by something already known."""

    kind: Literal["switch"] = "switch"
    only_leads_on: ClassVar[bool] = True
    goes_on_at_once: ClassVar[bool] = True
    on: FieldName
    cases: dict[str, Annotated[Destination, "destination"]] = Field(min_length=1)
    otherwise: Destination

    def enter(self, visit: Visit) -> Step:
        """Follow the case that holds."""
        return Step(Go(self.cases.get(self._known(visit), self.otherwise)))

    def _known(self, visit: Visit) -> str:
        if self.on == "language":
            return visit.language
        if self.on == "hotline":
            return visit.call.hotline
        return visit.call.fields.get(f"{visit.call.department}/{self.on}", "")

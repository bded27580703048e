"""What an enquiry tells may be too old to be told as it is.

```yaml
river:
  kind: enquiry
  from: levels
  match: {river: river}
  found:
    say:
      yue: 水位係{level}米。
      cmn: 水位是{level}米。
      en: The level is {level} metres.
  stale: {after: 6 hours, then: officer}
```

- `stale`: what is done once the rows are older than `after`, such as `36 hours`, `2 days` or `1 week`. With `then` the
  call goes on there, told what `say` says and nothing of the rows; without it `say` comes before the answer. How old
  they are tells the column that the table names with [`as_of`](menus.md#tables), the oldest row counting for all; else
  the moment at which the table was loaded from its file, also where it has no such row. What nobody can date is too
  old. `{as_of}` may stand in `say`
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from ivr.engine.grammar import Age, Destination, Part, Texts, length_of, mistake
from ivr.engine.instructions import Prompt
from ivr.engine.visit import Visit
from ivr.nodes.enquiry.freshness import as_of, place_of
from ivr.nodes.enquiry.pages import Row
from ivr.translation import said
from ivr.words import Value, named
from ivr.words.formats import zone_of


class StaleSettings(Part):
    """What is said, or where the call goes on, where rows are too old."""

    after: Age = Field(description="How old they may be, such as 36 hours, 2 days or 1 week.")
    say: Texts | None = None
    then: Destination | None = None

    @model_validator(mode="after")
    def _does_something(self) -> "StaleSettings":
        if not (self.say or self.then):
            message = said("nothing is done here with what is too old.")
            raise mistake("decides-by-nothing", message, hint=said("Write `say`, `then` or both."))
        return self

    def holds(self, visit: Visit, table: str, rows: tuple[Row, ...]) -> bool:
        """Whether these rows are too old, or without rows the whole table; not where nothing tells their age."""
        known = as_of(visit, table, rows)
        return known is not None and not _is_within(known, visit.now, length_of(self.after))

    def words(self, visit: Visit, table: str, rows: tuple[Row, ...]) -> tuple[Prompt, ...]:
        """What is said of it."""
        return (visit.say(self.say, self._places(visit, table, rows)),) if self.say else ()

    def _places(self, visit: Visit, table: str, rows: tuple[Row, ...]) -> Mapping[str, Value]:
        known = as_of(visit, table, rows)
        return place_of(visit, table, known) if known else {}


def before_the_answer(
    stale: StaleSettings | None, visit: Visit, table: str, rows: tuple[Row, ...]
) -> tuple[Prompt, ...]:
    """What is said first where rows are told though they are too old."""
    told = stale is not None and not stale.then and stale.holds(visit, table, rows)
    return stale.words(visit, table, rows) if stale and told else ()


def _is_within(known: Value, now: datetime, longest: timedelta) -> bool:
    """Whether a day, or a moment by the clocks of its zone, is no further back than `longest`."""
    if not known.text:
        return False
    if named(known.format) == "date":
        return now.date() - date.fromisoformat(known.text) <= longest
    zone = ZoneInfo(zone_of(known.format)) if zone_of(known.format) else now.tzinfo
    return now.astimezone(UTC) - datetime.fromisoformat(known.text).replace(tzinfo=zone).astimezone(UTC) <= longest

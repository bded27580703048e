"""A log-in has a lock of its own, which callers are told of.

```yaml
statement:
  kind: enquiry
  from: taxpayers
  match: {tin: tin, password: password}
  found: {say: {yue: "應繳稅款係{due}。", cmn: "应缴税款是{due}。", en: "You owe {due}."}}
  none: tin
  lock:
    key: tin
    after: 5
    until: midnight
    say:
      yue: 呢個號碼試錯太多次，今日之內唔再受理。
      cmn: 这个号码试错太多次，今天之内不再受理。
      en: There were too many wrong tries at this number. It is locked until midnight.
```

- `lock`: after so many wrong tries (`after`) at what callers keyed as `key`, whoever made them and in however many
  calls, nobody gets in `until` midnight or a time such as `06:00`, not even with the right secret; callers hear `say`
  and go to `then`, or where too many tries lead, which must be a person or a way to leave word. Numbers that do not
  exist are locked just the same. A right try in time makes the wrong ones before it forgotten. It stands in the place
  of the site's own limit at a key
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from pydantic import Field

from ivr.engine.grammar import MIDNIGHT, Destination, FieldName, Part, Texts, TimeOfDay
from ivr.engine.ports import Tally
from ivr.engine.visit import Visit
from ivr.nodes._ceilings import LOCK, as_kept


class LockSettings(Part):
    """After how many wrong tries at what callers keyed nobody gets in, and until when."""

    key: FieldName = Field(description="The field, keyed by callers beside the secret, that is locked.")
    after: int = Field(ge=1, le=20, description="How many wrong tries there may be before it is locked.")
    until: TimeOfDay = Field(default=MIDNIGHT, description="Until when: midnight, or a time such as 06:00.")
    say: Texts
    then: Destination | None = None

    def opens(self, now: datetime) -> datetime:
        """When the clock of the zone of `now` next shows the time."""
        hours, minutes = ("0", "0") if self.until == MIDNIGHT else self.until.split(":")
        today = now.replace(hour=int(hours), minute=int(minutes), second=0, microsecond=0)
        return today if today > now else today + timedelta(days=1)

    def tallies(
        self, visit: Visit, table: str, match: Mapping[str, str], given: Mapping[str, str]
    ) -> tuple[Tally, ...]:
        """What a try counts towards; it counts the same wherever in the department the key is tried.

        `match` has the field and `given` the text by column.
        """
        keyed = {name: as_kept(visit, table, column, given[column]) for column, name in match.items()}
        if self.key not in keyed:
            return ()
        name = json.dumps([visit.call.department, self.key, keyed[self.key]])
        return (Tally(LOCK, name, self.after, self.opens(visit.now)),)

"""Enquiry: look an answer up in a table and say it.

```yaml
licence_status:
  kind: enquiry
  from: applications
  match: {number: application, birth: birth}
  found:
    say:
      yue: 申請編號{number}，{status}，更新日期係{updated}。
      cmn: 申请编号{number}，{status}，更新日期是{updated}。
      en: Application {number} is {status}, as of {updated}.
  none: {say: {yue: 搵唔到呢個申請。, cmn: 找不到这个申请。, en: There is no such application.}, then: licence}
  unavailable: officer
```

`from` is one of the department's `tables`, or [`cases`](menus.md#how-a-complaint-stands-cases), which tells callers how
what they left stands; `match` says which column must equal which field, or be `at least` or
`at most` what it is (numbers, amounts, days and times). Without `match` every row of the table is told, or every row
that its `query` gives. `{places}` in the texts are columns of the row found, said as their format wants (money, dates),
or [fields](menus.md#fields). What stands in brackets with a place in it ("[ Collect it by {until}.]") is left out where
the place is empty.

```yaml
works_today:
  kind: enquiry
  from: works
  match: {district: district, starts: {at most: today}, ends: {at least: today}}
  latest: starts
  found:
    say:
      yue: "{place}，到{ends}為止。"
      cmn: "{place}，到{ends}为止。"
      en: "{place}, until {ends}."
```

`{as_of}` says as of when it all is: when the table was loaded from its file, or what the column says that the table
names with [`as_of`](menus.md#tables).

`latest` finds one row of those that match: the one whose column is greatest, or with `earliest` smallest. Where it is
empty in a row, any other row comes first.

- `found`: one row; without `then` the usual ways on are offered, without `say` nothing is said of it
- what is told of more than one row stands below, under `several`
- `none`: no row. Without `then`, that nothing was found is the answer and the usual ways on are offered. With `then`
  the call goes on there: told what `say` says, or nothing where only a way on is written (`none: by_name`, to look
  elsewhere). A way back to the question is a try: the caller is told that nothing was found, and once the allowed
  tries are used up the call goes where the site says, or the node's own `tries`. `say` may be a list of texts, one a
  try, of which the last one repeats: `none: {say: [{en: …}, {en: …}], then: licence}`. A caller who asks further on to
  hear it again hears that nothing was found once more
- `unavailable`: the table cannot be reached just now; an apology, and an officer unless told otherwise

A table that takes its time, such as one in a department's own database, wants words before it is looked in:

```yaml
permit:
  kind: enquiry
  from: permits
  match: {number: number}
  wait:
    say:
      yue: 請等一等，我哋而家幫你查。
      cmn: 请稍等，正在为您查询。
      en: One moment, please. I am looking that up.
  found:
    say:
      yue: 你嘅許可證{state}。
      cmn: 您的许可证{state}。
      en: Your permit is {state}.
```

- `wait`: what callers hear first. The look-up is made when they have heard it, and then comes what always comes. A key
  that leads somewhere in every menu, such as 0 to an officer, does so here too; any other key cuts the words short

Where `match` has a field that is `secret`, wrong tries are counted over all calls: by caller, by what was tried (an
account number), and in all. After too many of them nothing is looked up for a while: the caller hears what every wrong
try hears, and is taken where the site sends callers whose tries are used up. So does a right try then; nobody can tell
them apart. While the tries cannot be counted, such a table is `unavailable`.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from ivr.engine.heard import Heard
from ivr.engine.holding import doing, is_holding
from ivr.engine.instructions import Prompt
from ivr.engine.node import Gives, Go, Step
from ivr.engine.retelling import told_again
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.nodes._waiting import waited
from ivr.nodes.enquiry.failing import none_told_again
from ivr.nodes.enquiry.looking_up import hear, look_up, tell_again, turn_to
from ivr.nodes.enquiry.settings import EnquirySettings
from ivr.nodes.enquiry.telling import answer


class EnquiryNode(EnquirySettings):
    """Look an answer up in a table and say it."""

    kind: Literal["enquiry"] = "enquiry"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "查詢", "zh_Hans_CN": "查询"}
    gives: ClassVar[Gives] = "answer"
    goes_on_at_once: ClassVar[bool] = True

    def enter(self, visit: Visit) -> Step:
        """Look it up and say it, at once or after words of its own."""
        return self.wait.first(visit) if self.wait else self._look_up(visit)

    def _look_up(self, visit: Visit) -> Step:
        if before := doing(visit):
            return turn_to(self, visit, int(before))
        step, kept = look_up(self, visit), frozenset(self.enquiry.keeps)
        return replace(step, forgets=kept) if kept else step

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """One of the ways on; to hear it again needs no second look-up."""
        return waited(visit, heard, self._look_up) or self._hear_way_on(visit, heard)

    def _hear_way_on(self, visit: Visit, heard: Heard) -> Step:
        step = hear(self, visit, heard)
        if step.next == Go("repeat") and visit.call.rows:
            again = self.again(visit)
            return replace(again, says=(*told_again(visit, step), *again.says), events=step.events)
        return step

    def retell(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Prompt, ...]:
        """The rows that were told, where the call remembers them; or that there were none."""
        return (none_told_again(self, visit, rows) or answer(self, visit, rows)) if rows else ()

    def again(self, visit: Visit) -> Step:
        """The rows that were told, where the call remembers them."""
        return self._look_up(visit) if is_holding(visit) else tell_again(self, visit)

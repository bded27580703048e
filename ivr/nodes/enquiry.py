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
- `several`: more than one row; `say` comes first (`{count}` is how many), then `each` for every row (the text of
  `found` unless given); with `then` and nothing to say, nothing is said. Without a `then` of its own the call goes on
  where `found` says, unless that keeps or decides by something of the one row. Where there are more than `most` (5),
  the first ones are told, and callers hear that there are more instead of a `say` with a `{count}`. With `most: 1` the
  first row is the one found, however many there are
- `several: {pages: yes}`: the rows are told `most` (5) at a time, with a key for more: "There are seven. The first
  three are: …" With `several: {choose: {keep: [slot], then: confirm}}` each row of a page is on a key ("For the third
  of May, press 1."), `each` being what it is called. What is kept of the row chosen becomes fields, as under `found`
- `none`: no row. Without `then`, that nothing was found is the answer and the usual ways on are offered. With `then`
  the call goes on there: told what `say` says, or nothing where only a way on is written (`none: by_name`, to look
  elsewhere). A way back to the question is a try: the caller is told that nothing was found, and once the allowed
  tries are used up the call goes where the site says, or the node's own `tries`. `say` may be a list of texts, one a
  try, of which the last one repeats: `none: {say: [{en: …}, {en: …}], then: licence}`
- `unavailable`: the table cannot be reached just now; an apology, and an officer unless told otherwise

What a row says may be carried on, and may decide how the call goes on:

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

```yaml
slots:
  kind: enquiry
  from: slots
  match: {clinic: clinic, day: {at least: today}}
  most: 3
  found: {keep: [slot], then: confirm}
  several:
    each: {yue: "{day}", cmn: "{day}", en: "{day}"}
    choose: {keep: [slot], then: confirm}
```

Where `match` has a field that is `secret`, wrong tries are counted over all calls: by caller, by what was tried (an
account number), and in all. After too many of them nothing is looked up for a while: the caller hears what every wrong
try hears, and is taken where the site sends callers whose tries are used up. So does a right try then; nobody can tell
them apart. While the tries cannot be counted, such a table is `unavailable`.

A log-in has a lock of its own, which callers are told of:

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

from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from ivr.engine.asking import (
    asks_nothing_more,
    hear_choice,
    hear_way_on,
    run_out,
    wait_for_key,
    wait_for_way_on,
    ways_on,
)
from ivr.engine.call import LONGEST_KEPT, bytes_in_call
from ivr.engine.destinations import place
from ivr.engine.edition import Tries
from ivr.engine.events import AnswerGiven, CeilingReached, EnquiryMade, Event, KeyPressed
from ivr.engine.grammar import (
    Branch,
    BranchByTry,
    Destination,
    Match,
    Names,
    Path,
    TableColumn,
    TableName,
    Texts,
    mistake,
)
from ivr.engine.heard import Heard
from ivr.engine.instructions import Prompt, Say
from ivr.engine.node import AskingNode, Gives, Go, Step
from ivr.engine.node_facts import Decision, Enquiry
from ivr.engine.ports import MOST_LISTED, Bound, Order, Rows, Sought, Tally, Unavailable
from ivr.engine.retelling import told_again
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.engine.ways import Ways
from ivr.nodes._ceilings import LOCK, LockSettings, deed_of, guess_of, is_locked, no_guess
from ivr.nodes._freshness import columns_said, of_row, of_table, says_as_of, with_as_of
from ivr.nodes._pages import MOST_BYTES, MOST_ON_A_PAGE, Page, how_many, page_heard, page_of, told, ways
from ivr.nodes._seeking import sought_by
from ivr.translation import said
from ivr.words import Value, placeholders

MOST_REMEMBERED = 600  # characters; what is longer is looked up anew when the caller asks to hear it again
ROW_TOLD_AT = (("found", "say"), ("several", "each"), ("several", "choose", "say"))
COUNT_TOLD_AT = (("several", "say"),)
NONE_TOLD_AT = (("none", "say"),)


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


class Several(Branch):
    """What is said when more than one row matches."""

    each: Texts | None = None
    pages: bool = Field(default=False, description="Whether the rows are told page by page, with a key for more.")
    choose: Keeping | None = Field(
        default=None, description="What is done with a row that the caller chose by its key."
    )

    @property
    def in_pages(self) -> bool:
        """Whether the rows are told page by page."""
        return self.pages or self.choose is not None

    @model_validator(mode="after")
    def _lets_callers_listen(self) -> "Several":
        if self.in_pages and self.then:
            hint = said("Take it out; a row that is chosen leads on by the `then` under `choose`.")
            raise mistake(
                "bad-list", said("callers listen here page by page, and go nowhere."), hint=hint, at=("then",)
            )
        if self.choose and not self.choose.then:
            message = said("whoever chooses a row goes nowhere.")
            raise mistake("bad-list", message, hint=said("Write `then` under `choose`."), at=("choose",))
        return self


class EnquiryNode(AskingNode):
    """Look an answer up in a table and say it."""

    kind: Literal["enquiry"] = "enquiry"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "查詢", "zh_Hans_CN": "查询"}
    gives: ClassVar[Gives] = "answer"
    goes_on_at_once: ClassVar[bool] = True
    table: TableName = Field(alias="from")
    match: dict[str, Match] = Field(default={})
    latest: TableColumn = ""
    earliest: TableColumn = ""
    found: Found
    several: Several = Several()
    none: BranchByTry = BranchByTry()
    unavailable: Branch = Branch()
    lock: LockSettings | None = None
    most: int = Field(default=5, ge=1, le=20)

    @model_validator(mode="after")
    def _keeps_what_is_new(self) -> "EnquiryNode":
        for name in self.enquiry.keeps.keys() & self.enquiry.fields_read:
            message = said('"{field}" is what the row is looked for by; callers gave it themselves.', field=name)
            hint = said("Leave it out, or keep the column under another name with `as`.")
            at = ("found", "keep") if name in self.found.keeps else ("several", "choose", "keep")
            raise mistake("kept-badly", message, hint=hint, at=at)
        return self

    @model_validator(mode="after")
    def _finds_one_of_them(self) -> "EnquiryNode":
        ordered = [name for name in ("latest", "earliest") if name in self.model_fields_set]
        clash = [name for name in ("earliest", "several", "most") if name in self.model_fields_set]
        if ordered and clash and ordered != clash:
            message = said(
                "`{first}` finds one row, so that `{other}` means nothing.", first=ordered[0], other=clash[-1]
            )
            raise mistake("bad-comparison", message, hint=said("Leave one of them out."), at=(clash[-1],))
        return self

    @model_validator(mode="after")
    def _can_be_listed(self) -> "EnquiryNode":
        if not self.several.in_pages:
            return self
        if self.most > MOST_ON_A_PAGE:
            message = said("callers hear at most {most} rows at a time.", most=MOST_ON_A_PAGE)
            raise mistake("bad-list", message, at=("most",))
        if not (self.several.each or self.found.say):
            hint = said("Write `each` under `several`, or `say` under `found`.")
            raise mistake("bad-list", said("nothing is said of a row here."), hint=hint, at=("several",))
        for name in self._chosen.keys() & self.found.keeps.keys():
            if self._chosen[name] != self.found.keeps[name]:
                raise mistake(
                    "kept-badly", said("two columns are kept under one name."), at=("several", "choose", "keep")
                )
        return self

    @property
    def _chosen(self) -> Mapping[str, str]:
        """The columns that are kept of a row that was chosen, by the field that each becomes."""
        return self.several.choose.keeps if self.several.choose else {}

    @property
    def own_keys(self) -> frozenset[str]:
        """The keys of the rows of a page, and the one for more."""
        if not self.several.in_pages:
            return frozenset()
        return frozenset(map(str, range(1, self.most + 2))) if self.several.choose else frozenset({"1"})

    @property
    def has_answer(self) -> bool:
        """Not where what is found is only carried on, or decides."""
        told = (self.found.say, self.several.say, self.several.each, self.several.in_pages)
        return any(told) or not (self.found.then or self.found.on)

    @property
    def needs(self) -> tuple[str, ...]:
        """What leads from page to page."""
        return ("found_next", "way_more") if self.several.in_pages else ()

    @property
    def rows_needed(self) -> int:
        """A page of rows of which one is chosen."""
        return MOST_BYTES if self.several.choose else 0

    def most_tries(self, setting: Path, tries: Tries) -> int:
        """To hear that nothing was found: once, where that does not lead back to the question."""
        return tries.wrong if self.none.then else 1

    @property
    def enquiry(self) -> Enquiry:
        """It looks up in its table."""
        return self._enquiry

    @cached_property
    def _enquiry(self) -> Enquiry:  # every turn asks several times
        found, none = self.found, self.none.then or ""
        equal = {column: each.equal for column, each in self.match.items() if each.equal}
        return Enquiry(
            self.table,
            equal,
            none,
            ROW_TOLD_AT,
            COUNT_TOLD_AT,
            {**found.keeps, **self._chosen},
            found.decides,
            locked_by=self.lock.key if self.lock else "",
            bounds=tuple(self._bounds()),
            chosen=self._chosen,
            in_pages=self.several.in_pages,
            dated=(*COUNT_TOLD_AT, *NONE_TOLD_AT),
            first_of=Order(self.latest or self.earliest, bool(self.latest)) if self.latest or self.earliest else None,
        )

    def _bounds(self) -> Iterator[Bound]:
        for column, each in self.match.items():
            if each.at_least:
                yield Bound(column, "at least", each.at_least)
            if each.at_most:
                yield Bound(column, "at most", each.at_most)

    def gives_at(self, setting: Path) -> frozenset[str]:
        """What is kept of a row, where one was found."""
        if setting[:2] == ("several", "choose"):
            return frozenset(self._chosen)
        return frozenset(self.found.keeps) if setting[0] == "found" else frozenset()

    def enter(self, visit: Visit) -> Step:
        """Look it up and say it."""
        step, kept = self._entered(visit), frozenset(self.enquiry.keeps)
        return replace(step, forgets=kept) if kept else step

    def _entered(self, visit: Visit) -> Step:
        sought = sought_by(visit, self.enquiry)
        if sought is None:
            return self._nothing_found(visit)
        guess = guess_of(visit, self.table, self.enquiry.match, sought.match, self.lock)
        reached = visit.ports.ceilings.reached(deed_of(visit), guess) if guess else ""
        if isinstance(reached, Unavailable):
            return self._not_available(visit)
        if reached == LOCK:
            return self._locked(visit)
        if reached:
            return self._run_out(visit, CeilingReached(visit.here, reached))
        return self._look_up(visit, sought, guess)

    def _look_up(self, visit: Visit, sought: Sought, guess: tuple[Tally, ...]) -> Step:
        """Look it up; whatever comes of it but no row makes it no guess."""
        rows = visit.ports.enquiries.look_up(self.table, sought, self._wanted)
        if isinstance(rows, Unavailable):
            no_guess(visit, guess, right=False)
            return self._not_available(visit)
        if self._keeps_too_much(visit, rows.rows):
            no_guess(visit, guess, right=False)
            return self._not_available(visit)
        if not rows.rows:
            made = self._made(visit, "none", 0)
            return self._locked(visit, made) if is_locked(visit, guess) else self._nothing_found(visit)
        no_guess(visit, guess, right=True)
        return self._tell(visit, self._dated(visit, rows.rows))

    def _dated(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Mapping[str, str], ...]:
        """The rows, and as of when they are where a text says so."""
        several = self.several
        texts = (self.found.say, several.say, several.each, several.choose.say if several.choose else None)
        return with_as_of(visit, self.table, rows) if says_as_of(*texts) else rows

    @property
    def _wanted(self) -> int:
        """How many rows are looked up: where several are told, one more, which shows that there are more."""
        if self.latest or self.earliest:
            return 1
        most = MOST_LISTED if self.several.in_pages else self.most
        return most + 1 if most > 1 else 1

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """One of the ways on; to hear it again needs no second look-up."""
        page = self._page_heard(visit)
        if page:
            return self._hear_page(visit, heard, page)
        if self.several.in_pages and " " in visit.call.stage:
            # the call could not keep the rows of the page: they are looked up anew for whoever asks to hear them again
            return hear_choice(visit, heard, {}, ways_on(visit), stage=visit.call.stage)
        step = hear_way_on(visit, heard)
        if step.next == Go("repeat") and visit.call.rows:
            again = self.again(visit)
            return replace(again, says=(*told_again(visit, step), *again.says), events=step.events)
        return step

    def retell(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Prompt, ...]:
        """The rows that were told, where the call remembers them."""
        return self._answer(visit, rows) if rows else ()

    def again(self, visit: Visit) -> Step:
        """The rows that were told, where the call remembers them."""
        page = self._page_heard(visit)
        if page:
            return self._page_told(visit, page)
        if not visit.call.rows:
            return Step(Go("repeat"))
        return Step(wait_for_way_on(visit), (*self._answer(visit, visit.call.rows), *ways_on(visit)))

    def _page_heard(self, visit: Visit) -> Page | None:
        return page_heard(visit, self.most, choosing=bool(self.several.choose)) if self.several.in_pages else None

    def _page_told(self, visit: Visit, page: Page) -> Step:
        """A page of rows; with the usual ways on, unless one of the rows is to be chosen."""
        each = self.several.each or self.found.say or {}
        says = (*self._first_words(visit, page), *told(visit, page, lambda row: self._say(visit, each, row)))
        says = says if page.choosing else (*says, *ways_on(visit))
        return Step(wait_for_key(visit, self._ways_of(visit, page), stage=page.stage), says, rows=page.rows)

    def _first_words(self, visit: Visit, page: Page) -> tuple[Prompt, ...]:
        if self.several.say and not page.first and page.total <= MOST_LISTED:
            count = {"count": Value(str(page.total), "number")}
            return (visit.say(self.several.say, count | of_row(visit.edition.tables[self.table], page.rows[0])),)
        return how_many(visit, page)

    def _hear_page(self, visit: Visit, heard: Heard, page: Page) -> Step:
        if not page.choosing and asks_nothing_more(visit, heard):
            return hear_way_on(visit, heard)
        offer = self._page_told(visit, page)
        step = hear_choice(visit, heard, self._ways_of(visit, page), offer.says, stage=page.stage)
        return replace(offer, events=step.events) if step.next == Go("repeat") else step

    def _ways_of(self, visit: Visit, page: Page) -> Ways:
        return ways(page, partial(self._choose, visit), partial(self._turn_to, visit, page))

    def _choose(self, visit: Visit, key: str, row: Mapping[str, str]) -> Step:
        """Go on with the row that stood on a key."""
        choose = self.several.choose or Keeping()
        to = choose.then or ""
        says = (self._say(visit, choose.say, row),) if choose.say else ()
        kept = self._kept(visit, row, choose.keeps)
        return Step(Go(to), says, (KeyPressed(visit.here, key, to),), kept, rows=())

    def _turn_to(self, visit: Visit, page: Page, first: int) -> Step:
        """The next page, of the rows as they are by now."""
        pressed = KeyPressed(visit.here, page.key_for_more, visit.here)
        sought = sought_by(visit, self.enquiry)
        rows = visit.ports.enquiries.look_up(self.table, sought, self._wanted) if sought else Rows(())
        if isinstance(rows, Unavailable):
            step = self._not_available(visit)
        elif not rows.rows:
            step = self._nothing_found(visit)
        else:
            step = self._tell(visit, self._dated(visit, rows.rows), first)
        return replace(step, events=(pressed, *step.events))

    def _tell(self, visit: Visit, rows: tuple[Mapping[str, str], ...], first: int = 0) -> Step:
        if len(rows) > 1 and self.several.in_pages:
            page = page_of(self._remembered(visit, rows), first, self.most, choosing=bool(self.several.choose))
            made = self._made(visit, "several", min(page.total, MOST_LISTED))
            answered = () if page.choosing or first else (AnswerGiven(visit.here),)
            return replace(self._page_told(visit, page), events=(() if first else (made,)) + answered)
        outcome = self._made(visit, "found" if len(rows) == 1 else "several", min(len(rows), self.most))
        says = self._answer(visit, rows)
        events: tuple[Event, ...] = (outcome, AnswerGiven(visit.here)) if says else (outcome,)
        then = self.found.way(rows[0]) if len(rows) == 1 else self._way_of_several
        keeps = self._kept(visit, rows[0], self.found.keeps) if len(rows) == 1 else {}
        if then:
            return Step(Go(then), says, events, keeps, rows=self._remembered(visit, rows))
        says, remembered = (*says, *ways_on(visit)), self._remembered(visit, rows)
        return Step(wait_for_way_on(visit), says, events, keeps, rows=remembered)

    @property
    def _way_of_several(self) -> str | None:
        """Where the call goes on after several rows; where one row decides or is kept, several have no such way."""
        by_one_row = self.found.on or self.found.keep
        return self.several.then or (None if by_one_row else self.found.then)

    def _kept(self, visit: Visit, row: Mapping[str, str], keeps: Mapping[str, str]) -> dict[str, str]:
        """The fields that are kept of a row (columns by field), a text in languages in every one of them."""
        spread, kept = visit.edition.tables[self.table].in_languages, dict[str, str]()
        for field, column in keeps.items():
            endings = [f".{code}" for code in visit.edition.languages] if column in spread else [""]
            kept |= {f"{field}{ending}": row.get(f"{column}{ending}", "") for ending in endings}
        return kept

    def _keeps_too_much(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> bool:
        """Whether something that may be kept is longer than a call can carry; `ivr check` tells that of a CSV file."""
        keeps = self.found.keeps if len(rows) == 1 else self._chosen
        kept = (value for row in rows for value in self._kept(visit, row, keeps).values())
        return any(bytes_in_call(value) > LONGEST_KEPT for value in kept)

    def _remembered(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Mapping[str, str], ...]:
        """What is needed to say the answer again, when it is short enough to travel with the call."""
        chosen = self.several.choose.say if self.several.choose else None
        texts = [visit.text(text) for text in (self.found.say, self.several.each, chosen, self.several.say) if text]
        places = {name for text in texts for name in placeholders(text)}
        said = columns_said(visit.edition.tables[self.table], places) | set(self._chosen.values())
        kept = tuple({name: text for name, text in row.items() if name.partition(".")[0] in said} for row in rows)
        if self.several.in_pages and len(rows) > 1:
            return kept
        return kept if sum(len(text) for row in kept for text in row.values()) <= MOST_REMEMBERED else ()

    def _answer(self, visit: Visit, rows: tuple[Mapping[str, str], ...]) -> tuple[Prompt, ...]:
        if len(rows) == 1:
            return (self._say(visit, self.found.say, rows[0]),) if self.found.say else ()
        each, told = self.several.each or self.found.say or {}, rows[: self.most]
        if not (self.several.say or each) and self._way_of_several:
            return ()
        as_of = of_row(visit.edition.tables[self.table], rows[0])
        first = self._how_many(visit, len(told), as_of, more=len(rows) > len(told), listed=bool(each))
        return (*first, *(self._say(visit, each, row) for row in told if each))

    def _how_many(
        self, visit: Visit, told: int, as_of: dict[str, Value], *, more: bool, listed: bool
    ) -> tuple[Prompt, ...]:
        """How many rows there are; no count of those that are `told` where there are more."""
        count, say = {"count": Value(str(told), "number")}, self.several.say
        if say and not (more and "count" in placeholders(visit.text(say))):
            return (visit.say(say, count | as_of),)
        if not more:
            return (visit.phrase("found_several", count),)
        phrases = ("found_more", "found_first") if listed else ("found_more",)
        return tuple(visit.phrase(name, count) for name in phrases if visit.has_phrase(name))

    def _say(self, visit: Visit, texts: Mapping[str, str], row: Mapping[str, str]) -> Say:
        """Say `texts` with the columns of a row, those in several languages in the language that is spoken."""
        shape, language = visit.edition.tables[self.table], visit.language_for(texts)
        private = visit.edition.private_columns(visit.here)
        values = {
            name: Value(
                row.get(f"{name}.{language}" if name in shape.in_languages else name, ""), kept_as, name in private
            )
            for name, kept_as in shape.columns.items()
            if name not in shape.found_by
        }
        return visit.say(texts, values | of_row(shape, row))

    def _nothing_found(self, visit: Visit) -> Step:
        made, then = self._made(visit, "none", 0), self.none.then
        says = self._none_found(visit)
        if not then:
            return Step(wait_for_way_on(visit), (*says, *ways_on(visit)), (made, AnswerGiven(visit.here)))
        if not (self._asks_again(visit, then) or self.own_tries.wrong):
            return Step(Go(then), says if self.none.say else (), (made,))
        if 1 + visit.call.misses.get(visit.here, 0) >= visit.tries.wrong:
            return self._run_out(visit, made)
        return Step(Go(then), says, (made,), missed=True)

    def _run_out(self, visit: Visit, came_of_it: Event) -> Step:
        """After the last try, and after any, right or wrong, where nothing was looked up."""
        missed, by_try = bool(visit.call.misses.get(visit.here)), len(self.none.say or ()) > 1
        told = (visit.phrase("found_none_last"),) if missed and not by_try else self._none_found(visit)
        return run_out(visit, "no match", (came_of_it,), *told)

    def _locked(self, visit: Visit, *before: Event) -> Step:
        """What whoever tries at this key is told, right or wrong, and where they go."""
        to = (self.lock.then if self.lock else None) or visit.tries.then
        says = (visit.say(self.lock.say),) if self.lock else ()
        return Step(Go(to), says, (*before, CeilingReached(visit.here, LOCK)))

    def _none_found(self, visit: Visit) -> tuple[Prompt, ...]:
        misses = visit.call.misses.get(visit.here, 0)
        if not self.none.say:
            return (visit.phrase("found_none"),)
        as_of = of_table(visit, self.table) if says_as_of(*self.none.say) else {}
        return (visit.say_at_try(self.none.say, misses, as_of),)

    def _asks_again(self, visit: Visit, to: str) -> bool:
        """Whether `to` leads back to a question for what was looked for; not past a menu or another look-up."""
        waiting, passed = [place(visit, to)], set[str]()
        while waiting:
            name = waiting.pop()
            node = visit.edition.nodes[name]
            if name in passed or name.partition("/")[0] != visit.call.department:
                continue
            if self.enquiry.fields_read & set(node.fields_given):
                return True
            passed.add(name)
            if not (node.landmark or node.enquiry):
                waiting += (place(visit, each) for each in node.leads_to if not node.gives or node.goes_on_at_once)
        return False

    def _not_available(self, visit: Visit) -> Step:
        branch = self.unavailable
        says = visit.say(branch.say) if branch.say else visit.phrase("unavailable")
        return Step(Go(branch.then or visit.tries.then), (says,), (self._made(visit, "unavailable", 0),))

    def _made(
        self, visit: Visit, outcome: Literal["found", "none", "several", "unavailable"], rows: int
    ) -> EnquiryMade:
        return EnquiryMade(visit.here, self.table, outcome, rows)

"""What is written of an enquiry, and what that tells of it before a call."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from pydantic import Field, model_validator

from ivr.engine.edition import Tries
from ivr.engine.grammar import Branch, BranchByTry, Match, Path, TableColumn, TableName, length_of, mistake
from ivr.engine.node import AskingNode
from ivr.engine.node_facts import Enquiry
from ivr.engine.ports import MOST_LISTED, Bound, Order
from ivr.nodes._waiting import WaitSettings
from ivr.nodes.enquiry.found import Found
from ivr.nodes.enquiry.lock import LockSettings
from ivr.nodes.enquiry.pages import MOST_BYTES, MOST_ON_A_PAGE
from ivr.nodes.enquiry.several import Several
from ivr.nodes.enquiry.stale import StaleSettings
from ivr.translation import said

ROW_TOLD_AT = (("found", "say"), ("several", "each"), ("several", "choose", "say"))
COUNT_TOLD_AT = (("several", "say"),)
NONE_TOLD_AT = (("none", "say"),)
STALE_TOLD_AT = (("stale", "say"),)


class EnquirySettings(AskingNode):
    """What is looked up, and what is done with what is found; the kind is made of it."""

    table: TableName = Field(alias="from")
    match: dict[str, Match] = Field(default={})
    latest: TableColumn = ""
    earliest: TableColumn = ""
    found: Found
    several: Several = Several()
    none: BranchByTry = BranchByTry()
    unavailable: Branch = Branch()
    wait: WaitSettings | None = None
    stale: StaleSettings | None = None
    lock: LockSettings | None = None
    most: int = Field(default=5, ge=1, le=20)

    @model_validator(mode="after")
    def _keeps_what_is_new(self) -> "EnquirySettings":
        for name in self.enquiry.keeps.keys() & self.enquiry.fields_read:
            message = said('"{field}" is what the row is looked for by; callers gave it themselves.', field=name)
            hint = said("Leave it out, or keep the column under another name with `as`.")
            at = ("found", "keep") if name in self.found.keeps else ("several", "choose", "keep")
            raise mistake("kept-badly", message, hint=hint, at=at)
        return self

    @model_validator(mode="after")
    def _finds_one_of_them(self) -> "EnquirySettings":
        ordered = [name for name in ("latest", "earliest") if name in self.model_fields_set]
        clash = [name for name in ("earliest", "several", "most") if name in self.model_fields_set]
        if ordered and clash and ordered != clash:
            message = said(
                "`{first}` finds one row, so that `{other}` means nothing.", first=ordered[0], other=clash[-1]
            )
            raise mistake("bad-comparison", message, hint=said("Leave one of them out."), at=(clash[-1],))
        return self

    @model_validator(mode="after")
    def _can_be_listed(self) -> "EnquirySettings":
        if not self.several.in_pages:
            return self
        if self.most > MOST_ON_A_PAGE:
            message = said("callers hear at most {most} rows at a time.", most=MOST_ON_A_PAGE)
            raise mistake("bad-list", message, at=("most",))
        if not (self.several.each or self.found.say):
            hint = said("Write `each` under `several`, or `say` under `found`.")
            raise mistake("bad-list", said("nothing is said of a row here."), hint=hint, at=("several",))
        for name in self.chosen.keys() & self.found.keeps.keys():
            if self.chosen[name] != self.found.keeps[name]:
                raise mistake(
                    "kept-badly", said("two columns are kept under one name."), at=("several", "choose", "keep")
                )
        return self

    @property
    def chosen(self) -> Mapping[str, str]:
        """The columns that are kept of a row that was chosen, by the field that each becomes."""
        return self.several.choose.keeps if self.several.choose else {}

    @property
    def way_of_several(self) -> str | None:
        """Where the call goes on after several rows; where one row decides or is kept, several have no such way."""
        by_one_row = self.found.on or self.found.keep
        return self.several.then or (None if by_one_row else self.found.then)

    @property
    def wanted(self) -> int:
        """How many rows are looked up: where several are told, one more, which shows that there are more."""
        if self.latest or self.earliest:
            return 1
        most = MOST_LISTED if self.several.in_pages else self.most
        return most + 1 if most > 1 else 1

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
            {**found.keeps, **self.chosen},
            found.decides,
            locked_by=self.lock.key if self.lock else "",
            bounds=tuple(self._bounds()),
            chosen=self.chosen,
            in_pages=self.several.in_pages,
            dated=(*COUNT_TOLD_AT, *NONE_TOLD_AT),
            waits=self.wait is not None,
            fresh_for=length_of(self.stale.after) if self.stale else None,
            told_of_age=STALE_TOLD_AT,
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
            return frozenset(self.chosen)
        return frozenset(self.found.keeps) if setting[0] == "found" else frozenset()

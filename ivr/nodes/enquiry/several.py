"""Several rows are told one after another, or page by page, where one of them may be chosen.

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

- `several`: more than one row; `say` comes first (`{count}` is how many), then `each` for every row (the text of
  `found` unless given); with `then` and nothing to say, nothing is said. Without a `then` of its own the call goes on
  where `found` says, unless that keeps or decides by something of the one row. Where there are more than `most` (5),
  the first ones are told, and callers hear that there are more instead of a `say` with a `{count}`. With `most: 1` the
  first row is the one found, however many there are
- `several: {pages: yes}`: the rows are told `most` (5) at a time, with a key for more: "There are seven. The first
  three are: …" With `several: {choose: {keep: [slot], then: confirm}}` each row of a page is on a key ("For the third
  of May, press 1."), `each` being what it is called. What is kept of the row chosen becomes fields, as under `found`.
  Where there is one row only nothing is chosen: it goes by `found`
"""

from pydantic import Field, model_validator

from ivr.engine.grammar import Branch, Texts, mistake
from ivr.nodes.enquiry.found import Keeping
from ivr.translation import said


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

"""Ask: let the caller key something, check it, read it back, and keep it.

```yaml
licence:
  kind: ask
  say:
    yue: 請輸入八位數字嘅申請編號。
    cmn: 请输入八位数字的申请编号。
    en: Please key in the eight digits of your application number.
  digits: 8
  check: luhn
  keep: application
  then: licence_status
```

Say what is asked for with one of:

- `digits: 8` or `digits: 6-10`: so many digits; `check: luhn` (or damm, verhoeff, mod11_10) tests the check digit
- `date: any` (or past, future): day, month, year as eight digits, and a day that exists
- `amount: 1-5000`: money of the site's currency, from the least to the most; star is the decimal point
- `letters: 1-6`: so many letters, two keys each: the key the letter stands on, then its place on that key

The caller hears the entry back and may key it again, unless `confirm: no`. An entry without a fixed length is ended
with hash; one of fixed length ends by itself, and a hash that is pressed all the same does no harm.

Two settings are for what nobody else may know:

- `private: yes`, as for the number of an identity card: it is read back and said to its own caller, and used to the end
  of the call like any other field. Everywhere else asterisks stand in its place: on the desk, in the record, in files
  and in logs.
- `secret: yes`, as for a PIN or a date of birth that shows who is calling: it is never said, not even to be confirmed,
  and kept nowhere. It is forgotten once no look-up ahead of the caller needs it; so several secrets may meet in one
  enquiry, asked for in any order, and tried again.

```yaml
tax_number:
  kind: ask
  say: {yue: 請輸入稅務編號。, cmn: 请输入税务编号。, en: Please key in your tax number.}
  digits: 8
  keep: tax_number
  private: yes
  then: access_code
```

What a caller of a `private` number hears may hold what is private in a table too: see [tables](menus.md#tables).
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import ConfigDict, model_validator

from ivr.engine.asking import fail, hear_choice, wait_for_key
from ivr.engine.entry import KeyedEntry, Refused
from ivr.engine.events import EntryRefused, Event, FieldKept, InformationGiven
from ivr.engine.grammar import FORM_KEYS, KEY_OF_DIGIT, BoundsOf, Destination, FieldName, Texts, mistake
from ivr.engine.heard import Heard, Keys, Silence, Unclear, Words
from ivr.engine.instructions import Ask, Prompt
from ivr.engine.node import Go, Node, Step, Wait
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.nodes._entries import WhenOfDate, entry_of
from ivr.nodes._reading_back import read_back, ways_of_read_back
from ivr.translation import said
from ivr.words import Format, Value

ASKED = ("digits", "date", "amount", "letters")


class AskNode(Node):
    """Let the caller key something, check it, read it back, and keep it."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [asked]} for asked in ASKED]})

    kind: Literal["ask"] = "ask"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "輸入資料", "zh_Hans_CN": "输入资料"}
    say: Texts
    digits: BoundsOf | None = None
    date: WhenOfDate | None = None
    amount: BoundsOf | None = None
    letters: BoundsOf | None = None
    check: Literal["luhn", "damm", "verhoeff", "mod11_10"] | None = None
    keep: FieldName
    confirm: bool = True
    private: bool = False
    secret: bool = False
    then: Destination

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> "AskNode":
        asked = [kind for kind in ASKED if getattr(self, kind)]
        if len(asked) != 1:
            raise mistake("asks-for-one-thing", said("say once what is asked for: digits, date, amount or letters."))
        if self.check and not self.digits:
            raise mistake("check-without-digits", said("`check` tests digits; there are none here."))
        if self.private and self.secret:
            message = said("what is `secret` is kept nowhere, and needs no `private` beside it.")
            raise mistake("private-and-secret", message, at=("private",))
        return self

    @property
    def privates(self) -> frozenset[str]:
        """The field asked for, where that is private."""
        return frozenset({self.keep}) if self.private else frozenset()

    @property
    def secrets(self) -> frozenset[str]:
        """The field asked for, where that is secret."""
        return frozenset({self.keep}) if self.secret else frozenset()

    @property
    def entry(self) -> KeyedEntry:
        """The way in which keys become what is asked for."""
        return entry_of(self.digits, self.date, self.amount, self.letters, self.check)

    @property
    def fields_kept(self) -> Mapping[str, Format]:
        """The field asked for."""
        return {self.keep: self.entry.format}

    @property
    def own_keys(self) -> frozenset[str]:
        """Those of an entry that is read back."""
        return FORM_KEYS

    def own_words(self, visit: Visit) -> tuple[Prompt, ...]:
        """The question, and how to key the answer."""
        return (visit.say(self.say), *(visit.phrase(how) for how in self.entry.how if visit.phrase_text(how)))

    def enter(self, visit: Visit) -> Step:
        """Ask."""
        return Step(self._wait(visit), visit.recorded(*self.own_words(visit)))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Check what was keyed; then have it confirmed."""
        if visit.call.stage == "confirm":
            return self._hear_confirmed(visit, heard)
        again = (visit.say(self.say),)
        if isinstance(heard, Silence):
            said = (visit.phrase("entry_digits_silence"),) if not visit.call.silences else ()
            return fail(visit, "silence", again, self._wait(visit), first=said)
        if isinstance(heard, Unclear | Words):
            return fail(
                visit, "wrong", again, self._wait(visit), first=(visit.phrase("entry_unclear"),), last="entry_last"
            )
        if not isinstance(heard, Keys):
            return Step(Go("repeat"))
        inherited = visit.edition.inherited.get(KEY_OF_DIGIT.get(heard.digits, ""))
        if inherited and not self.entry.takes(heard.digits):
            return hear_choice(visit, heard, {}, again)
        return self._hear_entry(visit, heard.digits, again)

    def _hear_entry(self, visit: Visit, keys: str, again: tuple[Prompt, ...]) -> Step:
        value = self.entry.read(keys, visit.now.date())
        if isinstance(value, Refused):
            refused = EntryRefused(visit.here, value.why)
            shown = "*" * len(keys) if self.hides_keys else keys
            first = (visit.phrase(value.phrase, value.values),)
            wait = self._wait(visit)
            return fail(visit, "wrong", again, wait, keys=shown, first=first, last="entry_last", events=(refused,))
        if self.secret or not self.confirm:
            noted = FieldKept(visit.here, self.keep, visit.shown(self.keep, value))
            kept: tuple[Event, ...] = (noted, *self._given(visit))
            return Step(Go(self.then), events=kept, keeps={self.keep: value}, hash_due=self._ends_by_itself)
        says = self._read_back(visit, value)
        return Step(self._wait_to_confirm(visit), says, keeps={self.keep: value}, hash_due=self._ends_by_itself)

    def again(self, visit: Visit) -> Step:
        """The question, or what was keyed and is to be confirmed."""
        if visit.call.stage != "confirm":
            return super().again(visit)
        value = visit.given()[self.keep].text
        return Step(self._wait_to_confirm(visit), self._read_back(visit, value))

    @property
    def _ends_by_itself(self) -> bool:
        return self.entry.most_keys is not None

    def _hear_confirmed(self, visit: Visit, heard: Heard) -> Step:
        value = visit.given()[self.keep].text
        ways, says = self._ways(visit, value), self._read_back(visit, value)
        step = hear_choice(visit, heard, ways, says, stage="confirm")
        right = any(isinstance(event, FieldKept) for event in step.events)
        return replace(step, events=(*step.events, *self._given(visit))) if right else step

    def _given(self, visit: Visit) -> tuple[InformationGiven, ...]:
        """That the caller gave something to be kept for itself; what is looked up comes to nothing by itself."""
        asked_for = visit.edition.is_looked_up(f"{visit.call.department}/{self.keep}")
        return () if asked_for or self.secret else (InformationGiven(visit.here, self.keep),)

    def _ways(self, visit: Visit, value: str) -> dict[str, Way]:
        right, wrong = Way(self.then, keeps={self.keep: value}), Way("repeat")
        return ways_of_read_back(visit, right, wrong, lambda: self.again(visit))

    def _read_back(self, visit: Visit, value: str) -> tuple[Prompt, ...]:
        return read_back(visit, Value(value, self.entry.format, self.private))

    def _wait_to_confirm(self, visit: Visit) -> Wait:
        """The wait for a key, the same whatever was keyed."""
        return wait_for_key(visit, self._ways(visit, ""), stage="confirm")

    def _wait(self, visit: Visit) -> Wait:
        return Wait(Ask((), self.entry.most_keys, "#", visit.edition.tries.wait, visit.language))

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

- `digits: 8` or `digits: 6-10`: so many digits; `check: luhn` (or damm, verhoeff, mod11_10) tests the check digit,
  which is the last one. Where you make up a number for a table, take any last digit: `ivr check` says which one is
  right. With `star: A` a star is taken for the letter A, as at the end of an identity card's number
- `number: 0-7`: a whole number from the least to the most
- `date: any` (or past, future, both with today): day, month, year as eight digits, and a day that exists; see below
- `amount: 1-5000`: money of the site's currency, from the least to the most; star is the decimal point
- `letters: 1-6`: so many letters, two keys each: the key the letter stands on, then its place on that key
- `phone: yes`: a telephone number of the site's country, or of another with the prefix and code that people dial. It is
  kept as a `phone` column has it, so that it is found there, and may be filed into one

`say` may be a list of texts: the first asks, the second asks again after a failed try and may say more, the last one
is said at all further tries. Why a try failed is said before it.

The caller hears the entry back and may key it again, unless `confirm: no`. An entry without a fixed length is ended
with hash; one of fixed length ends by itself, and a hash that is pressed all the same does no harm. Callers hear of the
hash where one is needed ("Then press hash"), also for numbers that have one digit or two (`number: 0-12`), unless your
own text calls the key by its name in that language ("and press hash when you are done"). What cannot be taken counts as
a wrong try, and callers are told why ("Please key a number from zero to seven").

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

```yaml
delivery_day:
  kind: ask
  say:
    yue: 想邊日送貨？
    cmn: 您希望哪一天送货？
    en: On which day shall we deliver?
  date: future
  form: ddmm
  within: 10 days
  open_in: office
  keep: day
  then: book
```

A `date` may have a `form`: ddmmyyyy, ddmmyy, ddmm, mmddyyyy, mmddyy, mmdd or yyyymmdd. Callers are told in which order
to key what. Where no year is keyed, it is the next one in which the day is still to come (`date: future`), or the last
one in which it had been (`date: past`). Two digits of a year mean, with `date: past`, the last such year too (30 is
1930 before 2030), and with `date: future` the nearest (in 2026, 30 is 2030, and 25 is 2025, which is over). `within: 10
days` (or weeks) takes no day farther from today; the nearest one is meant then.

`open_in` names a calendar of `flows.yaml`: a day on which it is closed all day (a Sunday, a holiday, a closure) is not
taken. Callers hear why, and are offered the next open day on a key, where that is still within reach. `closed` is what
is said of such a day instead; with a way on (`then`) the call goes there.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

from pydantic import model_validator

from ivr.engine.asking import fail, hear_choice, wait_for_key
from ivr.engine.entry import Refused
from ivr.engine.events import EntryRefused, Event, FieldKept, InformationGiven
from ivr.engine.grammar import FORM_KEYS, KEY_OF_DIGIT, Destination, FieldName, mistake
from ivr.engine.heard import Heard, Keys, Silence, Unclear, Words
from ivr.engine.instructions import Ask, Prompt
from ivr.engine.node import Go, Step, Wait
from ivr.engine.values import replace
from ivr.engine.visit import Visit
from ivr.engine.ways import Way
from ivr.nodes._dates import may_be_keyed
from ivr.nodes._entries import THEN_HASH
from ivr.nodes._open_days import NEEDED, OFFERED, offer, open_instead, why_closed
from ivr.nodes._question import Question
from ivr.nodes._reading_back import read_back, ways_of_read_back
from ivr.translation import said
from ivr.words import Format, Value
from ivr.words.hearing import stands_in

CONFIRM = "confirm"
SETTLED = (CONFIRM, OFFERED)  # the stages at which a value is there, to be taken or keyed anew


class AskNode(Question):
    """Let the caller key something, check it, read it back, and keep it."""

    kind: Literal["ask"] = "ask"
    called: ClassVar[Mapping[str, str]] = {"zh_Hant_HK": "輸入資料", "zh_Hans_CN": "输入资料"}
    keep: FieldName
    confirm: bool = True
    private: bool = False
    secret: bool = False
    then: Destination

    @model_validator(mode="after")
    def _is_private_or_secret(self) -> "AskNode":
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

    def hides_keys_at(self, stage: str) -> bool:
        """While it is keyed, and not while it is read back."""
        return self.hides_keys and stage not in SETTLED

    @property
    def needs(self) -> tuple[str, ...]:
        """What is said of its entry alone, and of days on which a calendar is closed."""
        return (*self.entry.needs, *(NEEDED if self.open_in else ()))

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
        return self._asked(visit, 0, self.entry.how)

    def _asked_again(self, visit: Visit, more: int = 0) -> tuple[Prompt, ...]:
        """The question after the tries that failed and so many `more`, and that a hash ends the answer."""
        ended = tuple(each for each in self.entry.how if each == THEN_HASH)
        return self._asked(visit, visit.call.silences + visit.call.wrongs + more, ended)

    def _asked(self, visit: Visit, tries: int, how: tuple[str, ...]) -> tuple[Prompt, ...]:
        """The question after so many failed tries, and `how` to key the answer; of the hash not what its text says."""
        question = visit.say_at_try(self.say, tries)
        hash_named = stands_in(question.text, visit.edition.key_name("hash", question.language))
        return (question, *self._how(visit, (each for each in how if not (hash_named and each == THEN_HASH))))

    def _how(self, visit: Visit, how: Iterable[str]) -> tuple[Prompt, ...]:
        return tuple(visit.phrase(each) for each in how if visit.phrase_text(each))

    def enter(self, visit: Visit) -> Step:
        """Ask."""
        return Step(self._wait(visit), visit.recorded(*self.own_words(visit)))

    def hear(self, visit: Visit, heard: Heard) -> Step:
        """Check what was keyed; then have it confirmed."""
        if visit.call.stage in SETTLED:
            return self._hear_confirmed(visit, heard)
        again = self._asked_again(visit, 1)
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
        value = self.entry.read(keys, visit.now.date(), visit.edition.home.country)
        if isinstance(value, Refused):
            how = self._how(visit, self.entry.how) if value.explained else ()
            told = (visit.phrase(value.phrase, value.values), *how)
            return self._refuse(visit, keys, value.why, told, again)
        since = visit.now if self.date == "future" else None
        if self.open_in and (told := why_closed(visit, self.open_in, value, self.closed, since)):
            return self._hear_closed_day(visit, keys, told, again, open_instead(visit, self.open_in, value))
        if self.secret or not self.confirm:
            noted = FieldKept(visit.here, self.keep, visit.shown(self.keep, value))
            kept: tuple[Event, ...] = (noted, *self._given(visit))
            return Step(Go(self.then), events=kept, keeps={self.keep: value}, hash_due=self._ends_by_itself)
        return self._settle(visit, value, CONFIRM)

    def _refuse(self, visit: Visit, keys: str, why: str, told: tuple[Prompt, ...], again: tuple[Prompt, ...]) -> Step:
        shown = "*" * len(keys) if self.hides_keys else keys
        refused, wait = EntryRefused(visit.here, why), self._wait(visit)
        step = fail(visit, "wrong", again, wait, keys=shown, first=told, last="entry_last", events=(refused,))
        return replace(step, hash_due=len(keys) == self.entry.most_keys)

    def _hear_closed_day(
        self, visit: Visit, keys: str, told: tuple[Prompt, ...], again: tuple[Prompt, ...], other: str | None
    ) -> Step:
        """Go where `closed` leads; or offer the `other` day, which is open; or ask again, where that is not taken."""
        if self.closed and self.closed.then:
            refused = (EntryRefused(visit.here, "entry_closed_day"),)
            return Step(Go(self.closed.then), told, refused, hash_due=self._ends_by_itself)
        if self.secret or not other or not may_be_keyed(self.entry, other, visit.now.date()):
            return self._refuse(visit, keys, "entry_closed_day", told, again)
        step = self._settle(visit, other, OFFERED)
        return replace(step, says=(*told, *step.says), events=(EntryRefused(visit.here, "entry_closed_day"),))

    def _settle(self, visit: Visit, value: str, stage: str) -> Step:
        """Keep the value for now, and have it taken or keyed anew."""
        wait = self._wait_to_settle(visit, stage)
        return Step(wait, self._told(visit, value, stage), keeps={self.keep: value}, hash_due=self._ends_by_itself)

    def again(self, visit: Visit) -> Step:
        """The question, after tries that failed as they left it; or the value that is there and is to be confirmed."""
        call, stage = visit.call, visit.call.stage
        if stage not in SETTLED and not (call.silences or call.wrongs):
            return super().again(visit)
        if stage not in SETTLED:
            return Step(replace(self._wait(visit), again="cut off"), self._asked_again(visit))
        return Step(self._wait_to_settle(visit, stage), self._told(visit, visit.given()[self.keep].text, stage))

    @property
    def _ends_by_itself(self) -> bool:
        return self.entry.most_keys is not None

    def _hear_confirmed(self, visit: Visit, heard: Heard) -> Step:
        value, stage = visit.given()[self.keep].text, visit.call.stage
        ways, says = self._ways(visit, value), self._told(visit, value, stage)
        step = hear_choice(visit, heard, ways, says, stage=stage)
        right = any(isinstance(event, FieldKept) for event in step.events)
        return replace(step, events=(*step.events, *self._given(visit))) if right else step

    def _given(self, visit: Visit) -> tuple[InformationGiven, ...]:
        """That the caller gave something to be kept for itself; what is looked up comes to nothing by itself."""
        asked_for = visit.edition.is_looked_up(f"{visit.call.department}/{self.keep}")
        return () if asked_for or self.secret else (InformationGiven(visit.here, self.keep),)

    def _ways(self, visit: Visit, value: str) -> dict[str, Way]:
        right, wrong = Way(self.then, keeps={self.keep: value}), Way("repeat")
        return ways_of_read_back(visit, right, wrong, lambda: self.again(visit))

    def _told(self, visit: Visit, value: str, stage: str) -> tuple[Prompt, ...]:
        """What was keyed, or which day is offered instead, and the keys for both answers."""
        if stage == OFFERED:
            return offer(visit, value, private=self.private)
        return read_back(visit, Value(value, self.entry.format, self.private))

    def _wait_to_settle(self, visit: Visit, stage: str) -> Wait:
        """The wait for a key, the same whatever was keyed."""
        return wait_for_key(visit, self._ways(visit, ""), stage=stage)

    def _wait(self, visit: Visit) -> Wait:
        return Wait(Ask((), self.entry.most_keys, "#", visit.tries.wait, visit.language))

"""One turn of one call: find the edition, take the turn, keep it, hand back what to say and do.

Nothing a carrier or caller sends makes the switchboard raise: the worst that a caller meets is an apology.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from ivr.engine.call import Call
from ivr.engine.edition import Edition
from ivr.engine.events import LEFT, CallBackChosen, CallEnded, Event, TextPromised, TransferAccepted
from ivr.engine.filing import NOTHING_FILED, Filing
from ivr.engine.heard import (
    ANSWERED_BEFORE,
    NODE_FAILED,
    Heard,
    Resumed,
    Ringing,
    TransferFinished,
    after_the_end,
    hung_up,
)
from ivr.engine.instructions import Ask, HangUp, Say
from ivr.engine.looking_ahead import needless
from ivr.engine.ports import (
    Ceilings,
    Chances,
    Clock,
    Closures,
    Enquiries,
    EveryChance,
    Limits,
    NoCeilings,
    NoClosures,
    NoLimits,
    NoTextMessages,
    Ports,
    References,
    TextMessages,
)
from ivr.engine.private_words import (
    blanked,
    filled_call,
    filled_words,
    has_blanks,
    says_private,
    without_private,
)
from ivr.engine.turn import Turn, begin, take_turn, take_unkept_turn
from ivr.engine.visit import Visit
from ivr.errors import EditionMissing, TokenRefused
from ivr.journal.entry import Entry, turn_name
from ivr.journal.heard import heard_as_kept
from ivr.journal.late_recordings import late_recordings
from ivr.logs import IN_HAND, came_from, logger
from ivr.switchboard.answers import Answer
from ivr.switchboard.filing import Decided, DecidedWhenKept, Decides, FiledInTurn, as_decided
from ivr.switchboard.ports import AfterEnd, Editions, Journal, Kept, NotFiled, Repeated, RowsToFile, Unkept
from ivr.switchboard.tokens import CallTokens

log = logger(__name__)

LONGEST_RETRY = timedelta(seconds=60)
"""A carrier gives up on a webhook, retries included, after 15 s; once a call has gone on, a repetition of an earlier
turn that is older than this is no retry. Of the turn at which a call stands any repetition is, whatever a clock says.
"""
ENDINGS = ("completed", "busy", "failed", "no-answer", "canceled")


@dataclass(frozen=True)
class Switchboard:
    """Takes the turns of calls. `enquiries` gives the look-ups of an edition's tables.

    `unpublished` gives what a caller hears while there is no edition at all.
    """

    editions: Editions
    journal: Journal
    tokens: CallTokens
    clock: Clock
    references: References
    enquiries: Callable[[Edition], Enquiries]
    unpublished: Callable[[], Answer]
    closures: Closures = field(default_factory=NoClosures)
    ceilings: Ceilings = field(default_factory=NoCeilings)
    chances: Chances = field(default_factory=EveryChance)
    filing: Callable[[Edition], Decides] = lambda _edition: DecidedWhenKept()
    limits: Limits = field(default_factory=NoLimits)
    text_messages: TextMessages = field(default_factory=NoTextMessages)

    def answer(self, sid: str, called: str, caller: str) -> Answer:
        """A call comes in on the number `called`."""
        edition = self._current()
        if edition is None:
            log.error("a caller was asked to ring later: nothing is published", call_sid=sid)
            return self.unpublished()
        hotline = edition.hotline_at(called)
        if hotline is None:
            log.warning("a number was called that no hotline has", called=called)
            return self._parting(edition, "number_unknown")
        call = begin(edition, hotline, sid, caller, self._ports(edition))
        return self._take(edition, call, Ringing(), caller)

    def turn(self, token: str, sid: str, heard: Heard, caller: str = "") -> Answer:
        """The carrier brings back what the caller did; `token` came out of the answer before."""
        call = self._opened(token, sid)
        if call is None:
            return self._parting(self.editions.current(), "apology")
        return self._take(self._edition_of(call), call, self._surely(call, heard), caller or call.caller)

    def resume(self, token: str, sid: str, called: str, caller: str, code: str, *, unusable: bool) -> Answer:
        """A turn failed for the carrier, which asks its fallback address; `token` is the call before that turn.

        Where the turn was taken and its answer lost on the way, that very answer is given. Where it was not taken it
        is taken now, as one that heard nothing: should it still come out of a queue, it is a repetition of this one.
        An answer that came and is `unusable` is not given again: the call goes on from it.
        """
        log.warning("the carrier could not use an answer", call_sid=sid, code=code)
        call = self._opened(token, sid) if token else None
        if unusable:
            call = self._after_the_next_turn(sid, call) or call
        if call is None:
            return self.answer(sid, called, caller)
        return self._take(self._edition_of(call), call, Resumed(code[:20]), caller)

    def _after_the_next_turn(self, sid: str, call: Call | None) -> Call | None:
        """The call as the turn that follows on `call` left it, None where that was not taken or cannot be known."""
        following = turn_name(call.turn + 1 if call else 1)
        taken = next((entry for entry in self._entries(sid) or () if entry.entry == following), None)
        after = self._opened(taken.token, sid) if taken else None
        return self._going_on(after, call) if after and call else after

    def _going_on(self, kept: Call, own: Call) -> Call:
        """The call that was kept with what `own` knows of what may not be kept.

        What was keyed in the turn that was kept is known to nobody: then it is `own`, which was to take that turn.
        """
        return filled_call(self._edition_of(kept), kept, own) or replace(own, turn=kept.turn)

    def status(self, sid: str, called: str, caller: str, status: str, seconds: int | None) -> None:
        """The carrier reports how a call fares; only its end is kept, as the first that tells of it has it."""
        if status not in ENDINGS:
            return
        edition = self._current()
        hotline = edition.hotline_at(called) if edition else None
        ended = CallEnded("", "caller hung up" if status == "completed" else "carrier ended")
        entry = self._notice(sid, "end", edition, {"status": status}, (ended,))
        name = hotline.name if hotline else ""
        self._keep(replace(entry, hotline=name, caller=caller, called=called, ends=True, seconds=seconds))
        self.take_late_recordings(sid)

    def recording(self, sid: str, recording: str, url: str, status: str, seconds: int | None) -> None:
        """The carrier reports that a recording is ready, or absent."""
        heard: dict[str, object] = {"recording": recording, "url": url, "status": status}
        entry = self._notice(sid, f"recording {recording} {status}", self._current(), heard, ())
        self._keep(replace(entry, seconds=seconds))
        self.take_late_recordings(sid)

    def take_late_recordings(self, sid: str) -> int:
        """Take the turns that recordings of a call that is over never came with; how many. Never raises."""
        entries = self._entries(sid)
        late = late_recordings(entries) if entries else ()
        last = max((entry.turn or 0 for entry in entries or ()), default=0)
        for after, (asked, recorded) in enumerate(late):
            call = self._opened(asked.token, sid)
            if call:
                self._take(self._edition_of(call), replace(call, turn=last + after), recorded, asked.caller)
        return len(late)

    def whisper(self, token: str) -> Answer:
        """What an officer hears before taking the call that `token` stands for; empty when there is none.

        A question (Ask) where a key is wanted of the officer; else whoever hears it has the call.
        """
        call = self._rung(token)
        if call is None:
            return Answer((HangUp(),), "", {})
        edition = self._edition_of(call)
        now = self.clock.now().astimezone(ZoneInfo(edition.zone))
        visit = Visit(edition, call, self._ports(edition), now)
        node = edition.nodes.get(call.node)
        said = node.whisper(visit) if node else None
        if said and node and node.whisper_asks(visit):
            return Answer((Ask((said,)),), token, edition.languages)
        if said:
            self.accept(token)
        return Answer((said,) if said else (), token, edition.languages)

    def accept(self, token: str) -> None:
        """An officer takes the call that `token` stands for: kept, for not every carrier tells it."""
        call = self._rung(token)
        if call:
            entry = self._notice(call.sid, _accepted(call), self._edition_of(call), {"officer": "accepted"}, ())
            self._keep(replace(entry, events=(TransferAccepted(call.node),)))

    def _rung(self, token: str) -> Call | None:
        try:
            return self.tokens.open(token)
        except TokenRefused:
            return None

    def _surely(self, call: Call, heard: Heard) -> Heard:
        """What was heard; of a carrier that only says that somebody picked up, whether an officer took the call.

        A voicemail picks up too. Where that cannot be known now the carrier is believed: nobody is rung after a talk.
        """
        if not isinstance(heard, TransferFinished) or heard.sure:
            return heard
        entries = self._entries(call.sid)
        if entries is None or any(entry.entry == _accepted(call) for entry in entries):
            return replace(heard, sure=True)
        return TransferFinished("gave up" if heard.hung_up else "unanswered", 0, heard.hung_up)

    def _take(self, edition: Edition, call: Call, heard: Heard, caller: str, decided: Decided | None = None) -> Answer:
        """Take a turn and keep it; once more where a row that it files cannot be filed, with what was `decided`."""
        decided, IN_HAND.call = {} if decided is None else decided, call
        turn, rows = self._turn_taken(edition, call, heard, decided)
        answer, node = self._answer_of(edition, turn), edition.nodes.get(call.node)
        entry = Entry(
            call_sid=call.sid,
            entry=turn_name(turn.call.turn),
            turn=turn.call.turn,
            at=self.clock.now().astimezone(UTC),
            hotline=call.hotline,
            caller=caller,
            called=call.called,
            edition=edition.hash,
            node=turn.call.node,
            language=turn.call.language,
            heard=heard_as_kept(heard, hidden=bool(node and node.hides_keys), number=_tells_a_number(call, turn)),
            events=turn.events,
            instructions=tuple(map(blanked, turn.instructions)),
            token=self._kept_token(edition, turn.call, answer),
        )
        kept = self._kept(entry, rows)
        if isinstance(kept, NotFiled):
            decided[kept.row.table, kept.row.entry] = kept.outcome
            return self._take(edition, call, heard, caller, decided)
        if isinstance(kept, Unkept):
            return self._answer_unkept(edition, call, heard, entry, answer)
        gone = after_the_end(heard) if isinstance(kept, AfterEnd) and not hung_up(heard) else None
        if gone:
            return self._take(edition, call, gone, caller)
        if isinstance(kept, Kept):
            return answer
        return self._answer_once_more(kept, entry, call, heard)

    def _answer_of(self, edition: Edition, turn: Turn) -> Answer:
        return Answer(turn.instructions, self._sealed(edition, turn.call), edition.languages)

    def _kept_token(self, edition: Edition, call: Call, answer: Answer) -> str:
        """The call as it is kept: without what only the caller may hear, and without secrets."""
        kept = without_private(edition, call)
        return answer.token if kept is call else self._sealed(edition, kept)

    def _sealed(self, edition: Edition, call: Call) -> str:
        """The token of a call, which carries all that may still be needed of it."""
        return self.tokens.seal(call, partial(needless, edition, call))

    def _answer_unkept(self, edition: Edition, call: Call, heard: Heard, entry: Entry, answer: Answer) -> Answer:
        """The call goes on; but whoever left something is told the truth, and not thanked; nor is a text promised."""
        left = [type(event) for event in entry.events if isinstance(event, LEFT)]
        number, text = set(left) == {CallBackChosen}, set(left) == {TextPromised}
        try:
            if left and not hung_up(heard):
                turn = take_unkept_turn(edition, call, self._ports(edition), number=number, text=text)
                answer = self._answer_of(edition, turn)
                entry = self._with_the_truth(edition, entry, turn, answer)
        finally:
            self.journal.set_down(entry)
        return answer

    def _with_the_truth(self, edition: Edition, entry: Entry, turn: Turn, answer: Answer) -> Entry:
        return replace(
            entry,
            node=turn.call.node,
            language=turn.call.language,
            events=(*(each for each in entry.events if not isinstance(each, TextPromised)), *turn.events),
            instructions=tuple(map(blanked, turn.instructions)),
            token=self._kept_token(edition, turn.call, answer),
        )

    def _answer_once_more(self, kept: Repeated | AfterEnd, entry: Entry, call: Call, heard: Heard) -> Answer:
        """What a webhook is answered that came before, or after the end of its call."""
        if isinstance(kept, AfterEnd):
            log.warning("a webhook came after the end of its call", call_sid=entry.call_sid, entry=entry.entry)
            return Answer((HangUp(),), entry.token, {})
        if kept.passed and abs(entry.at - kept.first.at) > LONGEST_RETRY:
            log.warning("an old webhook was sent again", call_sid=entry.call_sid, entry=entry.entry)
            return Answer((HangUp(),), entry.token, {})
        return self._answer_filled(kept.first, call, heard, entry.caller)

    def _answer_filled(self, first: Entry, call: Call, heard: Heard, caller: str) -> Answer:
        """The first answer again. What may not be kept of it is filled in from the request that is repeated.

        Where that cannot be done (a row has changed since, or the fallback does not know what was keyed) the call goes
        on instead as after an answer that could not be used: where it stands, or else where it stood.
        """
        edition, kept = self._edition(first.edition), self._opened(first.token, first.call_sid)
        if kept is None or not (has_blanks(edition, kept) or says_private(first.instructions)):
            return Answer(first.instructions, first.token, edition.languages)
        own = self._taken_again(first, edition, call, heard)
        words, after = filled_words(first.instructions, own.instructions), filled_call(edition, kept, own.call)
        if words and after:
            return Answer(words, self._sealed(edition, after), edition.languages)
        if hung_up(heard):
            return Answer((HangUp(),), first.token, {})
        log.warning("an answer cannot be given again", call_sid=first.call_sid, entry=first.entry)
        return self._take(edition, after or replace(call, turn=kept.turn), Resumed(ANSWERED_BEFORE), caller)

    def _taken_again(self, first: Entry, edition: Edition, call: Call, heard: Heard) -> Turn:
        """The turn as of the moment at which it was taken first; it files nothing, whatever has changed since."""
        filing = FiledInTurn(edition.tables, DecidedWhenKept(), as_decided(first.events))
        return self._never_failing(edition, call, heard, self._ports(edition, filing, _Stopped(first.at)))

    def _turn_taken(self, edition: Edition, call: Call, heard: Heard, decided: Decided) -> tuple[Turn, RowsToFile]:
        """The turn, and the rows to be filed with it."""
        filing = FiledInTurn(edition.tables, self.filing(edition), decided, partial(self._decided_before, call))
        turn = self._never_failing(edition, call, heard, self._ports(edition, filing))
        return turn, filing.rows

    def _decided_before(self, call: Call) -> Decided | None:
        """What the turn that the call is about to take is on record to have filed; None where it is not on record."""
        name = turn_name(call.turn + 1)
        kept = next((entry for entry in self._entries(call.sid) or () if entry.entry == name), None)
        return as_decided(kept.events) if kept else None

    def _never_failing(self, edition: Edition, call: Call, heard: Heard, ports: Ports) -> Turn:
        """The turn; should a node fail, an officer instead."""
        try:
            return take_turn(edition, call, heard, ports)
        except Exception as error:  # whatever it is, no caller is dropped for it
            log.error(
                "a node failed", call_sid=call.sid, node=call.node, error=type(error).__name__, at=came_from(error)
            )
            department = call.department or edition.hotline(call.hotline).start.partition("/")[0]
            at_officer = replace(call, node=f"{department}/officer", stage="", resumed=0)
            return take_turn(edition, at_officer, Resumed(NODE_FAILED), replace(ports, filing=NOTHING_FILED))

    def _keep(self, notice: Entry) -> None:
        """Keep what the carrier reports, wherever that can be done."""
        if isinstance(self._kept(notice), Unkept):
            self.journal.set_down(notice)

    def _kept(self, entry: Entry, rows: RowsToFile = ()) -> Kept | Repeated | AfterEnd | NotFiled | Unkept:
        """What the journal says; when even that fails the call goes on all the same, and nothing is entered."""
        try:
            return self.journal.keep(entry, rows) if rows else self.journal.keep(entry)
        except Exception:  # whatever it is, no caller is dropped for it
            log.exception("an entry could not be kept", call_sid=entry.call_sid, entry=entry.entry)
            return NotFiled(rows[0][1], "unavailable") if rows else Unkept()

    def _entries(self, sid: str) -> Sequence[Entry] | None:
        """All that is kept of a call, None when that cannot be known now."""
        try:
            return self.journal.of_call(sid)
        except Exception as error:  # whatever it is, no caller is dropped for it
            log.warning("a call could not be read back", call_sid=sid, error=type(error).__name__)
            return None

    def _ports(self, edition: Edition, filing: Filing = NOTHING_FILED, clock: Clock | None = None) -> Ports:
        asked, clock = self.enquiries(edition), clock or self.clock
        known = self.references, self.closures, self.ceilings, self.chances, filing, self.limits, self.text_messages
        return Ports(clock, asked, *known)

    def _opened(self, token: str, sid: str) -> Call | None:
        try:
            call = self.tokens.open(token)
        except TokenRefused as refused:
            log.warning("a call token was refused", call_sid=sid, why=str(refused))
            return None
        if call.sid != sid:
            log.warning("a call token came with another call", call_sid=sid)
            return None
        return call

    def _current(self) -> Edition | None:
        try:
            return self.editions.current()
        except EditionMissing:
            return None

    def _edition_of(self, call: Call) -> Edition:
        return self._edition(call.edition)

    def _edition(self, edition_hash: str) -> Edition:
        try:
            return self.editions.by_hash(edition_hash)
        except EditionMissing:
            log.error("an edition is missing; the call goes on with the current one", edition=edition_hash)
            return self.editions.current()

    def _parting(self, edition: Edition, phrase: str) -> Answer:
        """A polite word in every language, and the end."""
        says = (Say(edition.phrases[code][phrase], code) for code in edition.languages)
        return Answer((*says, HangUp()), "", edition.languages)

    def _notice(
        self, sid: str, name: str, edition: Edition | None, heard: dict[str, object], events: tuple[Event, ...]
    ) -> Entry:
        at = self.clock.now().astimezone(UTC)
        return Entry(sid, name, None, at, "", "", "", edition.hash if edition else "", "", "", heard, events)


@dataclass(frozen=True)
class _Stopped:
    """A clock that shows the moment at which a turn was taken first."""

    at: datetime

    def now(self) -> datetime:
        """That moment."""
        return self.at


def _accepted(call: Call) -> str:
    """The name of the entry that an officer took the call where it now rings."""
    return f"officer {call.turn}"


def _tells_a_number(call: Call, turn: Turn) -> bool:
    """Whether a call-back number was keyed in this turn, or is said back in it."""
    return call.stage == "number" or turn.call.stage == "number keyed"

"""What may be written down of a practised call: nothing that is private or secret."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from ivr.engine.instructions import Ask, Prompt, Say
from ivr.errors import TokenRefused
from ivr.switchboard.switchboard import Switchboard


@dataclass(frozen=True)
class RecordedDiscretion:
    """Asks the switchboard and the record of one call, `sid`, in which blanks stand for what is private."""

    switchboard: Switchboard
    sid: str

    def hides(self, address: str) -> bool:
        """Whether nothing of what is keyed there may be kept."""
        token = parse_qs(urlsplit(address).query).get("call", [""])[0]
        try:
            call = self.switchboard.tokens.open(token)
        except TokenRefused:
            return False
        nodes = self.switchboard.editions.by_hash(call.edition).nodes
        return call.node in nodes and nodes[call.node].hides_keys_at(call.stage)

    def parts(self, text: str) -> tuple[str, ...]:
        """The words around the blanks, where these words are on record with blanks in them and not as they stand.

        What was said in private and nothing else looks like any other words.
        """
        said = tuple(self._said())
        private = [prompt for prompt in said if isinstance(prompt, Say) and prompt.private]
        if text in (prompt.text for prompt in said if prompt not in private):
            return (text,)
        for say in private:
            around = [say.text[begin:end] for begin, end in _around(say)]
            if re.fullmatch(".*".join(map(re.escape, around)), text, re.DOTALL):
                return tuple(part.strip() for part in around if re.search(r"\w", part))
        return (text,)

    def _said(self) -> Iterator[Prompt]:
        for entry in self.switchboard.journal.of_call(self.sid):
            for each in entry.instructions:
                prompts = each.prompts if isinstance(each, Ask) else (each,)
                yield from (prompt for prompt in prompts if isinstance(prompt, Prompt))


def _around(say: Say) -> Iterator[tuple[int, int]]:
    done = 0
    for begin, end in (*say.private, (len(say.text), len(say.text))):
        yield done, begin
        done = end

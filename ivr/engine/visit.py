"""One node's view of the call during a turn: what is known, and how to say something to this caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ivr.engine.call import Call
from ivr.engine.edition import Edition
from ivr.engine.instructions import Play, Prompt, Say
from ivr.engine.ports import Ports
from ivr.words import Value, fill, say_key


@dataclass(frozen=True)
class Visit:
    """`now` is the time in the site's zone, the same throughout the turn."""

    edition: Edition
    call: Call
    ports: Ports
    now: datetime

    @property
    def here(self) -> str:
        """The full name of the node the caller is at."""
        return self.call.node

    @property
    def language(self) -> str:
        """The caller's language; before it is chosen, the first one offered."""
        return self.call.language or next(iter(self.edition.languages))

    def text(self, texts: Mapping[str, str]) -> str:
        """The text in the caller's language."""
        return texts.get(self.language) or next(iter(texts.values()), "")

    def say(self, texts: Mapping[str, str], values: Mapping[str, Value] | None = None) -> Say:
        """Say `texts` in the caller's language, its places filled from `values` and what the caller gave."""
        known = self.given() | dict(values or {})
        return Say(fill(self.text(texts), known, self.language), self.language)

    def phrase(self, name: str, values: Mapping[str, Value] | None = None) -> Say:
        """Say one of the system's own phrases."""
        return Say(fill(self.phrase_text(name), values or {}, self.language), self.language)

    def phrase_text(self, name: str) -> str:
        """One of the system's own phrases in the caller's language, its places not yet filled."""
        return self.edition.phrases[self.language][name]

    def press(self, phrase: str, key: str, label: Mapping[str, str]) -> Say:
        """Say which key does what: `phrase` with the label and the key."""
        values = {
            "label": Value(self.text(label), "text"),
            "key": Value(say_key(key, self.language), "text"),
        }
        return self.phrase(phrase, values)

    def given(self) -> dict[str, Value]:
        """What the caller gave in this department, by field; never a secret, which is not to be spoken."""
        prefix = f"{self.call.department}/"
        return {
            name.removeprefix(prefix): Value(text, self.edition.fields.get(name, "text"))
            for name, text in self.call.fields.items()
            if name.startswith(prefix) and name not in self.edition.secrets
        }

    def recorded(self, *says: Prompt) -> tuple[Prompt, ...]:
        """The node's recording in the caller's language where there is one, otherwise `says`."""
        recording = self.edition.recordings.get((self.language, self.here))
        if not recording:
            return says
        text = " ".join(prompt.text for prompt in says if isinstance(prompt, Say))
        return (Play(recording, text, self.language),)

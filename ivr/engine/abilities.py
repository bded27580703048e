"""What a carrier can do of all that a site may ask of one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Abilities:
    """`carrier` is what it calls itself.

    `hears_words` tells whether it understands what callers say, `whispers` whether an officer who picks up hears
    anything before the caller is put through. `voices` is how the names of its voices begin, as they are written in
    flows.yaml, empty for every beginning; none that it has ends as one of `voiceless` does.
    """

    carrier: str
    hears_words: bool = True
    whispers: bool = True
    voices: tuple[str, ...] = ()
    voiceless: tuple[str, ...] = ()

    def has_voice(self, voice: str) -> bool:
        """Whether it has a voice of that name, as far as the name tells."""
        return voice.startswith(self.voices or ("",)) and not voice.endswith(self.voiceless)


EVERYTHING = Abilities("Twilio")

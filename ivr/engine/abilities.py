"""What a carrier can do of all that a site may ask of one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Abilities:
    """`carrier` is what it calls itself.

    `hears_words` tells whether it understands what callers say, `whispers` whether an officer who picks up hears
    anything before the caller is put through. `voices` is how the names of its voices begin, as they are written in
    flows.yaml, empty for every beginning; none that it has ends as one of `voiceless` does. Voices that begin with one
    of `own_voices` it alone has, so that they are in no list here.
    """

    carrier: str
    hears_words: bool = True
    whispers: bool = True
    voices: tuple[str, ...] = ()
    voiceless: tuple[str, ...] = ()
    own_voices: tuple[str, ...] = ()

    def has_voice(self, voice: str) -> bool:
        """Whether it has a voice of that name, as far as the name tells."""
        begins = (*self.voices, *self.own_voices) if self.voices else ""
        return voice.startswith(begins) and not voice.endswith(self.voiceless)


EVERYTHING = Abilities("Twilio")

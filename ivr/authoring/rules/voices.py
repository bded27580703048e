"""Rules about the voices that speak the languages of a site."""

from collections.abc import Iterator, Sequence
from functools import cache

from ivr.authoring.problems import Problem, closest, did_you_mean, one_of
from ivr.authoring.rules.rule import rule
from ivr.authoring.site import Site
from ivr.translation import Sentence, said
from ivr.words.voices import speaks, voices, voices_of

MOST_NAMED = 4


@rule(shares=True)
def unknown_voice(site: Site) -> Iterator[Problem]:
    """A voice that the carrier does not have, or that speaks another language than the one written as `say`.

    Where the carrier knows no such voice callers may hear nothing at all. The list is Twilio's; a voice that has come
    since may stand all the same: accept the warning.

    FAIL `es: {…, say: es-MX, voice: Polly.Lupe-Neural}`, which speaks es-US
    PASS `es: {…, say: es-MX, voice: Polly.Mia-Neural}`
    """
    for code, language in site.flows.languages.items() if site.flows else ():
        own = language.voice.startswith(site.carrier.own_voices)
        if language.voice and not own and not speaks(language.voice, language.say):
            message, hint = _told(language.voice, language.say)
            path = ("languages", code, "voice")
            yield site.flows_document.problem(path, "unknown-voice", message, hint, level="warning")


def _told(voice: str, say: str) -> tuple[Sentence, Sentence]:
    others = [tag for tag, names in voices().items() if voice in names]
    there = voices_of(say)
    some = there_are(there, say) if there else None
    if others:
        message = said('the voice "{voice}" speaks {other}, not {say}.', voice=voice, other=one_of(others), say=say)
        return message, some or said("Write `say: {other}`, or a voice of another name.", other=others[0])
    message = said('the carrier has no voice called "{voice}".', voice=voice)
    near = closest(voice, there)
    return message, did_you_mean(voice, (near,) if near else ()) or some or did_you_mean(voice, _all())


def there_are(names: Sequence[str], say: str) -> Sentence:
    """A hint at some of the voices that speak a language."""
    return said("In {say} there are {voices}.", say=say, voices=one_of(names[:MOST_NAMED]))


@cache
def _all() -> tuple[str, ...]:
    return tuple(name for names in voices().values() for name in names)

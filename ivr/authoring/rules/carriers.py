"""Rules about what the carrier can do that the site is checked for."""

from collections.abc import Iterator

from ivr.authoring.problems import Level, Problem
from ivr.authoring.rules.rule import rule
from ivr.authoring.rules.voices import there_are
from ivr.authoring.site import Site
from ivr.translation import NOTHING, Sentence, said
from ivr.words.voices import voices, voices_of

RULE = "carrier-cannot"
HEARS_NO_WORDS = said("{carrier} does not hear what callers say.")
ASKS_NOBODY = said("{carrier} puts callers through to whoever picks up, and asks nobody to press a key.")
TELLS_NOTHING = said("{carrier} lets officers hear nothing before the caller is put through.")
NO_SUCH_VOICE = said('{carrier} has no voice "{voice}": callers would hear another one, or nothing.')


@rule()
def carrier_cannot(site: Site) -> Iterator[Problem]:
    """Something that a site asks for and its carrier cannot do: that of `IVR_CARRIER`, or of `ivr check --carrier`.

    Twilio can do whatever a site may ask. Somleng does not hear what callers say, has other voices, and puts callers
    through to whoever picks up: officers hear nothing before, and press no key. SignalWire lacks some voices.

    FAIL `officers: {counter: {…, numbers: [+852 2220 0111]}}`, checked for Somleng
    PASS `officers: {counter: {…, numbers: [+852 2220 0111], press: no}}`, where no voicemail answers
    """
    if not site.elsewhere.shared:
        yield from _in_languages(site)
        yield from _in_officers(site)
    if not site.carrier.whispers:
        yield from _in_nodes(site)


def _in_languages(site: Site) -> Iterator[Problem]:
    for code, language in site.flows.languages.items() if site.flows else ():
        at = ("languages", code)
        if language.speech and not site.carrier.hears_words:
            hint = said("Take `speech` out: then callers press keys.")
            yield site.flows_document.problem((*at, "speech"), RULE, _told(site, HEARS_NO_WORDS), hint)
        if language.voice and not site.carrier.has_voice(language.voice):
            message = said(NO_SUCH_VOICE, carrier=site.carrier.carrier, voice=language.voice)
            yield site.flows_document.problem((*at, "voice"), RULE, message, _other_voices(site, language.say))


def _other_voices(site: Site, say: str) -> Sentence:
    """Voices that it has, of this kind of the language where there are any."""
    language = say.partition("-")[0]
    for tag in (say, *(tag for tag in voices() if tag.partition("-")[0] == language)):
        there = [voice for voice in voices_of(tag) if site.carrier.has_voice(voice)]
        if there:
            return there_are(there, tag)
    return NOTHING


def _in_officers(site: Site) -> Iterator[Problem]:
    for name, officers in site.flows.officers.items() if site.flows else ():
        if officers.press and not site.carrier.whispers:
            at = ("officers", name)
            written = (*at, "press")
            hint = said("Write `press: no` once no voicemail answers these telephones.")
            path, is_name = (at, True) if site.flows_document.at(written) is None else (written, False)
            yield site.flows_document.problem(path, RULE, _told(site, ASKS_NOBODY), hint, name=is_name)


def _in_nodes(site: Site) -> Iterator[Problem]:
    for placed in site.nodes:
        for setting, asked in placed.node.whispers:
            message, hint, level = ASKED if asked else TOLD
            yield placed.document.problem((*placed.path, setting), RULE, _told(site, message), hint, level=level)


def _told(site: Site, message: Sentence) -> Sentence:
    return said(message, carrier=site.carrier.carrier)


_Answer = tuple[Sentence, Sentence, Level]
ASKED: _Answer = (ASKS_NOBODY, said("Write `accept: at once` once no voicemail answers these telephones."), "error")
TOLD: _Answer = (TELLS_NOTHING, said("Take it out, or accept that it is not heard."), "warning")

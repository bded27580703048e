"""Draft voices: espeak-ng is asked in the right voice; a stand-in takes its place where it is not installed."""

import pytest

from ivr.authoring.site.wave import why_not_playable
from ivr.errors import SoundRefused
from ivr.sound.drafts import VOICES, draft, draft_voice

STAND_IN = """
while [ "$#" -gt 1 ]; do [ "$1" = -v ] && voice="$2"; [ "$1" = -w ] && out="$2"; shift; done
cat > {folder}/text
echo "$voice" > {folder}/voice
cp {folder}/voice.wav "$out"
"""


@pytest.fixture
def espeak(install, tmp_path, a_tone):
    """A program that writes down what it is asked to read, and in which voice."""
    (tmp_path / "voice.wav").write_bytes(a_tone(rate=22050, channels=1))
    install("espeak-ng", STAND_IN.format(folder=tmp_path))
    return tmp_path


@pytest.mark.parametrize(("language", "voice"), [("yue", "yue"), ("cmn", "cmn-latn-pinyin"), ("en", "en-gb")])
def test_a_draft_is_read_in_the_voice_of_its_language(espeak, language, voice):
    assert why_not_playable(draft("--help 請按一", language)) == ""
    assert (espeak / "text").read_text("utf-8") == "--help 請按一"
    assert (espeak / "voice").read_text().strip() == voice
    assert draft_voice(language) == voice


def test_a_language_without_a_voice_is_refused(espeak):
    assert draft_voice("pt") == ""
    with pytest.raises(SoundRefused, match='no draft voice speaks "pt"; there are: yue, cmn, en'):
        draft("Olá", "pt")


def test_without_espeak_it_is_said_what_to_install(path_without_programs):
    assert [draft_voice(language) for language in VOICES] == ["", "", ""]
    with pytest.raises(SoundRefused, match="install espeak-ng"):
        draft("Hello", "en")


def test_a_voice_that_fails_is_told(install):
    install("espeak-ng", 'echo "no such voice" >&2\nexit 1')
    with pytest.raises(SoundRefused, match="did not read a text aloud: no such voice"):
        draft("Hello", "en")

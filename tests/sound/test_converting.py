"""Recordings become what telephones play, with ffmpeg or with the libraries."""

from pathlib import Path

import numpy as np
import pytest

from ivr.authoring.site.wave import seconds_of, why_not_playable
from ivr.errors import SoundRefused
from ivr.sound import converting, libraries
from ivr.sound.converting import converter, for_telephones

PEAK = 10 ** (-2 / 20)


@pytest.fixture
def studio(tmp_path: Path, a_tone) -> Path:
    file = tmp_path / "-take 1.wav"
    file.write_bytes(a_tone())
    return file


def test_the_libraries_make_mono_mu_law_of_eight_thousand_samples(studio, read_back):
    samples, header = read_back(libraries.convert(studio))
    assert (header.samplerate, header.channels, header.subtype) == (8000, 1, "ULAW")
    assert len(samples) == 8000


def test_what_was_converted_plays_on_a_telephone(studio):
    sound = libraries.convert(studio)
    assert why_not_playable(sound) == ""
    assert seconds_of(sound) == 1.0


@pytest.mark.parametrize("loudness", [0.005, 0.05, 0.9])
def test_loud_and_soft_recordings_come_out_alike(tmp_path, a_tone, read_back, loudness):
    (tmp_path / "take.wav").write_bytes(a_tone(loudness=loudness))
    samples, _ = read_back(libraries.convert(tmp_path / "take.wav"))
    speech = samples[400:3600]
    assert 20 * np.log10(np.sqrt((speech**2).mean())) == pytest.approx(-19, abs=0.5)


def test_a_click_is_not_pushed_beyond_the_peak(tmp_path, a_tone, read_back):
    import soundfile

    wave = np.zeros(8000)
    wave[1000:5000] = 0.001
    wave[2000:2010] = 0.5
    soundfile.write(tmp_path / "click.wav", wave, 8000, subtype="FLOAT")
    samples, _ = read_back(libraries.convert(tmp_path / "click.wav"))
    assert np.abs(samples).max() <= PEAK * 1.03  # one step of µ-law


@pytest.mark.parametrize("form", ["FLAC", "OGG", "AIFF"])
def test_other_forms_than_wav_are_read(tmp_path, a_tone, form):
    file = tmp_path / f"take.{form.lower()}"
    file.write_bytes(a_tone(form=form))
    assert why_not_playable(libraries.convert(file)) == ""


@pytest.mark.parametrize("content", [b"", b"RIFF", b"this is no sound"])
def test_what_is_no_sound_is_refused_with_its_name(tmp_path, content):
    (tmp_path / "notes.wav").write_bytes(content)
    with pytest.raises(SoundRefused, match=r"notes\.wav cannot be read"):
        libraries.convert(tmp_path / "notes.wav")


def test_silence_is_refused(tmp_path, a_tone):
    (tmp_path / "empty.wav").write_bytes(a_tone(loudness=0.0))
    with pytest.raises(SoundRefused, match=r"empty\.wav is silent"):
        libraries.convert(tmp_path / "empty.wav")


def test_without_ffmpeg_the_libraries_convert(path_without_programs, studio):
    assert converter() == "libraries"
    assert why_not_playable(for_telephones(studio)) == ""


def test_ffmpeg_comes_first_and_is_told_the_form_of_telephones(install, studio):
    install("ffmpeg", f'for last; do :; done\necho "$*" > {studio.parent}/told\ncp "{studio}" "$last"')
    assert converter() == "ffmpeg"
    assert for_telephones(studio) == studio.read_bytes()
    told = (studio.parent / "told").read_text()
    assert "-af loudnorm=I=-19:TP=-2 -ar 8000 -ac 1 -c:a pcm_mulaw -f wav" in told
    assert f"-i file:{studio.resolve()}" in told


def test_what_ffmpeg_refuses_is_told_in_its_last_words(install, studio):
    install("ffmpeg", 'echo "Invalid data found" >&2\nexit 1')
    with pytest.raises(SoundRefused, match="cannot be converted: Invalid data found"):
        for_telephones(studio)


def test_whatever_is_installed_makes_the_same_form(studio, read_back):
    _, header = read_back(for_telephones(studio))
    assert (header.samplerate, header.channels, header.subtype) == (8000, 1, "ULAW")


def test_with_neither_it_is_said_what_to_install(path_without_programs, studio, monkeypatch):
    monkeypatch.setattr(converting, "WITH_LIBRARIES", False)
    with pytest.raises(SoundRefused, match="install ffmpeg"):
        for_telephones(studio)

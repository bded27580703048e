"""Sounds to convert: a voice is imitated by a tone with pauses, so that loudness can be measured."""

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.sound.libraries import Samples


@pytest.fixture
def a_tone() -> Callable[..., bytes]:
    """A tone of `loudness` (of full scale), half of it silence."""

    def make(rate: int = 44100, channels: int = 2, loudness: float = 0.02, form: str = "WAV") -> bytes:
        wave = loudness * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
        wave[rate // 2 :] = 0
        written = io.BytesIO()
        soundfile.write(written, np.column_stack([wave] * channels), rate, format=form)
        return written.getvalue()

    return make


@pytest.fixture
def read_back() -> Callable[[bytes], tuple[Samples, soundfile.SoundFile]]:
    """The samples of a recording, and what its header says."""

    def read(sound: bytes) -> tuple[Samples, soundfile.SoundFile]:
        opened = soundfile.SoundFile(io.BytesIO(sound))
        return opened.read(dtype="float64"), opened

    return read


@pytest.fixture
def path_without_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for, and nothing in it."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def install(path_without_programs: Path) -> Callable[[str, str], None]:
    """Put a program there: a name, and lines for the shell."""

    def put(name: str, lines: str) -> None:
        program = path_without_programs / name
        program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{lines}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        assert os.access(program, os.X_OK)

    return put

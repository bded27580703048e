"""`ivr backup` and `ivr restore`: what an operator types and reads."""

import io
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as any_of

from ivr.cli import commands
from ivr.errors import BackupRefused
from ivr.settings import load_settings
from ivr.settings.carrying import as_dotenv
from ivr.storage.backup.archive import open_archive
from ivr.storage.backup.last_backup import last_backup

KEY, OTHER = "0123456789abcdefghijklmnopqrstuvwxyz-first", "0123456789abcdefghijklmnopqrstuvwxyz-second"


@pytest.fixture
def elsewhere(served, tmp_path, monkeypatch):
    """Another machine to go to: an empty folder, and nothing set."""

    def go(name="machine", **settings):
        for each in [each for each in os.environ if each.startswith("IVR_")]:
            monkeypatch.delenv(each)
        for each, value in settings.items():
            monkeypatch.setenv(each, value)
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        return lambda *words: CliRunner().invoke(commands, words)

    return go


def test_a_machine_is_made_from_a_backup_and_has_what_the_first_had(served, elsewhere, tmp_path):
    editions = served("editions", "--format", "json").output
    secrets = load_settings().secret_keys
    told = served("backup", str(tmp_path / "b.zip"))
    assert told.exit_code == 0, told.exception
    assert "THE KEYS ARE IN IT" in told.output
    ivr = elsewhere()
    checked = ivr("restore", str(tmp_path / "b.zip"), "--dry-run")
    assert "All of it is as it was written. It would be restored to " in checked.output
    assert list(Path().iterdir()) == []
    done = ivr("restore", str(tmp_path / "b.zip"))
    assert done.exit_code == 0, done.exception
    assert "The backup is less than a minute old" in done.output
    assert "up to date" in ivr("db", "check").output
    assert json.loads(ivr("editions", "--format", "json").output) == json.loads(editions)
    assert load_settings().secret_keys == secrets
    again = ivr("restore", str(tmp_path / "b.zip"))
    assert isinstance(again.exception, BackupRefused)
    assert "Add --force to put it aside" in str(again.exception)
    assert "What was here is kept in" in ivr("restore", str(tmp_path / "b.zip"), "--force").output


def test_settings_come_along_with_their_secrets_or_without(served, elsewhere, tmp_path, monkeypatch):
    given = {
        "IVR_SECRET_KEY": f"{KEY}, {OTHER}",
        "IVR_TWILIO_AUTH_TOKEN": "a b'c",
        "IVR_MOST_GUESSES": "key=3, all=500",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("IVR_DATABASE_WATER", "postgresql://reader:hidden@water.example.org/accounts")
    assert served("backup", str(tmp_path / "with.zip")).exit_code == 0
    told = served("backup", str(tmp_path / "without.zip"), "--without-keys").output
    for name in ("IVR_SECRET_KEY", "IVR_TWILIO_AUTH_TOKEN", "IVR_DATABASE_WATER"):
        assert name in told
    content = (tmp_path / "without.zip").read_bytes()
    with open_archive(tmp_path / "without.zip") as archive:
        settings = dotenv_values(stream=iter_text(archive.text("settings.env")))
        assert settings == {"IVR_MOST_GUESSES": "key=3, all=500"}
    for secret in (KEY, OTHER, "hidden"):
        assert secret.encode() not in content
    ivr = elsewhere()
    assert "The settings of the backup are in" in ivr("restore", str(tmp_path / "with.zip")).output
    written = dotenv_values(".env")
    assert {name: written[name] for name in given} == given
    assert "IVR_STATE" not in written
    assert Path(".env").stat().st_mode & 0o777 == 0o600
    ivr = elsewhere("third")
    assert "Set IVR_SECRET_KEY and IVR_HASH_KEY" in ivr("restore", str(tmp_path / "without.zip")).output


def iter_text(text):
    """A text as a file."""
    return io.StringIO(text)


def test_other_keys_than_those_of_the_backup_are_told_before_anything_is_done(served, elsewhere, tmp_path, monkeypatch):
    for name in ("IVR_SECRET_KEY", "IVR_HASH_KEY"):
        monkeypatch.setenv(name, KEY)
    assert served("backup", str(tmp_path / "b.zip")).exit_code == 0
    ivr = elsewhere(IVR_SECRET_KEY=OTHER)
    refused = ivr("restore", str(tmp_path / "b.zip")).exception
    assert "IVR_SECRET_KEY and IVR_HASH_KEY here is not the one of the backup" in str(refused)
    assert list(Path().iterdir()) == []
    monkeypatch.setenv("IVR_SECRET_KEY", f"{OTHER}, {KEY}")
    assert "IVR_HASH_KEY here" in str(ivr("restore", str(tmp_path / "b.zip")).exception)
    monkeypatch.setenv("IVR_HASH_KEY", KEY)
    assert ivr("restore", str(tmp_path / "b.zip")).exit_code == 0
    assert not Path(".env").exists()


def test_a_file_env_that_is_there_is_left_as_it_is(served, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setenv("IVR_SECRET_KEY", KEY)
    assert served("backup", str(tmp_path / "b.zip")).exit_code == 0
    ivr = elsewhere()
    Path(".env").write_text("IVR_KEEP_CALLS=900\n")
    assert "take them over from there" in ivr("restore", str(tmp_path / "b.zip")).output
    assert Path(".env").read_text() == "IVR_KEEP_CALLS=900\n"
    assert dotenv_values(".env.restored")["IVR_SECRET_KEY"] == KEY


def test_a_backup_is_not_written_into_what_it_is_of_nor_over_a_file(served, tmp_path):
    assert served("backup", str(tmp_path / "state" / "b.zip")).exit_code == 2
    assert served("backup", str(tmp_path / "none" / "b.zip")).exit_code == 2
    (tmp_path / "b.zip").write_text("mine")
    assert isinstance(served("backup", str(tmp_path / "b.zip")).exception, BackupRefused)
    assert (tmp_path / "b.zip").read_text() == "mine"


def test_it_goes_to_standard_output_whole_and_alone(served, tmp_path):
    (tmp_path / "b.zip").write_bytes(served("backup", "-").stdout_bytes)
    with open_archive(tmp_path / "b.zip") as archive:
        archive.check()
    assert not (tmp_path / "state" / ".ivr-backup").exists()


def test_what_would_be_written_is_told_without_writing_it(served, tmp_path):
    assert "Nothing was written." in served("backup", str(tmp_path / "b.zip"), "--dry-run").output
    assert not (tmp_path / "b.zip").exists()


def test_what_is_no_backup_is_said_to_be_none(served, elsewhere, tmp_path):
    (tmp_path / "b.zip").write_text("PK, but no more")
    refused = elsewhere()("restore", str(tmp_path / "b.zip")).exception
    assert "is not a whole ZIP file" in str(refused)


@given(
    any_of.dictionaries(any_of.just("IVR_A"), any_of.text(any_of.characters(codec="utf-8", exclude_characters="\0\r")))
)
def test_a_setting_comes_back_as_it_was_written(values):
    assert dotenv_values(stream=iter_text(as_dotenv(values)), interpolate=False) == values


def test_an_encrypted_backup_is_restored_with_its_key_alone(served, elsewhere, tmp_path):
    key, file = tmp_path / "my.key", tmp_path / "b.zip.age"
    told = served("backup", "--new-key", str(key)).output
    recipient = re.search("age1[a-z0-9]+", told)[0]
    made = served("backup", "--for", recipient, str(file))
    assert made.exit_code == 0, made.exception
    assert "is encrypted" in made.output
    assert "THE KEYS ARE IN IT" not in made.output
    assert sorted(each.name for each in tmp_path.iterdir()) == ["b.zip.age", "my.key", "state"]
    ivr = elsewhere()
    assert "name the file of its key" in str(ivr("restore", str(file)).exception)
    assert list(Path().iterdir()) == []
    done = ivr("restore", str(file), "--key", str(key), "--lang", "zh-HK")
    assert done.exit_code == 0, done.exception
    assert "備份是不足一分鐘之前的" in done.output
    assert "up to date" in ivr("db", "check").output


def test_when_the_last_backup_was_made_is_known(served, tmp_path, monkeypatch):
    state = tmp_path / "state"
    assert last_backup(state) is None
    assert served("backup", str(tmp_path / "b.zip"), "--dry-run").exit_code == 0
    assert last_backup(state) is None
    before = datetime.now(UTC)
    assert served("backup", str(tmp_path / "b.zip")).exit_code == 0
    assert before <= last_backup(state) <= datetime.now(UTC)
    (state / "last-backup.json").write_text("damaged")
    assert last_backup(state) is None


def test_what_is_refused_is_told_in_chinese_too(served, elsewhere, tmp_path):
    (tmp_path / "b.zip").write_text("no backup")
    told = str(elsewhere()("restore", str(tmp_path / "b.zip"), "--lang", "zh-CN").exception)
    assert "不是完整的 ZIP 文件" in told

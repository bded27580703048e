"""A backup that is encrypted: for whom, what is told of a wrong key, and that nothing changed is ever read."""

import io
import subprocess
from pathlib import Path

import pyrage
import pytest

from ivr.errors import BackupRefused
from ivr.storage.backup.encrypting import decrypted, encrypt, keep_encrypted_at, keys_of, new_key, recipients_of

CONTENT = b"0123456789abcdef" * 20_000  # five pieces of age


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "staged" / "backup.zip"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def key(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "backup.key"
    return path, new_key(path)


def test_what_is_encrypted_is_read_with_its_key_and_its_plain_file_is_gone(plain, key, tmp_path):
    to = tmp_path / "b.age"
    keep_encrypted_at(plain, to, recipients_of([key[1]]))
    assert to.stat().st_mode & 0o077 == 0
    assert CONTENT[:100] not in to.read_bytes()
    with decrypted(to, keys_of([key[0]])) as whole:
        assert whole.read_bytes() == CONTENT
        assert whole.stat().st_mode & 0o077 == 0
    assert not whole.exists()


def test_a_key_is_its_owners_alone_and_replaces_none(key):
    assert key[0].stat().st_mode & 0o077 == 0
    assert key[1] in key[0].read_text()
    with pytest.raises(BackupRefused, match="is there already"):
        new_key(key[0])


def test_any_of_several_keys_is_enough(plain, key, tmp_path):
    other = tmp_path / "other.key"
    both = tmp_path / "both.txt"
    both.write_text(f"# the two of us\n{key[1]}\n\n{new_key(other)}\n")
    keep_encrypted_at(plain, tmp_path / "b.age", recipients_of([str(both)]))
    for each in (key[0], other):
        with decrypted(tmp_path / "b.age", keys_of([each])) as whole:
            assert whole.read_bytes() == CONTENT


def test_a_key_of_ssh_does_too(plain, tmp_path):
    keys = {}
    for name, words in (("open", ""), ("locked", "a passphrase")):
        keys[name] = tmp_path / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", words, "-f", str(keys[name])], check=True)  # noqa: S603, S607
    public = (tmp_path / "open.pub").read_text().strip()
    keep_encrypted_at(plain, tmp_path / "b.age", recipients_of([public]))
    with decrypted(tmp_path / "b.age", keys_of([keys["open"]])) as whole:
        assert whole.read_bytes() == CONTENT
    with pytest.raises(BackupRefused, match="without a passphrase"):
        keys_of([keys["locked"]])


def test_a_file_that_was_never_encrypted_is_read_as_it_stands(plain, key):
    with decrypted(plain, keys_of([key[0]])) as whole:
        assert whole == plain


def test_without_a_key_or_with_another_it_is_told(plain, key, tmp_path):
    to, other = tmp_path / "b.age", tmp_path / "other.key"
    keep_encrypted_at(plain, to, recipients_of([key[1]]))
    with pytest.raises(BackupRefused, match="name the file of its key with --key"), decrypted(to, ()):
        pass
    new_key(other)
    with pytest.raises(BackupRefused, match="encrypted for another key"), decrypted(to, keys_of([other])):
        pass


@pytest.mark.parametrize(
    "harm",
    [
        lambda found: found[:100],
        lambda found: found[:-1],
        lambda found: found[: len(found) // 2],
        lambda found: found[: len(found) - 65_552],
        lambda found: found + b"more",
        lambda found: found[:-200] + bytes([found[-200] ^ 1]) + found[-199:],
        lambda found: found[:60] + bytes([found[60] ^ 1]) + found[61:],
    ],
)
def test_what_was_cut_changed_or_lengthened_is_never_read(plain, key, tmp_path, harm):
    to = tmp_path / "b.age"
    keep_encrypted_at(plain, to, recipients_of([key[1]]))
    to.write_bytes(harm(to.read_bytes()))
    with pytest.raises(BackupRefused), decrypted(to, keys_of([key[0]])):
        pass


def test_what_cannot_be_written_leaves_nothing(plain, key, tmp_path):
    (tmp_path / "there.age").write_text("mine")
    with pytest.raises(BackupRefused, match="is there already"):
        keep_encrypted_at(plain, tmp_path / "there.age", recipients_of([key[1]]))
    with pytest.raises(BackupRefused, match="cannot be used"):
        keep_encrypted_at(plain, tmp_path / "none" / "b.age", recipients_of([key[1]]))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["backup.key", "staged", "there.age"]


class Full(io.RawIOBase):
    """A disk without room."""

    def write(self, content):
        raise OSError(28, "No space left on device")


def test_a_disk_that_fills_is_not_taken_for_a_wrong_file(plain, key):
    with pytest.raises(OSError, match="No space"):
        encrypt(plain, Full(), recipients_of([key[1]]))


def test_what_is_no_key_is_told_and_a_secret_one_is_not_shown(tmp_path, key):
    empty, nonsense = tmp_path / "empty", tmp_path / "nonsense"
    empty.write_text("# nothing\n")
    nonsense.write_text("nonsense")
    for given in (str(empty), str(nonsense), str(tmp_path / "gone"), "age1nonsense", "ssh-ed25519 AAAA"):
        with pytest.raises(BackupRefused):
            recipients_of([given])
    with pytest.raises(BackupRefused) as refused:
        recipients_of([str(key[0])])
    assert "SECRET" not in str(refused.value)
    for path in (empty, nonsense, tmp_path / "gone"):
        with pytest.raises(BackupRefused):
            keys_of([path])


def test_the_program_of_age_reads_the_same_format(plain, key, tmp_path):
    keep_encrypted_at(plain, tmp_path / "b.age", recipients_of([key[1]]))
    secret = next(line for line in key[0].read_text().splitlines() if line.startswith("AGE-SECRET-KEY-1"))
    found = pyrage.decrypt((tmp_path / "b.age").read_bytes(), [pyrage.x25519.Identity.from_str(secret)])
    assert found == CONTENT

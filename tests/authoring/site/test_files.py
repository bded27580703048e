"""What is taken from a site's folder, and what is refused there."""

import io
import os
import struct
import threading
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.authoring.checking.loading import check_files, check_site
from ivr.authoring.site.files import SiteFiles, bundle, read_folder, unbundle
from ivr.authoring.site.wave import why_not_playable
from ivr.authoring.yaml.reading import DEEPEST, LARGEST, read_document
from ivr.errors import SiteRefused


def _wav(channels: int = 1, rate: int = 8000, frames: bytes = b"\0\0" * 80) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(frames)
    return written.getvalue()


def _lay_out(root: Path, files: SiteFiles) -> Path:
    for path, content in files.menus.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    (root / "menus/transport/applications.csv").write_text("number,birth,updated,status.yue,status.en\n")
    return root


@pytest.fixture
def site(tmp_path: Path, good_files: SiteFiles) -> Path:
    return _lay_out(tmp_path, good_files)


def _rules(site: Path) -> list[tuple[str, str]]:
    return [(problem.file, problem.rule) for problem in check_site(site).problems]


def test_a_bundle_gives_the_same_files_back(good_files: SiteFiles) -> None:
    assert unbundle(bundle(good_files)).menus == good_files.menus


def test_a_bundle_does_not_depend_on_the_order_of_reading(good_files: SiteFiles) -> None:
    turned = SiteFiles(dict(reversed(list(good_files.menus.items()))))
    assert bundle(turned) == bundle(SiteFiles(good_files.menus))


def test_a_byte_order_mark_changes_nothing(good_files: SiteFiles) -> None:
    marked = {path: b"\xef\xbb\xbf" + content for path, content in good_files.menus.items()}
    assert bundle(SiteFiles(marked)) == bundle(SiteFiles(good_files.menus))


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"bundle":2}', b'{"bundle":1,"files":[],"recordings":{}}', b"\xff"]
)
def test_a_damaged_bundle_is_refused(content: bytes) -> None:
    with pytest.raises(SiteRefused):
        unbundle(content)


def test_a_recording_is_found_by_language_and_node(site: Path) -> None:
    (site / "prompts/en/transport").mkdir()
    (site / "prompts/en/transport/main.wav").write_bytes(_wav())
    files = read_folder(site)
    (name,) = files.recordings.values()
    assert files.recordings == {"prompts/en/transport/main.wav": name}
    assert files.sounds == {name: _wav()}


def test_a_recording_that_nobody_hears_is_told_of(site: Path) -> None:
    for place in ("en/transport/mian", "cmn/transport/main"):
        (site / f"prompts/{place}.wav").parent.mkdir(parents=True, exist_ok=True)
        (site / f"prompts/{place}.wav").write_bytes(_wav())
    assert _rules(site) == [
        ("prompts/cmn/transport/main.wav", "unused-recording"),
        ("prompts/en/transport/mian.wav", "unused-recording"),
    ]


def test_a_recording_that_does_not_play_is_an_error(site: Path) -> None:
    (site / "prompts/en/goodbye.wav").write_bytes(b"ID3 an mp3")
    assert _rules(site) == [("prompts/en/goodbye.wav", "bad-recording")]


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (_wav(), ""),
        (_wav(rate=48000), ""),
        (_wav(channels=2), "this recording has 2 channels."),
        (_wav(rate=4000), "this recording has 4000 samples a second, not 8000 to 48000."),
        (_wav(frames=b""), "this WAV file holds no sound."),
        (_wav()[:30], "this WAV file holds no sound."),
        (_wav()[:20] + struct.pack("<H", 85) + _wav()[22:], "this WAV file is in a form that telephones do not play."),
        (b"RIFF", "this is not a WAV file."),
    ],
)
def test_a_recordings_header_says_whether_it_plays(sound: bytes, why: str) -> None:
    assert why_not_playable(sound) == why


def test_mu_law_plays() -> None:
    form = struct.pack("<HHIIHH", 7, 1, 8000, 8000, 1, 8)
    sound = b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", len(form)) + form + b"data\x04\0\0\0\xff\xff\xff\xff"
    assert why_not_playable(sound) == ""


def test_a_link_out_of_the_folder_is_refused(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "menu.yaml"
    outside.write_text("secret: yes\n")
    (site / "menus/leak").mkdir()
    os.symlink(outside, site / "menus/leak/menu.yaml")
    assert _rules(site) == [("menus/leak/menu.yaml", "unreadable-file")]


def test_a_folder_in_place_of_a_file_is_told_of(site: Path) -> None:
    (site / "menus/water/menu.yaml").mkdir(parents=True)
    assert _rules(site) == [("menus/water/menu.yaml", "unreadable-file")]


def test_a_folder_without_flows_is_no_site(tmp_path: Path) -> None:
    assert _rules(tmp_path) == [("flows.yaml", "missing-file")]


def test_a_department_folder_needs_a_plain_name(site: Path) -> None:
    (site / "menus/transport").rename(site / "menus/Road Transport")
    assert ("menus/Road Transport/menu.yaml", "bad-name") in _rules(site)


def test_a_menu_under_another_name_is_missed(site: Path) -> None:
    (site / "menus/water").mkdir()
    (site / "menus/water/menu.yml").write_text("version: 1\n")
    assert _rules(site) == [("menus/water/menu.yaml", "missing-file")]


def test_hidden_folders_are_left_alone(site: Path) -> None:
    (site / "menus/.draft").mkdir()
    (site / "menus/.draft/menu.yaml").write_text("not: ready")
    assert _rules(site) == []


def test_a_table_named_from_excel_is_read_with_its_byte_order_mark(site: Path) -> None:
    table = site / "menus/transport/applications.csv"
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    assert _rules(site) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"a: 1\n" + b"#" * LARGEST, "too-large"),
        (b"a: " + b"[" * (DEEPEST + 5) + b"]" * (DEEPEST + 5), "too-deep"),
        (b"a: " + b"[" * 900_000, "too-deep"),
        (b"- " * 500_000, "too-deep"),
        ("a: 市".encode("big5"), "not-utf-8"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "no-aliases"),
        (b"a: !!python/object/apply:os.system [ls]", "no-tags"),
        (b"a: 1\n---\nb: 2", "yaml-syntax"),
        (b"{[a]: b}", "yaml-syntax"),
        (b"a: b: c", "yaml-syntax"),
    ],
)
def test_what_no_menu_needs_is_refused_at_once(content: bytes, rule: str) -> None:
    document, problems = read_document("menu.yaml", content)
    assert [problem.rule for problem in problems] == [rule]
    assert not document.whole


def test_five_megabytes_do_no_harm(good_files: SiteFiles) -> None:
    menus = {**good_files.menus, "menus/transport/menu.yaml": b"a: b\n" * 1_000_000}
    assert [problem.rule for problem in check_files(SiteFiles(menus)).problems] == ["too-large"]


def test_every_scalar_is_the_text_that_was_typed() -> None:
    document, problems = read_document("x.yaml", b"a: no\nb: 0123\nc: 12:30\nd: +852\ne: 2026-10-01\nf: 'yes'\non: ~\n")
    assert problems == ()
    assert document.value == {
        "a": "no", "b": "0123", "c": "12:30", "d": "+852", "e": "2026-10-01", "f": "yes", "on": "~",
    }  # fmt: skip


def test_reading_begins_anew_when_a_file_is_being_written(site: Path) -> None:
    files = read_folder(site)
    (site / "flows.yaml").write_bytes(files.menus["flows.yaml"] + b"# more\n")
    assert read_folder(site).menus["flows.yaml"].endswith(b"# more\n")


LEFT_BY_EDITORS = (
    ".menu.yaml.swp",
    "menu.yaml~",
    "#menu.yaml#",
    ".#menu.yaml",
    "4913",
    "menu.yaml.tmp",
    ".goutputstream-X1",
)


def test_a_file_that_an_editor_swaps_a_hundred_times_a_second_is_read_whole_every_time(site: Path) -> None:
    menu = site / "menus/transport/menu.yaml"
    before = menu.read_bytes()
    versions = {before, before + b"# another\n" * 5000}
    stopping = threading.Event()

    def swap() -> None:
        while not stopping.is_set():
            for version in versions:
                menu.with_name("menu.yaml.new").write_bytes(version)
                menu.with_name("menu.yaml.new").replace(menu)
                stopping.wait(0.005)

    swapper = threading.Thread(target=swap)
    swapper.start()
    try:
        read = [read_folder(site).menus["menus/transport/menu.yaml"] for _ in range(100)]
    finally:
        stopping.set()
        swapper.join()
    assert set(read) <= versions


@pytest.mark.parametrize("name", LEFT_BY_EDITORS)
def test_what_an_editor_leaves_beside_a_file_is_no_part_of_the_site(site: Path, name: str) -> None:
    before = bundle(read_folder(site))
    (site / "menus/transport" / name).write_bytes(b"half writ")
    assert bundle(read_folder(site)) == before


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("lay", "why"),
    [
        (os.mkfifo, "it is a pipe or a device, and not a file"),
        (_loop, "it is a link that leads round in a circle"),
        (Path.mkdir, "it is a folder"),
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "flows.yaml",
        "menus/transport/menu.yaml",
        "menus/transport/applications.csv",
        "prompts/en/phrases.yaml",
        "prompts/en/goodbye.wav",
    ],
)
def test_what_is_no_file_is_told_of_and_keeps_nobody_waiting(
    site: Path, path: str, lay: Callable[[Path], None], why: str
) -> None:
    (site / path).unlink(missing_ok=True)
    lay(site / path)
    problems = [each for each in check_site(site, rows_in=[site]).problems if each.rule == "unreadable-file"]
    assert [(each.file, each.message) for each in problems] == [(path, f"this file could not be read: {why}.")]


def test_a_recording_that_is_too_large_is_refused_and_not_cut_off(site: Path) -> None:
    with (site / "prompts/en/goodbye.wav").open("wb") as sound:
        sound.write(_wav())
        sound.truncate(2_000_000_000)
    (problem,) = check_site(site).problems
    assert (problem.rule, problem.message) == ("bad-recording", "this recording is larger than 20 MB.")


def test_two_gigabytes_of_a_table_are_not_taken_into_memory(site: Path) -> None:
    with (site / "menus/transport/applications.csv").open("ab") as table:
        table.truncate(2_000_000_000)
    (problem,) = check_site(site, rows_in=[site]).problems
    assert (problem.rule, problem.line) == ("not-csv", 2)

"""`ivr editions export`: the files of an edition, written into a folder."""

from pathlib import Path

from ivr.authoring.site.files import bundle, hash_of, read_folder

SITE = Path(__file__).parents[2]


def test_an_edition_is_written_out_as_the_files_it_was_made_of(served, tmp_path):
    told = served("editions", "export", "current", str(tmp_path / "out"))
    assert told.exit_code == 0, told.output
    for name in ("flows.yaml", "menus/transport/menu.yaml", "prompts/yue/phrases.yaml"):
        assert (tmp_path / "out" / name).read_bytes() == (SITE / name).read_bytes()


def test_a_folder_in_which_there_is_something_is_left_alone(served, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    told = served("editions", "export", "current", str(tmp_path))
    assert told.exit_code == 2
    assert "not empty" in told.output
    assert not (tmp_path / "flows.yaml").exists()


def test_what_was_written_out_is_the_same_edition(served, tmp_path):
    served("editions", "export", "current", str(tmp_path / "out"))
    name = hash_of(bundle(read_folder(tmp_path / "out")))
    assert f"edition      {name}" in served("editions", "show", "current").output

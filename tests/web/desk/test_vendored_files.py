"""The files of others are what their makers published, with their licences, and the dark rules are Bootstrap's own."""

import re
from hashlib import sha256

from web.desk.dark_rules import VENDOR, dark_rules

LISTED = re.compile(r"^\| `(?P<file>[^`]+)` .*`(?P<checksum>[0-9a-f]{64})` \|$", re.MULTILINE)


def test_vendored_files_are_unchanged() -> None:
    listed = {match["file"]: match["checksum"] for match in LISTED.finditer((VENDOR / "README.md").read_text("utf-8"))}
    assert listed == {name: sha256((VENDOR / name).read_bytes()).hexdigest() for name in listed}
    kept = {file.name for file in VENDOR.iterdir()} - {"README.md"}
    licences = {"htmx.LICENSE.txt", "bootstrap.LICENSE.txt", "chart.LICENSE.txt"}
    assert kept == set(listed) | licences | {"bootstrap-dark.css"}


def test_dark_rules_are_taken_out_of_bootstrap() -> None:
    assert (VENDOR / "bootstrap-dark.css").read_text("utf-8") == dark_rules()

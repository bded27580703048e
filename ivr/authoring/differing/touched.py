"""Which departments' files are different in two editions; stricter than what callers notice, a comment counts too."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from ivr.authoring.site.files import SiteFiles
from ivr.authoring.site.permission import SITE


def touched(old: SiteFiles, new: SiteFiles) -> frozenset[str]:
    """The departments whose menu or recordings differ, and "site" when flows.yaml, phrases or others do."""
    menus, sounds = _different(old.menus, new.menus), _different(old.recordings, new.recordings)
    return frozenset(_owner(path) for path in menus | sounds)


def _different(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def _owner(path: str) -> str:
    parts = PurePosixPath(path).parts
    if parts[0] == "menus" and len(parts) > 2:
        return parts[1]
    return parts[2] if parts[0] == "prompts" and len(parts) > 3 else SITE  # prompts/<language>/<department>/<node>.wav

"""A person's changes laid over what is served, and checked: looked over at once, every path rung after that.

Paths are rung in a process of its own, since that takes seconds in a large site: the worker goes on with what it does
beside, and is not taken for one that hangs.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from zoneinfo import ZoneInfo

from ivr.authoring.checking.apart import check_apart
from ivr.authoring.checking.loading import Checked, check_files
from ivr.authoring.site.assembling import assemble
from ivr.authoring.site.files import SiteFiles, bundle, hash_of
from ivr.authoring.site.gathering import as_written, gather
from ivr.authoring.walking.proving import only_walked
from ivr.carrier.carriers import CARRIERS
from ivr.engine.abilities import Abilities
from ivr.engine.edition import Edition
from ivr.errors import CheckUnfinished
from ivr.logs import logger
from ivr.web.desk.frame.desk import desk
from ivr.web.desk.frame.person import person
from ivr.web.desk.menus.files import department_of_file, open_drafts, with_texts
from ivr.web.desk.menus.outline import OutlineBranch, outline_of_department
from ivr.web.progress import going_on

log = logger(__name__)
REMEMBERED = 16  # files whose paths were rung
LONGEST = 45.0  # seconds for ringing them; a proxy waits for 60
_one_at_a_time = Lock()  # ringing every path takes a processor for a second, and callers come first
_rung: OrderedDict[tuple[str, date], Checked] = OrderedDict()


@dataclass(frozen=True)
class CheckedDraft:
    """What the checker found in the files with the text in place, and the outline of its department."""

    checked: Checked
    outline: tuple[OutlineBranch, ...]

    @property
    def can_be_rung(self) -> bool:
        """Whether there is something to hear; where only the walk found errors, ringing is how one hears them."""
        return self.checked.edition is not None or only_walked(self.checked.problems)


def look(files: SiteFiles, file: str, content: str, *, walked: bool) -> CheckedDraft:
    """Check the files with the text in place of one of them, and with the person's other drafts.

    Unless `walked`, every path is rung only where that was done before.
    """
    changed = with_changes(files, file, content)
    checked = (every_path_rung if walked else _looked_over)(changed)
    department = department_of_file(file)
    edition = checked.edition or _as_far_as_readable(changed)
    known = edition is not None and department in edition.departments
    return CheckedDraft(checked, outline_of_department(edition, department) if edition and known else ())


def with_changes(files: SiteFiles, file: str, content: str) -> SiteFiles:
    """The files with the text in place of one, and with the person's drafts of others."""
    others = [(each.draft.file, each.draft.content) for each in open_drafts(files, person())]
    return with_texts(files, [*others, (file, content)])


def every_path_rung(files: SiteFiles) -> Checked:
    """All that the checker finds. One at a time in a process; whoever waits for the same files has them then.

    Where it cannot be found out in time, what is found without, not `walked`.
    """
    key = _known_by(files)
    with _one_at_a_time:
        try:
            found = _rung.get(key) or check_apart(files, key[1], LONGEST, going_on, _carrier())
        except CheckUnfinished as unfinished:
            log.error("not every path of a draft was rung", why=str(unfinished))
            return check_files(files, key[1], walked=False, carrier=_carrier())
        _rung[key] = found
        while len(_rung) > REMEMBERED:
            _rung.popitem(last=False)
    return found


def _looked_over(files: SiteFiles) -> Checked:
    """What is found without ringing every path, unless these very files were rung lately."""
    key = _known_by(files)
    return _rung.get(key) or check_files(files, key[1], walked=False, carrier=_carrier())


def _carrier() -> Abilities:
    return CARRIERS[desk.settings.carrier].can


def _known_by(files: SiteFiles) -> tuple[str, date]:
    """What the files hold, and the day on which reviews are due."""
    return hash_of(bundle(files)), desk.now().astimezone(ZoneInfo(desk.edition.zone)).date()


def _as_far_as_readable(files: SiteFiles) -> Edition | None:
    """What these very files make, for looking at; None where too little can be read."""
    site = as_written(gather(files)[0])
    readable = site.flows and all(each.menu for each in site.departments.values())
    if not readable or not set(site.languages) <= set(site.phrases):
        return None
    return assemble(site, hash_of(bundle(files)))  # a hash of its own, for by it the outline is remembered

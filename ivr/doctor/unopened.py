"""What is told of an installation that cannot be opened at all: that, and that nothing else was looked at."""

from datetime import UTC, datetime

from ivr.doctor.checks import CHECKS
from ivr.doctor.diagnosis import Diagnosis, told_by, unknown, wrong
from ivr.doctor.kept_looks import Look
from ivr.errors import SettingsRefused
from ivr.translation import said


def refused_settings(refused: SettingsRefused) -> Look:
    """The settings make no sense."""
    remedy = said("Mend it in .env or in the environment; docs/operators/settings.md has every setting.")
    return _only("settings", wrong(told_by(refused), remedy))


def refused_state(refused: OSError) -> Look:
    """The folder for state cannot be made or used."""
    remedy = said("Set IVR_STATE to a folder that the user who runs this may write, or chown it.")
    return _only("permissions", wrong(told_by(refused), remedy))


def _only(name: str, found: Diagnosis) -> Look:
    others = unknown(said("Not looked at, for the installation cannot be opened."))
    return Look(datetime.now(UTC), {check.name: found if check.name == name else others for check in CHECKS})

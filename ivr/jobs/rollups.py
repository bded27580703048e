"""Keeps the figures of the desk up to date: sums up what is new in the journal."""

from zoneinfo import ZoneInfo

from ivr.storage.database.transactions import Database
from ivr.storage.figures.measures import update_measures
from ivr.storage.figures.rollups import update_rollups

PATIENCE = 30.0  # seconds one statement may take; no call waits for it


def update_now(database: Database, zone: ZoneInfo) -> int:
    """Sum up all that is new; how many rows of the journal. Raises StorageAway."""
    patient = database.patient(PATIENCE)
    try:
        summed = update_rollups(patient, zone)
        update_measures(patient, zone)
        return summed
    finally:
        patient.close()

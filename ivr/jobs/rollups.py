"""Keeps the figures of the desk up to date: sums up what is new in the journal."""

from zoneinfo import ZoneInfo

from ivr.storage.database.transactions import Database
from ivr.storage.figures.summing import sum_up

PATIENCE = 30.0  # seconds one statement may take; no call waits for it


def update_now(database: Database, zone: ZoneInfo) -> int:
    """Sum up all that is new; how many rows of the journal. Raises StorageAway."""
    patient = database.patient(PATIENCE)
    try:
        return sum_up(patient, zone)
    finally:
        patient.close()

"""The table of what went wrong at the carrier's doors."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from ivr.storage.database.column_types import Line
from ivr.storage.database.models import Model


class WebhookFaultRow(Model):
    """How often the carrier's requests met a fault, or a ceiling, on a day of the site; first and last when."""

    __tablename__ = "webhook_faults"

    day: Mapped[date] = mapped_column(primary_key=True)
    fault: Mapped[str] = mapped_column(Line(40), primary_key=True)
    count: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


webhook_faults = Model.metadata.tables["webhook_faults"]

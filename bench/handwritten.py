"""The shape that people write by hand: Flask, the carrier's own library, and one ORM row for each request.

It checks the signature, reads the keys, keeps a row and answers with a menu; it knows one menu in one language, looks
nothing up, and a repeated webhook is kept twice. `BENCH_DATABASE` is a SQLAlchemy URL; `BENCH_SYNCHRONOUS` is FULL
(nothing answered is ever lost) or NORMAL (a power cut may lose the last rows) on SQLite.
"""

import os
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, abort, request
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Gather, VoiceResponse

SAYS = "For driving licences, press 1. For fees, press 2. For opening hours, press 3. For an officer, press 0."


class Base(DeclarativeBase):
    """The tables of this application."""


class Webhook(Base):
    """One request of the carrier."""

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_sid: Mapped[str]
    caller: Mapped[str]
    called: Mapped[str]
    digits: Mapped[str]
    said: Mapped[str]
    at: Mapped[datetime]


def open_engine(url: str, synchronous: str) -> Engine:
    """The engine of one worker."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def settle(connection: Any, _record: object) -> None:
            connection.execute(f"PRAGMA synchronous={synchronous}")

    return engine


def create_app() -> Flask:
    """The application, for gunicorn."""
    app = Flask(__name__)
    engine = open_engine(os.environ["BENCH_DATABASE"], os.environ.get("BENCH_SYNCHRONOUS", "FULL"))
    validator = RequestValidator(os.environ["BENCH_TOKEN"])

    @app.post("/voice/turn")
    def turn() -> Response:
        if not validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)
        with Session(engine) as session:
            session.add(_row())
            session.commit()
        return Response(_menu(), mimetype="text/xml")

    return app


def _row() -> Webhook:
    form = request.form
    return Webhook(
        call_sid=form["CallSid"],
        caller=form["From"],
        called=form["To"],
        digits=form.get("Digits", ""),
        said=SAYS,
        at=datetime.now(UTC),
    )


def _menu() -> str:
    response = VoiceResponse()
    gather = Gather(num_digits=1, timeout=6, action="/voice/turn", action_on_empty_result=True)
    gather.say(SAYS, voice="Polly.Amy-Neural", language="en-GB")
    response.append(gather)
    return str(response)

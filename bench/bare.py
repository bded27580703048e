"""The yardstick: a Flask route that returns the same TwiML to everybody, unsigned and unkept."""

from flask import Flask, Response

TWIML = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather numDigits="1" timeout="6" action="/voice/turn">'
    "<Say>For driving licences, press 1. For fees, press 2. For an officer, press 0.</Say></Gather></Response>"
)


def create_app() -> Flask:
    """The application, for gunicorn."""
    app = Flask(__name__)

    @app.post("/voice/turn")
    def turn() -> Response:
        return Response(TWIML, mimetype="text/xml")

    return app

"""The shape of the carrier's own sample of a phone tree in Python: Flask and its library, unsigned and unkept.

A key is looked up among a few functions, each of which says something with the library; nothing else is done.
"""

from flask import Flask, Response, request
from twilio.twiml.voice_response import VoiceResponse

AGAIN = "/voice/turn"


def create_app() -> Flask:
    """The application, for gunicorn."""
    app = Flask(__name__)

    @app.post("/voice/turn")
    def turn() -> Response:
        chosen = CHOICES.get(request.form["Digits"], _welcome)
        response = VoiceResponse()
        chosen(response)
        return Response(str(response), content_type="text/xml")

    return app


def _welcome(response: VoiceResponse) -> None:
    with response.gather(num_digits=1, action=AGAIN, method="POST") as gather:
        gather.say("Thank you for calling. Please press 1 for driving licences. Press 2 for fees.", loop=3)


def _licences(response: VoiceResponse) -> None:
    with response.gather(num_digits=1, action=AGAIN, method="POST") as gather:
        gather.say(
            "To renew a licence, press 2. To apply for one, press 3.", voice="Polly.Amy", language="en-GB", loop=3
        )


def _fees(response: VoiceResponse) -> None:
    response.say("Ten years cost nine hundred dollars.", voice="Polly.Amy", language="en-GB")
    response.say("Thank you for calling. Goodbye.")
    response.hangup()


CHOICES = {"1": _licences, "2": _fees}

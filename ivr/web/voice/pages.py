"""The carrier's routes in Flask, so that they are listed, guarded and tested with all others."""

from flask import Blueprint, Response, request

from ivr.web.voice.doors import Doors
from ivr.web.voice.recordings import FindRecording, serve_recording

UNSIGNED = frozenset({"voice.recorded_prompt"})
"""The endpoints of this blueprint that need no signature."""

NEVER_REDIRECTS = {"strict_slashes": False, "merge_slashes": False, "provide_automatic_options": False}


def voice_pages(doors: Doors, find_recording: FindRecording) -> Blueprint:
    """The blueprint `voice`. No route of it answers with a redirect: a carrier would lose the caller's keys."""
    pages = Blueprint("voice", __name__)

    def answered() -> Response:
        path = request.url_rule.rule if request.url_rule else request.path
        reply = doors.reply(path, request.environ)
        return Response(reply.body, reply.status, {"Cache-Control": "no-store"}, content_type=reply.kind)

    def recorded_prompt(name: str) -> Response:
        return serve_recording(find_recording, name)

    for path in doors.paths:
        pages.add_url_rule(path, path.rpartition("/")[2], answered, methods=["GET", "POST"], **NEVER_REDIRECTS)
    pages.add_url_rule("/prompts/<name>.wav", "recorded_prompt", recorded_prompt, **NEVER_REDIRECTS)
    return pages

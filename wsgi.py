"""The WSGI entry point: `gunicorn wsgi:app`."""

from ivr.app.application import create_app

app = create_app()

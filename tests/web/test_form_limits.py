"""Forms that are too large, or of too many fields, are refused before they are taken apart."""

import pytest
from flask import Flask, request

from ivr.web.form_limits import FORM, MOST_BYTES, MOST_FIELDS, limit_forms


@pytest.fixture
def client():
    app = Flask("forms_under_test")
    limit_forms(app)
    app.post("/")(lambda: f"{len(request.form)} {request.form.get('last', '')}")
    return app.test_client()


def fields(count):
    return "&".join(f"f{number}=" for number in range(count - 1)) + "&last=là".encode().decode("latin-1")


@pytest.mark.parametrize("count", [MOST_FIELDS + 1, 200_000])
def test_a_form_of_too_many_fields_is_refused_and_never_read(client, count):
    answer = client.post("/", data=fields(count)[:MOST_BYTES], content_type=f"{FORM}; charset=utf-8")
    assert answer.status_code == 413


def test_a_form_that_a_page_sends_is_read_whole(client):
    answer = client.post("/", data=fields(MOST_FIELDS), content_type=FORM)
    assert answer.text.startswith(f"{MOST_FIELDS} l")


def test_a_form_that_is_too_large_is_refused(client):
    assert client.post("/", data="a=" + "x" * MOST_BYTES, content_type=FORM).status_code == 413


def test_so_is_one_in_too_many_parts(client):
    parts = "".join(f'--b\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n\r\n' for n in range(2 * MOST_FIELDS))
    answer = client.post("/", data=parts + "--b--\r\n", content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413


def test_other_requests_are_left_alone(client):
    assert client.post("/", data="&" * 5000, content_type="text/plain").status_code == 200

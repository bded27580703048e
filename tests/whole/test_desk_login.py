"""The desk of a running demo: its login is told once, works on every worker, and ends on all of them."""

import re

import requests

LOGIN = re.compile(r"(\S+@\S+) / (\S+) \(shown only now")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def test_the_login_of_the_demo_is_told_once_and_works_on_every_worker(new_server):
    running = new_server().start()
    email, password = LOGIN.search(running.log).groups()
    assert f"{running.url}/desk/" in running.log
    with requests.Session() as browser:
        token = TOKEN.search(browser.get(f"{running.url}/desk/sign-in", timeout=10).text)[1]
        form = {"email": email, "password": password, "csrf_token": token}
        first = browser.post(f"{running.url}/desk/sign-in", data=form, timeout=10)
        assert first.url == f"{running.url}/desk/"
        pages = [browser.get(f"{running.url}/desk/help", timeout=10) for _ in range(20)]
        assert {page.url for page in pages} == {f"{running.url}/desk/help"}
        cookies = browser.cookies.copy()
        out = {"csrf_token": TOKEN.search(pages[-1].text)[1]}
        browser.post(f"{running.url}/desk/sign-out", data=out, timeout=10)
    after = [requests.get(f"{running.url}/desk/help", cookies=cookies, timeout=10) for _ in range(20)]
    assert {page.url.partition("?")[0] for page in after} == {f"{running.url}/desk/sign-in"}
    running.stop()
    running.start()
    assert len(LOGIN.findall(running.log)) == 1
    assert password not in "".join(file.read_text("utf-8", "replace") for file in running.state.glob("*.json"))

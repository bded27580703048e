"""`python -m bench.slow_sockets`: how many calls are answered while slow senders stand at the door, and how soon.

Each way in is tried with each kind of sender: straight to the server, and through nginx as the manual sets it up.
"""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path

from bench.contestants import Contestant, hotline
from bench.load import ask, is_twiml
from bench.manuals_nginx import find_nginx, nginx
from bench.serving import free_port
from bench.slow_senders import slow_body, slow_header, slow_senders

CALLS = 8
KINDS = {
    "10 slow headers": (10, slow_header()),
    "10 slow bodies": (10, slow_body()),
    "10 slow forms of the desk": (10, slow_body("/desk/sign-in")),
    "1,000 slow bodies": (1000, slow_body()),
}


def main() -> None:
    """Print the table."""
    print("| way | who is at the door | calls answered | the slowest after |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="slow") as name, _hotline(Path(name)) as contestant:
        port = contestant.server.port
        while not answered(port, next(contestant.webhooks)):  # until the workers have begun
            pass
        _try("straight", port, contestant)
        if find_nginx():
            with nginx(Path(name), proxy := free_port(), [port]):
                _try("nginx", proxy, contestant)


def _hotline(folder: Path) -> AbstractContextManager[Contestant]:
    return hotline("a hotline", f"sqlite:///{folder / 'rows.db'}", folder / "state")


def _try(way: str, port: int, contestant: Contestant) -> None:
    for kind, (number, request) in KINDS.items():
        with slow_senders(port, number, request), ThreadPoolExecutor(CALLS) as pool:
            taken = list(pool.map(lambda webhook: answered(port, webhook), islice(contestant.webhooks, CALLS)))
        print(f"| {way} | {kind} | {len(list(filter(None, taken)))} of {CALLS} | {_slowest(taken)} |", flush=True)


def answered(port: int, webhook: bytes) -> float:
    """The seconds it took until the webhook was answered with TwiML; 0 when it was not."""
    began = time.monotonic()
    try:
        answer = ask(port, webhook.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
    except OSError:
        return 0
    return time.monotonic() - began if is_twiml(answer) else 0


def _slowest(taken: Sequence[float]) -> str:
    return f"{max(taken):.1f} s" if any(taken) else ""


if __name__ == "__main__":
    main()

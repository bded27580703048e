"""The shape that people write by hand in Node, run where `node` and `npm` are found; its server is in `node/`.

Its packages are installed into the folder of the run, as the lock file has them.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bench.serving import WORKERS, Server, free_port, started

HERE = Path(__file__).parent / "node"
PATIENCE = 180.0  # seconds for the packages
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")


def why_not() -> str:
    """Why it cannot be run here, empty where it can."""
    missing = [name for name in ("node", "npm") if not shutil.which(name)]
    return f"{' and '.join(missing)} not found" if missing else ""


def install(folder: Path) -> str:
    """Put the server and its packages into a new folder; why that cannot be done, empty where it was."""
    shutil.copytree(HERE, folder)
    try:
        subprocess.run(INSTALL, cwd=folder, check=True, timeout=PATIENCE, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError) as refused:
        return str(refused)
    return ""


@contextmanager
def express(folder: Path, database: str, token: str) -> Iterator[Server]:
    """The server that was installed in a folder, on a PostgreSQL database that has its table."""
    url, port = make_url(database), free_port()
    environ = {
        "BENCH_TOKEN": token,
        "BENCH_PORT": str(port),
        "BENCH_WORKERS": str(WORKERS),
        "NODE_ENV": "production",
        "PGHOST": str(url.query.get("host") or url.host),
        "PGPORT": str(url.port or 5432),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
        "PATH": os.environ["PATH"],
    }
    with started(["node", str(folder / "server.js")], port, environ) as server:
        server.beside.append(server.process)  # it takes the connections and hands them to the workers
        yield server

"""Runs nginx with the configuration that the manual gives, its places alone put where this machine has them."""

import datetime
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.serving import free_port, is_listening

OPERATORS = Path(__file__).parent.parent / "docs" / "operators"
HOST = "ivr.example.org"
ONE, TWO = ("127.0.0.1:8000",), ("10.0.0.11:8000", "10.0.0.12:8000")
"""Where the manual has the server, and the servers of two machines."""

PATIENCE = 10.0  # seconds for nginx to begin
OURS = "user root;\ndaemon off;\npid {0}/pid;\nerror_log {0}/error.log;\n"
TEMPORARY = "".join(
    f"{each}_temp_path {{0}}/{each};\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)


def find_nginx() -> str | None:
    """The path of nginx, None where it is not installed."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


@contextmanager
def nginx(folder: Path, port: int, servers: Sequence[int]) -> Iterator[None]:
    """Nginx at `port` of 127.0.0.1, before the servers at one or two other ports, with its files in `folder`.

    At `port` there is no TLS; the port that the manual gives it is another one. Raises RuntimeError when nginx does
    not come up.
    """
    _write_certificate(folder)
    config = folder / "nginx.conf"
    config.write_text(whole(folder, port, servers), "utf-8")
    with subprocess.Popen([find_nginx() or "nginx", "-p", str(folder), "-c", str(config)]) as running:
        until = time.monotonic() + PATIENCE
        try:
            while not is_listening(port):
                if running.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"nginx did not come up: {(folder / 'error.log').read_text()}")
                time.sleep(0.05)
            yield
        finally:
            running.terminate()


def whole(folder: Path, port: int, servers: Sequence[int]) -> str:
    """The manual's configuration as one file, with ports and folders of this machine."""
    site, upstream = documented("proxy.md", "nginx conf.d/ivr.conf"), re.compile(r"upstream ivr \{.*?\n\}\n", re.DOTALL)
    if len(servers) > 1:
        site = upstream.sub(documented("two-machines.md", "nginx conf.d/ivr.conf"), site)
    here = {
        **dict(zip(ONE if len(servers) == 1 else TWO, (f"127.0.0.1:{each}" for each in servers), strict=True)),
        "listen 443 ssl;": f"listen 127.0.0.1:{free_port()} ssl;\n    listen 127.0.0.1:{port};",
        f"/etc/letsencrypt/live/{HOST}": str(folder),
    }
    for place, ours in here.items():
        if place not in site:
            raise RuntimeError(f"the manual's configuration has no {place!r} any more")
        site = site.replace(place, ours)
    main = documented("proxy.md", "nginx nginx.conf")
    return f"{OURS}{main}\nhttp {{\n{TEMPORARY}\n{site}\n}}\n".replace("{0}", str(folder))


def documented(page: str, label: str) -> str:
    """The block of an operators' page that has that label."""
    text = (OPERATORS / page).read_text("utf-8")
    (found,) = re.findall(rf"^```{re.escape(label)}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return str(found)


def _write_certificate(folder: Path) -> None:
    """A key and a certificate that nobody trusts, under the names that the configuration has for them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, *plain))

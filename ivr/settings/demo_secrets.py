"""The secrets of a demo: made at its first start, and kept in its state folder."""

import json
import os
import secrets
import tempfile
from pathlib import Path

from ivr.errors import SettingsRefused

DEMO_SECRETS = "demo-secrets.json"


def demo_secrets(state: Path) -> dict[str, str]:
    """The secrets of the demo in `state`, made when there are none; of two processes that make them, one wins.

    Raises SettingsRefused when the folder cannot be written or the file is damaged.
    """
    file = state / DEMO_SECRETS
    try:
        if not file.exists():
            _make_demo_secrets(file)
        kept = json.loads(file.read_text("utf-8"))
        known = {name: str(kept[name]) for name in ("twilio_account_sid", "twilio_auth_token", "secret_key")}
        return known | {"hash_key": str(kept.get("hash_key", ""))}  # those made before there was one have none
    except OSError as refused:
        raise SettingsRefused(f"IVR_STATE must be a folder that can be written: {refused}") from None
    except (ValueError, KeyError, TypeError):
        raise SettingsRefused(f"{file} is damaged: delete it, and new secrets are made at the next start") from None


def _make_demo_secrets(file: Path) -> None:
    """Write aside, then link: the name appears once, with all its content, or was there already."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {
        "twilio_account_sid": "AC" + secrets.token_hex(16),
        "twilio_auth_token": secrets.token_hex(16),
        "secret_key": secrets.token_urlsafe(48),
        "hash_key": secrets.token_urlsafe(48),
    }
    descriptor, aside = tempfile.mkstemp(dir=file.parent, prefix=".demo-secrets-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            json.dump(made, written)
            written.flush()
            os.fsync(written.fileno())
        os.link(aside, file)
    except FileExistsError:
        pass  # another process was first; its secrets are the ones
    finally:
        os.unlink(aside)

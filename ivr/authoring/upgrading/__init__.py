"""Bringing the files of a site to the version of the format that this system reads, as they were typed.

The current version is `ivr.authoring.grammar.VERSION`, and only there. A step is a file `step_N_to_M.py` here.
"""

from ivr.authoring.upgrading.files import kind_of, site_texts
from ivr.authoring.upgrading.rewriting import Upgrade, Upgraded, upgrade

__all__ = ["Upgrade", "Upgraded", "kind_of", "site_texts", "upgrade"]

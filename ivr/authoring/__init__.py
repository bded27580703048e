"""From the files of a site to a checked Edition, or to the Problems that say what to put right.

`ivr check` and the server go through the same door, so that nothing is called good which is not served.
"""

from ivr.authoring.checking.loading import Checked, check_files, check_site, edition_from_bundle, edition_of, load_site
from ivr.authoring.checking.report import SiteCounts, report_github, report_json, report_text
from ivr.authoring.problems import Problem
from ivr.authoring.rules import RULE_NAMES, explain
from ivr.authoring.site.files import SiteFiles, bundle, read_folder, unbundle

__all__ = [
    "RULE_NAMES",
    "Checked",
    "Problem",
    "SiteCounts",
    "SiteFiles",
    "bundle",
    "check_files",
    "check_site",
    "edition_from_bundle",
    "edition_of",
    "explain",
    "load_site",
    "read_folder",
    "report_github",
    "report_json",
    "report_text",
    "unbundle",
]

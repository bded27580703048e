"""Menus of other systems, and plain tables, become a department's `menu.yaml`; what is lost on the way is told.

A source becomes a Draft, a Draft is finished (names, order, an officer) and written as an editor would write it.
Nothing is made up that a caller could hear: a text that cannot be carried over is left out, and `ivr check` names it.
"""

from ivr.importing.draft import Imported, Wishes
from ivr.importing.freeswitch import import_freeswitch
from ivr.importing.studio import import_studio
from ivr.importing.table import import_table

__all__ = ["Imported", "Wishes", "import_freeswitch", "import_studio", "import_table"]

"""What the operator can set: variables named IVR_…, from the environment or a file `.env`, and what stands without.

In demo mode whatever secret is not given is made at the first start and kept in `demo-secrets.json` under IVR_STATE.
In production nothing secret is made up: what is missing is refused, all of it in one line.
"""

from ivr.settings.carrier_accounts import ACCOUNT_FIELDS, CarrierAccount, CarrierName
from ivr.settings.carrying import Carried, carried_settings, keys_given
from ivr.settings.demo_secrets import demo_secrets
from ivr.settings.fields import DEPARTMENT_DATABASE, WITHOUT_PREFIX, Settings, database_variable, variable
from ivr.settings.loading import (
    Folders,
    Whereabouts,
    load_account,
    load_address,
    load_carrier_name,
    load_databases,
    load_folders,
    load_settings,
    load_whereabouts,
)
from ivr.settings.showing import settings_table, unread

__all__ = [
    "ACCOUNT_FIELDS",
    "DEPARTMENT_DATABASE",
    "WITHOUT_PREFIX",
    "Carried",
    "CarrierAccount",
    "CarrierName",
    "Folders",
    "Settings",
    "Whereabouts",
    "carried_settings",
    "database_variable",
    "demo_secrets",
    "keys_given",
    "load_account",
    "load_address",
    "load_carrier_name",
    "load_databases",
    "load_folders",
    "load_settings",
    "load_whereabouts",
    "settings_table",
    "unread",
    "variable",
]

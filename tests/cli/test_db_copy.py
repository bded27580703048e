"""`ivr db copy`: from one database to the other by one command."""

import json

from sqlalchemy import select

from ivr.errors import CopyRefused, SettingsRefused
from ivr.storage.database.schema import check_schema
from ivr.storage.database.transactions import open_database
from ivr.storage.editions.tables import editions
from ivr.storage.tables.catalogue import list_tables


def test_a_site_goes_to_postgresql_by_one_command(served, new_postgres_url, tmp_path):
    edition = json.loads(served("editions", "--format", "json").output)[0]["edition"]
    address = new_postgres_url("template0")
    result = served("db", "copy", "--to", address)
    assert "as they were, counted and compared" in result.output
    assert isinstance(served("db", "copy", "--to", address).exception, CopyRefused)
    target = open_database(address, lock_folder=tmp_path)
    check_schema(target)
    assert "transport/applications" in [each.name for each in list_tables(target)]
    with target.reading() as connection:
        assert connection.scalar(select(editions.c.hash)).startswith(edition)
    target.close()


def test_an_address_that_is_none_is_told_by_the_name_of_the_option(served):
    refused = served("db", "copy", "--to", "mysql://root@localhost/ivr").exception
    assert isinstance(refused, SettingsRefused)
    assert str(refused).startswith("--to must be a sqlite:/// or postgresql:// address")

"""Tables of cases: each test that asks for `case_of_<file>` runs once for every case in that file."""

from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent


def cases(name: str) -> list[tuple[str, str, str]]:
    """The cases of a file: (format, what goes in, what comes out)."""
    table = yaml.load((HERE / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)
    return [(said_as, given, wanted) for said_as, rows in table.items() for given, wanted in rows.items()]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for fixture in metafunc.fixturenames:
        if fixture.startswith("case_of_"):
            found = cases(fixture.removeprefix("case_of_"))
            metafunc.parametrize(fixture, found, ids=[f"{said_as}-{given}" for said_as, given, _ in found])

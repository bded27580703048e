"""A hotline to practise on: what is pretended of its databases holds for all of them."""

from pathlib import Path

from ivr.app.practice import practice
from ivr.engine.filing import RowToFile
from ivr.engine.ports import Sought, Unavailable

CLAIMS = Path(__file__).parents[2] / "examples" / "weekly-claim"


def test_a_database_that_is_pretended_away_tells_nothing_and_takes_nothing():
    with practice(CLAIMS) as hotline:
        table = next(name for name, shape in hotline.edition.tables.items() if shape.filed)
        hotline.pretend_away(True)
        ports = hotline.ports()
        assert ports.filing.file(RowToFile(table, "1234567894", {})) == "unavailable"
        assert isinstance(ports.enquiries.look_up(table, Sought({}), 1), Unavailable)
        hotline.pretend_away(False)
        assert not isinstance(hotline.ports().enquiries.look_up(table, Sought({}), 1), Unavailable)

"""Holidays of one's own, as a file in `holidays/` writes them; a calendar keeps them by `holidays_of: council`.

```yaml
2027-01-04: {yue: 開放日, cmn: 开放日, en: the open day}
2027-06-21: {yue: 校慶, cmn: 校庆, en: Founders' Day}
```

Each day has the name that callers hear as the reason why nobody is there.
"""

from pydantic import ConfigDict

from ivr.authoring.grammar import FilePart
from ivr.engine.grammar import Texts
from ivr.engine.seasonal import Day


class HolidaysFile(FilePart):
    """All of a file of holidays: every setting is a day."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)
    __pydantic_extra__: dict[Day, Texts]

    @property
    def days(self) -> dict[str, Texts]:
        """The name of each day by language."""
        return dict(self.__pydantic_extra__)

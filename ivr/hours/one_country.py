"""The class of one country in the `holidays` library, alone.

The library's own way to a country, `holidays.country_holidays`, imports the package `holidays.countries`, which
imports all 250: 80 ms at the first date that is asked about, and 8 MB of every process.
"""

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any


def country_holidays(country: str, **asked: Any) -> Any:
    """What the library's function of this name gives. Raises NotImplementedError for a country that is not there."""
    return _entity(country)(**asked)


@cache
def _entity(country: str) -> Any:
    import holidays
    from holidays.registry import COUNTRIES

    module = next((module for module, names in COUNTRIES.items() if country in names), None)
    if module is None:
        raise NotImplementedError(f"Country {country} not available")
    file = Path(holidays.__file__).parent / "countries" / f"{module}.py"
    spec = spec_from_file_location(f"holidays.countries.{module}", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} cannot be loaded")
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return getattr(loaded, country)

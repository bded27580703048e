"""Time zones by their names in the IANA database, and what the places are called whose clocks they are (CLDR)."""

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location


def knows_zone(name: str) -> bool:
    """Whether it is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


@lru_cache(maxsize=64)
def zones_of(country: str) -> tuple[str, ...]:
    """The zones of a country (ISO 3166), by name; none where CLDR knows of none."""
    known = get_global("zone_territories").items()
    return tuple(sorted(zone for zone, territory in known if territory == country and knows_zone(zone)))


def zone_in(city: str) -> str:
    """The zone of a city, by its name; empty where none is called so."""
    return next((name for name in sorted(available_timezones()) if _is_in(name, city)), "")


@lru_cache(maxsize=256)
def city_in(zone: str, locale: str) -> str:
    """What the place is called that names a zone, in the language of `locale`."""
    return str(get_timezone_location(ZoneInfo(zone), locale, return_city=True))


@lru_cache(maxsize=256)
def time_in(zone: str, locale: str) -> str:
    """What the time of a zone is called in the language of `locale`: Horário de Guam."""
    return str(Locale.parse(locale, sep="_").zone_formats["region"] % city_in(zone, locale))


def _is_in(zone: str, city: str) -> bool:
    """Whether a zone is that of a city; `Etc/GMT+8` is nobody's, and eight hours west of where most think it is."""
    name = zone.rpartition("/")[2]
    return name.casefold() == city.strip().casefold().replace(" ", "_") and not zone.startswith("Etc/")

"""`python -m bench.fuzzing`: requests that nobody should send, for so many minutes; ends with 1 at the first bad reply.

What it finds is shrunk and printed as `Sent(…)` lines; they go into tests/bench/test_fuzzing.py. With `--atheris` the
requests are led by what the code does with them, where that package is installed (`pip install atheris`).
"""

import argparse
import atexit
import sys
import time

from hypothesis import seed

AT_A_TIME = 500


def main() -> None:
    """Fuzz, and tell how much was tried."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help="for how long (60)")
    parser.add_argument("--seed", type=int, default=1, help="where to begin (1)")
    parser.add_argument("--atheris", action="store_true", help="led by coverage")
    asked = parser.parse_args()
    if asked.atheris:
        _led(asked.minutes)
    else:
        _drawn(asked.minutes, asked.seed)


def _drawn(minutes: float, first: int) -> None:
    """As hypothesis draws them, a seed after another."""
    from bench.fuzzing.target import target
    from bench.fuzzing.trying import Trial, as_property

    until, number = time.monotonic() + minutes * 60, first
    with target() as under:
        trial = Trial(under)
        while time.monotonic() < until:
            seed(number)(as_property(trial, AT_A_TIME))()
            number += 1
    print(f"seeds {first} to {number - 1}: {trial}")


def _led(minutes: float) -> None:
    """As atheris leads them: the same property, fed with bytes that reach new lines."""
    import atheris

    with atheris.instrument_imports(include=["ivr"]):
        from bench.fuzzing.target import target
        from bench.fuzzing.trying import Trial, as_property
    with target() as under:
        trial = Trial(under)
        atexit.register(lambda: print(trial))  # it ends the process itself
        one = as_property(trial, AT_A_TIME).hypothesis.fuzz_one_input
        atheris.Setup([sys.argv[0], f"-max_total_time={minutes * 60:.0f}", "-rss_limit_mb=0", "-timeout=60"], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()

"""How long pages take while 35 pupils work and the desk is open: an hour of a class in two minutes.

python -m bench.hour               # starts a demonstration of its own
python -m bench.hour --seconds 30
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.hour import hour


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pace", type=float, default=1, help="seconds between two acts of a pupil")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        took = hour(Path(folder), options.seconds, options.pace)
    print(f"{'page':18} {'median ms':>10} {'worst ms':>10} {'asked':>6}")
    for path, times in took.items():
        print(f"{path:18} {1000 * statistics.median(times):10.0f} {1000 * max(times):10.0f} {len(times):6}")


if __name__ == "__main__":
    main()

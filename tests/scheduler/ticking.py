"""A process of its own that looks at the clock whenever it is told an instant; run by the tests, two at a time."""

import sys

from knowledge.database import Database
from knowledge.plans import load_plans
from scheduler.reminders import remind
from scheduler.working_time import office_time
from tests.support.times import at


def main(url: str) -> None:
    """For each line with an instant: tick, and print how many digests were written."""
    database, plans, working = Database(url), load_plans(), office_time()
    print("ready", flush=True)
    for line in sys.stdin:
        with database.begin() as session:
            written = remind(session, plans, at(line.strip()), working)
        print(written, flush=True)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1])

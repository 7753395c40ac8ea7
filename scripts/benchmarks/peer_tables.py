"""pandas and polars: reading a CSV file. usage: peer_tables.py pandas|polars FILE THREADS"""

import os
import sys
import time


def main(library, path, threads):
    os.environ["POLARS_MAX_THREADS"] = threads
    if library == "pandas":
        from pandas import read_csv
    else:
        from polars import read_csv
    for line in sys.stdin:
        start = time.perf_counter()
        read_csv(path)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Where things lie."""

import pathlib

here = pathlib.Path(__file__).resolve().parent
root = here.parents[1]
built = root / ".build" / "bench"
page = root / "docs" / "benchmarks.md"


class Programs:
    """The nn that is measured."""

    nn = root / ".build" / "release" / "nn"

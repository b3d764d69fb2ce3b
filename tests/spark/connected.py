"""Some questions by way of Spark Connect, in a process of their own: their digests, as JSON.

python -m tests.spark.connected folder
"""

import importlib
import json
import sys
from pathlib import Path

import fupin as fp
from tests.agreement.asked import ASKS

TABLES = fp.datasets.tables("510824102", households=100, seed=7)
ASKED = ("households", "quotas", "screen", "poverty")


def main(folder: Path) -> None:
    """Lay down the tables, and ask a server that is started here and listens here alone."""
    builder = importlib.import_module("pyspark.sql").SparkSession.builder
    spark = builder.remote("local[2]").getOrCreate()
    for name, frame in TABLES.items():
        frame.write_parquet(folder / f"{name}.parquet")
    read = {name: spark.read.parquet(str(folder / f"{name}.parquet")) for name in TABLES}
    registry = fp.Registry.of(**read)
    kind = type(registry.native("households")).__module__
    digests = {name: ASKS[name](registry).digest for name in ASKED}
    sys.stdout.write(json.dumps({"kind": kind, **digests}))
    spark.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

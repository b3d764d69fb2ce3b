"""Using Spark loads no other engine but what Spark loads itself."""

from tests.door.test_door import loaded
from tests.door.test_engines import ASK, ENGINES

HOLD = """
from pyspark.sql import SparkSession
builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
spark = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
HOLD = lambda cells: spark.createDataFrame([tuple(row) for row in zip(*cells.values())], [*cells])
"""


def test_using_spark_loads_no_other_engine(spark: object) -> None:
    """Where there is Java: the cluster of the other tests says so."""
    assert loaded(HOLD + ASK) & ENGINES <= {"pyspark", "pandas", "pyarrow"}

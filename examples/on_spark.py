"""The same questions on Spark: only the frames change.

Run it with `pip install "fupin[spark]"`, and Java 17 or newer. For a nation leave out the first
part: take the session that the cluster gives, and the tables that stand there (`spark.table(...)`,
`spark.read.parquet(...)`).
"""

import tempfile

from pyspark.sql import SparkSession

import fupin as fp

ON = "2016-09-09"


def main() -> None:
    """Lay down made-up tables, and ask Spark what any engine may be asked."""
    spark = (
        SparkSession.builder.master("local[2]")
        .appName("fupin")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")  # a nation: see docs/spark.md
        .getOrCreate()
    )
    with tempfile.TemporaryDirectory() as folder:
        tables = {}
        for name, rows in fp.datasets.tables("510824102", households=300, seed=7).items():
            rows.write_parquet(f"{folder}/{name}.parquet")
            tables[name] = spark.read.parquet(f"{folder}/{name}.parquet")

        registry = fp.Registry.of(**tables)  # nothing runs yet
        covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"], by="village")
        covered.native.printSchema()  # a DataFrame of Spark: join it, write it
        print(covered.total)  # this is what runs it; the few rows by village come here, and stay
        print(covered.rows.select("division", "households", "paired", "unknown"))

        left_out = covered.missing()  # who is left out may be many: they stay with Spark
        left_out.write.parquet(f"{folder}/left-out.parquet")
        spark.read.parquet(f"{folder}/left-out.parquet").groupBy("outcome").count().show()

        book = fp.policy.load("guangyuan-2016")
        held = fp.coverage.quotas(registry, book, on=ON, by="level", rule="deputy-households")
        print(held.rows.select("level", "obliged", "met", "unmet", "unknown"))
    spark.stop()


if __name__ == "__main__":
    main()

"""Data to try fupin with (数据集): names of divisions, and a synthetic registry on real divisions.

The registry is INVENTED: codes of 2023, counts of 2016, everything else by hashing a seed. What
it is made with stands in `docs/synthetic.md`. Names and codes of divisions are those of 2023-06-30.

Example:
    >>> import fupin.datasets
    >>> fupin.datasets.name("510824")
    '苍溪县'
    >>> made = fupin.datasets.tables("5108", households=1_000, seed=2016)
    >>> made["helpers"].filter(post="deputy", level="city").height
    359
"""

from fupin.datasets.names import divisions, name
from fupin.datasets.synthetic import registry, tables

__all__ = ["divisions", "name", "registry", "tables"]

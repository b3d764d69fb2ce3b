# %% [markdown]
# # Pairing in one county, in ten minutes
#
# Which households have a deputy, which deputies keep their quota, and who is left out: with pandas,
# from four tables as a county keeps them. The data is made up, on the real divisions of Cangxi
# (苍溪县, 510824). Put your own files in place of the next cell.

# %%
import pandas as pd

import fupin as fp

made_up = fp.datasets.tables("510824", households=2_000, seed=2016)
households = made_up["households"].to_pandas()
deputies = made_up["helpers"].to_pandas()
links = made_up["links"].to_pandas()
events = made_up["events"].to_pandas()
households.head()

# %% [markdown]
# ## A registry, and what is wrong with it
#
# The columns are those of docs/tables.md. Nothing is mended and nothing dropped: what cannot be
# read is unknown from here on, and the check says where.

# %%
registry = fp.Registry.of(households=households, helpers=deputies, links=links, events=events)
registry.check()

# %%
registry.check().sentences(most=3)

# %% [markdown]
# ## Which households have a deputy
#
# Households and persons side by side. `low` and `high` are what the share may be, whatever the
# unknown turns out to be. The rows add up to the total: what has no readable division has a row
# too.

# %%
DAY = "2016-12-31"
covered = fp.coverage.households(registry, on=DAY, by="township", kinds=["deputy-household"])
covered

# %%
print(covered.total)
print(covered.rate("persons"))

# %% [markdown]
# The five townships that are worst off, by name.

# %%
by_township = covered.native
by_township["name"] = [
    fp.datasets.name(code) if pd.notna(code) else None for code in by_township["division"]
]
by_township[["name", "households", "paired", "unknown", "low", "high"]].sort_values("low").head()

# %% [markdown]
# ## Who is left out
#
# `unmet` is certain, `unknown` is not: the list to work through, and the list to look up.

# %%
left_out = covered.missing()
left_out["outcome"].value_counts()

# %%
left_out.head()

# %% [markdown]
# ## Which deputies keep their quota
#
# The rule asks three households of a deputy of the city, one of the others. What was reported is
# that each has at least one. Both can be asked; a result says which one it is.

# %%
book = fp.policy.load("guangyuan-2016")
rule = {"on": DAY, "by": "level", "rule": "deputy-households"}
kept = fp.coverage.quotas(registry, book, **rule)
kept.native[["level", "obliged", "met", "unmet", "unknown", "missing"]]

# %%
reported = fp.coverage.quotas(registry, book, yardstick="at-least-one", **rule)
print("the rule     ", kept.total)
print("as reported  ", reported.total)

# %% [markdown]
# ## Why is this deputy short?

# %%
short = kept.missing().query("outcome == 'unmet'").iloc[0]
about = deputies.set_index("id").loc[short["helper"]]
deputy = fp.Deputy(
    id=short["helper"], level=about["level"], division=about["division"], since=about["since"]
)
held = registry.records("links", helper=deputy.id)
found = fp.pairing.check(deputy, held, book, rule="deputy-households", on=DAY)
print(found.explain("zh"))
print(found.explain("en"))

# %% [markdown]
# ## Your own columns
#
# Any column of households may be asked for in `by=`.

# %%
fp.coverage.households(registry, on=DAY, by=["county", "cause"], kinds=["deputy-household"]).native[
    ["cause", "households", "paired", "low", "high"]
]

# %% [markdown]
# ## How it grew

# %%
line = fp.coverage.timeline(
    fp.coverage.households,
    registry,
    kinds=["deputy-household"],
    days=["2014-12-31", "2015-12-31", "2016-12-31"],
)
line.native[["on", "households", "paired", "low", "high"]]

# %% [markdown]
# ## Save it
#
# The digest names the answer: whoever asks the same data the same question gets the same one.

# %%
from pathlib import Path

out = Path("out")
out.mkdir(exist_ok=True)
by_township.to_csv(out / "coverage-by-township.csv", index=False)
left_out.to_csv(out / "left-out.csv", index=False)
print(covered.digest)

# %% [markdown]
# # Who may leave poverty in one county, and why not the others
#
# With pandas, from the tables as a county keeps them: households, what happened to them, and what
# was found at their homes. The data is made up, on the real divisions of Cangxi (苍溪县, 510824).
# Put your own files in place of the next cell.

# %%
import pandas as pd

import fupin as fp

made_up = fp.datasets.tables("510824", households=20_000, seed=2016)
households = made_up["households"].to_pandas()
surveys = made_up["surveys"].to_pandas()
events = made_up["events"].to_pandas()
surveys[["household", "on", "net_income_per_head", "housing", "water"]].head()

# %% [markdown]
# ## A registry
#
# The columns are those of docs/tables.md. Incomes by their parts, villages and rural population
# join it here; each makes an answer sharper, and none is required.

# %%
more = ("incomes", "memberships", "villages", "village_surveys", "populations", "unregistered")
registry = fp.Registry.of(
    households=households,
    surveys=surveys,
    events=events,
    **{name: made_up[name].to_pandas() for name in more},
)
registry.check()

# %% [markdown]
# ## Who may leave
#
# Sichuan's rules of August 2016: income over the line, and six essentials secured (一超六有). What
# is not known is never taken as met: it stands apart, and moves the bounds of the share.

# %%
DAY = "2016-12-31"
book = fp.policy.load("sichuan-2016")
found = fp.coverage.screen(registry, book, "household-exit", on=DAY, by="township")
found.native[["division", "units", "met", "unmet", "unknown", "low", "high"]].head()

# %%
print(found.total)
print(found.rate("persons"))

# %% [markdown]
# ## Because of what
#
# One row a criterion: how many fail by it, and of how many it could still change the answer.

# %%
reasons = found.reasons.to_pandas()
reasons[["leaf", "zh", "failing", "needed"]]

# %% [markdown]
# The same as lists: `listed` gives the households that fail by one criterion, `"needed"` those that
# it still has to be looked up for. These are the two lists that people go out with.

# %%
no_safe_housing = found.listed("housing")
to_look_up = found.listed("housing", "needed")
len(no_safe_housing), len(to_look_up)

# %% [markdown]
# ## Why not this household?

# %%
name = no_safe_housing["id"].iloc[0]
[household] = registry.records("households", id=name)
verdict = fp.criteria.assess(
    registry.records("surveys", household=name), book, "household-exit", on=DAY, household=household
)
print(verdict.explain("zh"))

# %%
verdict

# %% [markdown]
# ## What may be assumed
#
# Whether an income is steady cannot be seen in one year, and many surveys do not ask. An assumption
# answers only what is not known, and stands in the result.

# %%
steady = fp.coverage.screen(
    registry, book, "household-exit", on=DAY, assume={"income_steady": True}
)
print(found.total)
print(steady.total)
steady.provenance.asked["assume"]

# %% [markdown]
# ## From households to villages, and to the county
#
# Those who still are poor, over the rural population of the village, between bounds: met where even
# the upper one is within 3 %, unmet where even the lower one is not. Of a household without a size
# it is taken here that it has at most eight persons.

# %%
asked = {"on": DAY, "by": ["village", "county"], "size_at_most": 8}
chain = fp.coverage.exits(registry, book, **asked)
print("by the criteria", chain.rate("village"))
print("by the record  ", chain.rate("village", "record"))

# %%
here = chain.native.query("placed == 'here'")
villages = here.query("level == 'village' and poor_village == True")
columns = ["division", "in_need", "may_exit", "incidence_low", "incidence_high", "outcome"]
villages.sort_values("in_need", ascending=False)[columns].head()

# %% [markdown]
# ## Why not this village?
#
# Its survey, with the poor and the people that the chain counted, is assessed as a household is.

# %%
import attrs

failing = villages.query("outcome == 'unmet'").sort_values(["incidence_low", "division"])
first = failing.iloc[0]
[surveyed, *_] = registry.records("village_surveys", division=first["division"])
counted = ["poor_persons", "poor_persons_most", "rural_population"]
numbers = (int(first[column]) for column in ("poor", "poor_most", "rural_population"))
survey = attrs.evolve(surveyed, **dict(zip(counted, numbers, strict=True)))
print(fp.criteria.assess(survey, book, "village-exit", on=DAY).explain("zh"))

# %% [markdown]
# The county has a verdict of its own, on the same households.

# %%
columns = ["division", "in_need", "poor", "poor_most", "rural_population", "outcome"]
here.query("level == 'county'")[columns]

# %% [markdown]
# The poor villages where looking up a few households decides: the limit lies between the bounds.

# %%
columns = ["division", "exit_unknown", "incidence_low", "incidence_high"]
open_villages = villages.query("outcome == 'unknown' and exit_unknown > 0")
open_villages.sort_values(["exit_unknown", "division"])[columns].head()

# %% [markdown]
# ## What if this list goes out?
#
# A list changes the record, and nobody's circumstances: incidence by the criteria stays as it was.

# %%
ready = found.verdicts.query("outcome == 'met' and not unplaced")["id"]
then = fp.coverage.exits(registry, book, assume_exited=ready, **asked)
print("by the record, before", chain.rate("village", "record"))
print("by the record, then  ", then.rate("village", "record"))

# %% [markdown]
# ## What if the line were higher?
#
# A what-if book is a book with other numbers; what is said of them is that they were supposed.

# %%
higher = fp.policy.amend(book, parameters={"national-line": 3_300}, id="line-3300")
changed = fp.coverage.compare(registry, book, "household-exit", on=DAY, other=higher)
changed.native

# %%
changed.changed.groupby(["before", "after", "because"], as_index=False).size()

# %% [markdown]
# ## Those who have left, screened again
#
# A register gives indications of wrong exits. The rates of evaluations are estimates of surveys of
# their own.

# %%
again = fp.coverage.screen(registry, book, "household-exit", on=DAY, population="exited")
print(again.total)
pd.Series({leaf["leaf"]: len(again.listed(leaf["leaf"])) for leaf in again.leaves})

# %% [markdown]
# ## And a million?
#
# The same calls. What changes is the frame: Polars, read lazily from Parquet. Here it is the county
# fifty times over, each time with ids of its own; nothing is read before somebody looks.

# %%
import shutil
import tempfile
from pathlib import Path

import polars as pl

folder = Path(tempfile.mkdtemp())
times = pl.int_range(50, eager=True).cast(pl.String).alias("copy").to_frame().lazy()
for table, identity in {"households": "id", "surveys": "household", "events": "household"}.items():
    named = pl.concat_str("copy", identity, separator=":").alias(identity)
    many = made_up[table].lazy().join(times, how="cross").with_columns(named).drop("copy")
    many.sink_parquet(folder / f"{table}.parquet")

nation = fp.Registry.of(
    **{t: pl.scan_parquet(folder / f"{t}.parquet") for t in ("households", "surveys", "events")}
)
million = fp.coverage.screen(nation, book, "household-exit", on=DAY, by="township")
print(million.total)
million.native.collect().head()

# %%
shutil.rmtree(folder)

# %% [markdown]
# ## Save it
#
# The digest names the answer: whoever asks the same data the same question gets the same one.

# %%
out = Path("out")
out.mkdir(exist_ok=True)
found.verdicts.to_csv(out / "verdicts.csv", index=False)
villages.to_csv(out / "villages.csv", index=False)
print(found.digest)

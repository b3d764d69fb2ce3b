from __future__ import annotations
import datetime as dt
import attrs, re
from fupin.errors import DayError
from fupin.outcomes import Outcome
DayLike = dt.date | str
_L=r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
ISO_DAY=r"^(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))|"+_L+")$"
def day(v, where=""):
    if isinstance(v, dt.datetime): return v.date()
    if isinstance(v, dt.date): return dt.date(v.year,v.month,v.day)
    if isinstance(v,str) and re.match(ISO_DAY,v): return dt.date.fromisoformat(v)
    raise DayError(f"{where}: not a day")
def optional_day(v): return None if v is None else day(v)
@attrs.frozen
class Period:
    since: dt.date|None=None
    until: dt.date|None=None
    @property
    def faulty(self): return self.since is not None and self.until is not None and self.since>=self.until
    def holds(self,on):
        if self.faulty: return Outcome.UNKNOWN
        if self.until is not None and self.until<=on: return Outcome.UNMET
        if self.since is None: return Outcome.UNKNOWN
        return Outcome.of(self.since<=on)
    @property
    def last(self): return None if self.until is None else self.until-dt.timedelta(1)
    def overlaps(self,o):
        if self.faulty: return Outcome.UNKNOWN
        if self.until is not None and self.until<=o.since: return Outcome.UNMET
        if self.since is None: return Outcome.UNKNOWN
        return Outcome.of(self.since<o.until)
    def covers(self,o):
        if self.faulty: return Outcome.UNKNOWN
        if self.until is not None and self.until<o.until: return Outcome.UNMET
        if self.since is None: return Outcome.UNKNOWN
        return Outcome.of(self.since<=o.since)
    @classmethod
    def year(cls,y): return cls(dt.date(y,1,1),dt.date(y+1,1,1))
    def __str__(self): return f"{self.since}..{self.last}"
def window(u,on): return Period.year(on.year)
@attrs.frozen
class Timeline: entries: tuple=()

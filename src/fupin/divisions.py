from __future__ import annotations
from enum import StrEnum
import attrs,re
from fupin.errors import DivisionError
class Level(StrEnum):
    NATION="nation"; PROVINCE="province"; CITY="city"; COUNTY="county"; TOWNSHIP="township"; VILLAGE="village"
    @property
    def digits(self): return {"nation":0,"province":2,"city":4,"county":6,"township":9,"village":12}[self.value]
PSEUDO_COUNTIES=("441900","442000","460400","620201")
SHORT_CODE=r"^[1-8]\d(?:0{0}|\d{2}|\d{4}|\d{7}|\d{10})$"
@attrs.frozen
class Division:
    code: str
    @classmethod
    def of(cls,t):
        if not re.match(SHORT_CODE,str(t)): raise DivisionError("bad code")
        return cls((str(t)+"0"*12)[:12])
    @property
    def short(self):
        c=self.code
        for n in (2,4,6,9):
            if c[n:]=="0"*(12-n): return c[:n]
        return c
    @property
    def level(self): return {0:Level.NATION,2:Level.PROVINCE,4:Level.CITY,6:Level.COUNTY,9:Level.TOWNSHIP,12:Level.VILLAGE}[len(self.short)]
    def contains(self,o): return o.code.startswith(self.short)
    def __str__(self): return self.code
def read(t):
    try: return Division.of(t)
    except DivisionError: return None

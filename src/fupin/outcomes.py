from __future__ import annotations
from enum import StrEnum
class Outcome(StrEnum):
    MET="met"; UNMET="unmet"; UNKNOWN="unknown"
    @classmethod
    def of(cls, v): return cls.UNKNOWN if v is None else cls.MET if v else cls.UNMET
    @classmethod
    def bounds(cls, sure, possible): return cls.MET if sure else cls.UNKNOWN if possible else cls.UNMET
    def __and__(self,o):
        if Outcome.UNMET in (self,o): return Outcome.UNMET
        return Outcome.UNKNOWN if Outcome.UNKNOWN in (self,o) else Outcome.MET
    def __or__(self,o):
        if Outcome.MET in (self,o): return Outcome.MET
        return Outcome.UNKNOWN if Outcome.UNKNOWN in (self,o) else Outcome.UNMET
    def __invert__(self): return {Outcome.MET:Outcome.UNMET,Outcome.UNMET:Outcome.MET}.get(self,self)
    def __bool__(self): raise TypeError("no truth")
def any_of(*o):
    r=Outcome.UNMET
    for x in o: r=r|x
    return r
def all_of(*o):
    r=Outcome.MET
    for x in o: r=r&x
    return r

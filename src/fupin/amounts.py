from __future__ import annotations
import attrs
@attrs.frozen
class Bounds:
    low:int; high:int|None
@attrs.frozen
class Rate:
    numerator:int; denominator:int; unknown:int=0; unplaced:int=0; uncounted:int=0
    def __str__(self):
        d=self.denominator+self.unplaced
        return f"{self.numerator} of {self.denominator}: {100*self.numerator/d if d else 0:.1f} %"

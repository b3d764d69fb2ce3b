"""Amounts (数量): exact yuan, quantities with units, counts between bounds, rates with unknowns."""

from fupin.amounts.bounds import Bounds, Comparison, compared
from fupin.amounts.money import fen, from_fen, lacking
from fupin.amounts.numbers import exact, share, yuan
from fupin.amounts.quantities import Quantity
from fupin.amounts.rates import Rate
from fupin.amounts.units import DECIMALS, RECORDED, TOLD_IN, UNITS, Unit, unit_of

__all__ = [
    "DECIMALS",
    "RECORDED",
    "TOLD_IN",
    "UNITS",
    "Bounds",
    "Comparison",
    "Quantity",
    "Rate",
    "Unit",
    "compared",
    "exact",
    "fen",
    "from_fen",
    "lacking",
    "share",
    "unit_of",
    "yuan",
]

"""Kinds of figures that the synthetic registry is made with (边际分布的种类), each with its source.

A figure is either a published one, with its source, or *chosen*: invented so that every case a
registry can hold is there. Shares are parts of ten thousand. Stream numbers are part of the answer:
changing one changes the registry.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Count:
    """An exact number (总数).

    Attributes:
        what: what is counted.
        count: how many there are.
        source: where the figure is from, or chosen.
    """

    what: str
    count: int
    source: str = "chosen"


@attrs.frozen
class Share:
    """How often something happens (比例).

    Attributes:
        stream: stream of hashes that decides it.
        what: what happens.
        per_10_000: in how many of ten thousand rows.
        of: what the rows are.
        source: where the figure is from, or chosen.
    """

    stream: int
    what: str
    per_10_000: int
    of: str
    source: str = "chosen"


@attrs.frozen
class Mix:
    """How often each of several words is picked (构成).

    Attributes:
        stream: stream of hashes that decides it.
        what: what is picked.
        parts: parts of ten thousand by word; they add up to ten thousand.
        of: what the rows are.
        source: where the figures are from, or chosen.
    """

    stream: int
    what: str
    parts: Mapping[str | int, int]
    of: str
    source: str = "chosen"

"""Values as TOML, as far as rulebooks need it: what `tomllib` reads back as the same."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def as_toml(table: Mapping[str, Any]) -> str:
    """A table, one key a line; what is not given is left out."""
    return "\n".join(f"{_key(k)} = {_value(v)}" for k, v in table.items() if v is not None)


def _key(key: str) -> str:
    return json.dumps(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{_key(k)} = {_value(v)}" for k, v in value.items() if v is not None)
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, Decimal, dt.date)):
        return str(value)
    return json.dumps(value, ensure_ascii=False)

"""Reads rulebooks: shipped ones by id, anyone's own by path; every fault is reported at once."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from fupin.errors import RulebookError, UnknownRuleError
from fupin.policy.entries import Place, StrangersError
from fupin.policy.schema import Rulebook

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_RULES = resources.files("fupin.policy") / "rules"
_MERGED = (
    "pairing", "duties", "terms", "parameters", "fields", "facts", "criteria", "procedures",
)  # fmt: skip


def shipped() -> tuple[str, ...]:
    """Ids of the rulebooks that come with the library (随库规则书).

    Example:
        >>> "cn-lines" in shipped()
        True
    """
    names = (entry.name for entry in _RULES.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def load(book: str | Path) -> Rulebook:
    """A rulebook (规则书), read and checked.

    Example:
        >>> book = load("guangyuan-2016")
        >>> book.rule("deputy-households").quotas[0].links
        3

    Args:
        book: the id of a shipped book, or the path of a TOML file. Books that the file extends
            are looked for beside it, then among the shipped ones.

    Raises:
        UnknownRuleError: no book of that id, or no such file.
        RulebookError: the file is not a rulebook; `.problems` lists every fault as what @ where.
    """
    return _build(book, beside=None, below=())


def parse(text: str, *, name: str = "rulebook") -> Rulebook:
    """A rulebook from TOML text; `name` is what messages call it.

    Books that it extends are looked for among the shipped ones.

    Raises:
        RulebookError: as for `load`.
    """
    return _extended(_decoded(text, name), name, beside=None, below=())


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a rulebook, for editors and for other tools.

    Example:
        >>> json_schema()["title"]
        'Rulebook'
    """
    return Rulebook.model_json_schema()


def _build(book: str | Path, beside: Path | None, below: tuple[str, ...]) -> Rulebook:
    """Read one book, with all that it extends."""
    text, name, folder = _text(book, beside)
    return _extended(_decoded(text, name), name, beside=folder, below=below)


def _extended(
    raw: dict[str, Any], name: str, *, beside: Path | None, below: tuple[str, ...]
) -> Rulebook:
    """Lay the entries of a book over those of the books it extends."""
    if not raw.get("extends"):
        return validated(raw, name)
    if name in below:
        raise RulebookError([f"extends goes round: {' → '.join((*below, name))} @ {name}: extends"])
    alone = validated(raw, name, whole=False)
    own = _dumped(alone)
    for parent_id in alone.extends:
        try:
            parent = _dumped(_build(parent_id, beside, (*below, name)))
        except UnknownRuleError as missing:
            raise RulebookError([f"{missing} @ {name}: extends"]) from None
        _lay_over(parent, own, name, parent_id)
    return validated(own, name)


def _dumped(book: Rulebook) -> dict[str, Any]:
    return book.model_dump(exclude_unset=True)


def _lay_over(parent: dict[str, Any], own: dict[str, Any], name: str, parent_id: str) -> None:
    """Put a book's entries over those of a book it extends; what it does not say stays."""
    both = sorted(
        key for key, said in own["sources"].items() if parent["sources"].get(key, said) != said
    )
    if both:
        fault = f"{', '.join(both)} names another document in {parent_id}: choose another key"
        raise RulebookError([f"{fault} @ {name}: sources"])
    own["sources"] = parent["sources"] | own["sources"]
    for part in _MERGED:
        mine = own.get(part, ())
        ids = {_key(part, entry) for entry in mine}
        theirs = (entry for entry in parent.get(part, ()) if _key(part, entry) not in ids)
        own[part] = (*theirs, *mine)


def _key(part: str, entry: dict[str, Any]) -> tuple[Any, ...]:
    return (entry["unit"], entry["name"]) if part == "fields" else (entry["id"],)


def _text(book: str | Path, beside: Path | None) -> tuple[str, str, Path | None]:
    """The TOML text of a book, the name messages call it, and the folder it lies in."""
    path = Path(book)
    if path.suffix == ".toml":
        if not path.is_file():
            raise UnknownRuleError(f"no rulebook file at {str(book)!r}")
        return path.read_text("utf-8"), path.stem, path.parent
    if beside is not None and (neighbour := beside / f"{book}.toml").is_file():
        return neighbour.read_text("utf-8"), str(book), beside
    if str(book) in shipped():
        return (_RULES / f"{book}.toml").read_text("utf-8"), str(book), None
    raise UnknownRuleError(
        f"no rulebook {str(book)!r}: shipped are {', '.join(shipped())}; "
        "your own is loaded by the path of its .toml file"
    )


def _decoded(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulebookError([f"not TOML: {error} @ {name}"]) from None


def validated(raw: dict[str, Any], name: str, *, whole: bool = True) -> Rulebook:
    """A rulebook from what a file says.

    Args:
        raw: keys and values.
        name: what messages call it.
        whole: whether what it refers to must be there: not before it is laid over others.

    Raises:
        RulebookError: `.problems` lists every fault as what @ where.
    """
    try:
        return Rulebook.model_validate(raw, context={"whole": whole})
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        inner = {e["loc"][:n] for e in faults for n in range(len(e["loc"]))}
        # A list whose entries are faulty counts as too short besides: that is no fault of its own.
        told = [e for e in faults if not (e["type"] == "too_short" and e["loc"] in inner)]
        raise RulebookError(
            f"{what} @ {_where(name, place)}" for e in told for what, place in _faults(e)
        ) from None


def _faults(error: ErrorDetails) -> tuple[tuple[str, Place], ...]:
    """What is wrong, and where: of references, each by itself."""
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, StrangersError):
        return cause.faults
    return ((error["msg"].removeprefix("Value error, "), error["loc"]),)


def _where(name: str, place: Place) -> str:
    """Where a fault stands, as one points at it: guangyuan-2016: pairing[0].quotas[2].links."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return f"{name}: {path.removeprefix('.')}" if path else name

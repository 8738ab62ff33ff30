"""Frozen groups of fields, which may hold other groups.

A group takes quantities in any compatible unit, checks all its fields at once, converts each once
to float64 in the field's canonical unit and never changes again. Under the quantities lies
`values`: plain nested dictionaries of floats, arrays and names, which are the only
input of the arithmetic.
"""

from __future__ import annotations

import inspect
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias, TypeVar, dataclass_transform

import numpy as np

from oilecon.arguments import same_shape
from oilecon.errors import (
    InputError,
    OilEconError,
    PathError,
    UnitError,
    as_step,
    cut,
    did_you_mean,
    figure,
    nearest,
    quote,
)
from oilecon.evidence import YOURS, Evidence, Row, Source, Sourced
from oilecon.fields import (
    REQUIRED,
    Choice,
    Date,
    Duration,
    Field,
    Key,
    Name,
    Number,
    Problems,
    Schedule,
    Text,
    When,
    collect,
    no_table,
)
from oilecon.frozen import FrozenDict
from oilecon.holes import Holed, holes, with_nan
from oilecon.units import FRACTION, PURE, Raw, first_index, to_quantity, unchanging

__all__ = ["Group", "Members", "Subgroup", "path_of", "put", "report"]

Step: TypeAlias = tuple[str, ...]
Kind = TypeVar("Kind")  # of the group that a field holds
Held = TypeVar("Held")  # a group, or groups by name
_MEMBER = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_MEANT = 3  # paths that a message suggests for a wrong one
_NONE: Mapping[str, Any] = FrozenDict({})
_NO_EVIDENCE = Evidence("", YOURS, "", ())
_SHOWN_HOLES = 3  # missing rows that a message lists
_LISTED = 20  # problems that a message lists; all are in the error's `problems`


class _OfKinds(Field[Held, Held]):
    """A field that holds groups of one class or of several kinds."""

    def __init__(
        self, kinds: tuple[type[Any], ...], doc: str, default: Any, *, named: bool
    ) -> None:
        super().__init__(doc, default)
        self.kinds: dict[str, type[Group]] = {kind.__name__: kind for kind in kinds}
        # True if values and files name the kind; of several, they must.
        self.named = named or len(kinds) > 1
        for name, kind in self.kinds.items():
            if self.named and "kind" in kind._fields:
                msg = f"{name}.kind: a file has the group's kind there; write another name"
                raise InputError(msg)

    @property
    def main_kinds(self) -> dict[str, type[Group]]:
        """The kinds but those derived from another, which have its fields in other units."""
        return {
            name: kind
            for name, kind in self.kinds.items()
            if not any(base.__name__ in self.kinds for base in kind.__mro__[1:])
        }

    def read_sourced(self, given: Sourced | Row) -> Any:
        """Raise the error for a number in place of groups."""
        return self.read(given)

    def fits(self, value: Any) -> bool:
        """Return whether `value` is a group of the right class, or of one derived from it."""
        return isinstance(value, tuple(self.kinds.values()))

    def one_of(self) -> str:
        """Return the classes that fit."""
        return " or ".join(f"{name}(...)" for name in self.main_kinds)

    def kind_of(self, tree: Mapping[str, Any]) -> type[Group]:
        """Return the class of a group's values or plain form; the first where it names none.

        Raises
        ------
        InputError
            If there is no such kind.
        """
        usual = next(iter(self.kinds))
        return self._kind(tree.get("kind", usual) if self.named else usual)

    def _kind(self, name: object) -> type[Group]:
        """Return the class of a name."""
        if isinstance(name, str) and name in self.kinds:
            return self.kinds[name]
        names = list(self.kinds)
        meant = (nearest(name, names) if isinstance(name, str) else []) or names
        got = "got nothing" if name is None else f"got {quote(name)}"
        msg = f"expected kind = one of {', '.join(map(repr, names))}, {got}; "
        raise InputError(f"{msg}write kind = {meant[0]!r}")

    def kind_name(self, group: Group) -> str:
        """Return the kind that values and files name: of a derived class, its base's."""
        kinds = self.kinds.values()
        return next(base.__name__ for base in type(group).__mro__ if base in kinds)

    def from_values(self, value: Any, like: Any) -> Group:
        """Return the group whose own values these are, of the class that it was derived from."""
        kind = self.kind_of(value)
        # A kind may itself derive from another, as a tariff in another currency does.
        same = isinstance(like, kind) and self.kind_name(like) == kind.__name__
        return (type(like) if same else kind).of_values(value, like)

    def values_of(self, group: Group) -> Mapping[str, Any]:
        """Return a group's own values, with its kind where it is named."""
        if not self.named:
            return group.filled
        return FrozenDict({"kind": self.kind_name(group), **group.filled})

    def plain(self, group: Group, usual: str | None) -> dict[str, Any]:
        """Return a group's plain form, with its kind where it is named and not the usual one."""
        kind = self.kind_name(group)
        named = {"kind": kind} if self.named and kind != usual else {}
        return named | group.to_dict()

    def build_one(
        self, data: Any, where: str, problems: Problems, usual: str | None
    ) -> Group | None:
        """Return a group from its plain form, of the usual kind if it names none."""
        if not isinstance(data, Mapping):
            problems.append((where, no_table(data)))
            return None
        rest = dict(data)
        name = rest.pop("kind", usual) if self.named else next(iter(self.kinds))
        kind = collect(self._kind, name, where, problems)
        return None if kind is None else kind._build(rest, where, problems)


class Subgroup(_OfKinds[Kind]):
    """A group inside a group, of one class or of one of several kinds."""

    def __init__(
        self,
        *kinds: type[Kind],
        doc: str,
        default: Any = REQUIRED,
        named: bool = False,
    ) -> None:
        super().__init__(kinds, doc, default, named=named)

    def read(self, value: Any) -> Group | None:
        """Return `value` if it is a group of the right class."""
        if value is None and self.default is None:
            return None
        if self.fits(value):
            return value  # type: ignore[no-any-return]
        msg = f"expected {self.example()}, got {type(value).__name__}"
        shelves = [kind for kind in self.kinds.values() if hasattr(kind, "shipped_call")]
        if shelves and isinstance(value, str):
            msg += f"; write oilecon.{shelves[0].shipped_call(value)} for a shipped one"
        raise InputError(msg)

    def example(self) -> str:
        """Return the classes that fit."""
        return self.one_of()

    def value(self, raw: Group | None) -> Any:
        """Return the group's own values, with its kind where there are several."""
        return None if raw is None else self.values_of(raw)

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the group whose own values these are."""
        return None if value is None else self.from_values(value, like)

    def write(self, raw: Group) -> dict[str, Any]:
        """Return the group's plain form, with its kind where there are several."""
        return self.plain(raw, None)

    def build(self, data: Any, where: str, problems: Problems) -> Group | None:
        """Return the group from its plain form, or add the errors to `problems`."""
        if isinstance(data, Group) or (data is None and self.default is None):
            return collect(self.read, data, where, problems)  # type: ignore[no-any-return]
        return self.build_one(data, where, problems, None)

    def missing(self, where: str = "") -> InputError:
        """Return the error for a missing group."""
        if not where:
            return super().missing()
        return InputError(f"a table is required; write [{where}]")


class Members(_OfKinds[Mapping[str, Kind]]):
    """An ordered mapping of named groups of one class, or of several kinds.

    Its members are addressed by name. A file without a `kind` means the first.
    """

    def __init__(
        self,
        *kinds: type[Kind],
        doc: str,
        minimum: int = 0,
        default: Any = REQUIRED,
        named: bool = False,
    ) -> None:
        given = FrozenDict(default) if isinstance(default, dict) else default
        super().__init__(kinds, doc, given, named=named)
        self.minimum = minimum

    def read(self, value: Any) -> Mapping[str, Group]:
        """Return a read-only copy of `value` if names and groups fit."""
        kinds = " or ".join(self.kinds)
        if not isinstance(value, Mapping):
            msg = (
                f"expected a mapping of names to {kinds}, got {type(value).__name__}; "
                f"write {self.example()}"
            )
            raise InputError(msg)
        if len(value) < self.minimum:
            msg = f"expected at least {self.minimum} {kinds}, got {len(value)}"
            raise InputError(msg)
        for name, member in value.items():
            if not isinstance(name, str) or not _MEMBER.match(name):
                msg = (
                    "expected names of at most 40 small letters, digits and underscores, "
                    f"got {quote(name)}; write for example 'asia'"
                )
                raise InputError(msg)
            if not self.fits(member):
                msg = f"expected {self.one_of()} for {name!r}, got {type(member).__name__}"
                raise InputError(msg)
        return FrozenDict(dict(value))

    def refuse_other(self, member: Any, where: str, problems: Problems) -> None:
        """Add an error to `problems` if `member` is not a group of the right class."""
        if not self.fits(member):
            msg = f"expected {self.one_of()}, got {type(member).__name__}"
            problems.append((where, InputError(msg)))

    def example(self) -> str:
        """Return the shape of the mapping."""
        return f"{{'name': {self.one_of()}}}"

    def value(self, raw: Mapping[str, Group]) -> Mapping[str, Any]:
        """Return the members' own values, each with its kind where it is named."""
        return FrozenDict({name: self.values_of(member) for name, member in raw.items()})

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the members whose own values these are."""
        before = like or {}
        return FrozenDict(
            {name: self.from_values(each, before.get(name)) for name, each in value.items()}
        )

    def write(self, raw: Mapping[str, Group]) -> dict[str, Any]:
        """Return the members' plain forms, each with its kind where it is not the first."""
        usual = next(iter(self.kinds))
        return {name: self.plain(member, usual) for name, member in raw.items()}

    def build(self, data: Any, where: str, problems: Problems) -> Mapping[str, Group] | None:
        """Return the members from their plain forms, or add the errors to `problems`."""
        if not isinstance(data, Mapping):
            problems.append((where, no_table(data)))
            return None
        before = len(problems)
        usual = next(iter(self.kinds))
        members = {
            name: member
            if isinstance(member, Group)
            else self.build_one(member, f"{where}.{as_step(name)}", problems, usual)
            for name, member in data.items()
        }
        if len(problems) > before:
            return None
        return collect(self.read, members, where, problems)  # type: ignore[no-any-return]

    def missing(self, where: str = "") -> InputError:
        """Return the error for missing members."""
        if not where:
            return super().missing()
        return InputError(f"a table is required; write [{where}.name] for each")


def report(problems: Problems) -> OilEconError:
    """Return one error for one problem, or one that lists them all."""
    listed = [(where, str(error)) for where, error in problems]
    lines = [f"{where}: {text}" if where else text for where, text in listed[:_LISTED]]
    if len(listed) > _LISTED:
        lines.append(f"and {len(listed) - _LISTED} more")
    several = "\n  ".join([f"{len(listed)} problems:", *lines])
    alike = all(isinstance(error, UnitError) for _, error in problems)
    kind = UnitError if alike else InputError
    return kind(lines[0] if len(lines) == 1 else several, listed)


@dataclass_transform(
    frozen_default=True,
    field_specifiers=(
        Number,
        Choice,
        Text,
        Key,
        Name,
        Subgroup,
        Members,
        Duration,
        Schedule,
        Date,
        When,
    ),
)
class Group:
    """A frozen group of fields.

    Fields are given by name or in order; quantities may be text, Quantities of this library's
    registry, or arrays of them. All problems are reported together. A group is never changed:
    `evolve` and `vary` return new ones that share the unchanged parts.
    """

    _fields: ClassVar[Mapping[str, Field[Any, Any]]] = FrozenDict({})
    # Names that a member of `Members` may not have, since an outcome or a method has them.
    _reserved: ClassVar[frozenset[str]] = frozenset()

    _raw: dict[str, Any]
    _cache: dict[str, Any]
    # Beside the values, of which the arithmetic sees none: the evidence of some fields, and what a
    # subclass keeps of the file or the table that it was read from.
    _evidence: Mapping[str, Evidence]
    _beside: Mapping[str, Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = {name: field for name, field in vars(cls).items() if isinstance(field, Field)}
        cls._fields = FrozenDict({**cls._fields, **own})
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        parameters = [
            inspect.Parameter(
                name, kind, default=inspect.Parameter.empty if field.required else field.default
            )
            for name, field in cls._fields.items()
        ]
        type.__setattr__(cls, "__signature__", inspect.Signature(parameters))

    def __init__(self, /, *args: Any, **given: Any) -> None:
        names = list(self._fields)
        kind = type(self).__name__
        if len(args) > len(names):
            msg = f"{kind} takes {len(names)} values, got {len(args)}"
            raise InputError(msg)
        for name, value in zip(names, args, strict=False):
            if name in given:
                msg = f"{kind}.{name}: given twice, in order and by name"
                raise InputError(msg)
            given[name] = value
        raw, evidence, problems = self._read(given, complete=True)
        if problems:
            raise report([(f"{kind}.{name}", error) for name, error in problems])
        self._finalise(raw, evidence)

    @classmethod
    def _read(
        cls, given: Mapping[str, Any], *, complete: bool
    ) -> tuple[dict[str, Any], dict[str, Evidence], Problems]:
        """Return the values read, their evidence and the errors, by field."""
        raw: dict[str, Any] = {}
        evidence: dict[str, Evidence] = {}
        problems = [(as_step(name), error) for name in given if (error := cls._unknown(name))]
        for name, field in cls._fields.items():
            if name in given:
                value = given[name]
                read = _reader(name, field, value, evidence)
                raw[name] = collect(read, value, name, problems)
            elif complete and field.required:
                problems.append((name, field.missing()))
            elif complete:
                raw[name] = field.default
        return raw, evidence, problems

    @classmethod
    def _unknown(cls, name: object) -> OilEconError | None:
        """Return the error for a name that no field has."""
        if name in cls._fields:
            return None
        return InputError(f"there is no such field{did_you_mean(cut(name), cls._fields)}")

    def _finalise(
        self,
        raw: dict[str, Any],
        evidence: Mapping[str, Evidence] = _NONE,
        beside: Mapping[str, Any] = _NONE,
    ) -> None:
        object.__setattr__(self, "_raw", raw)
        object.__setattr__(self, "_evidence", evidence or _NONE)
        object.__setattr__(self, "_beside", beside)
        object.__setattr__(self, "_cache", {})
        self._check_members()
        try:
            self.check()
        except OilEconError:
            raise
        except ValueError:  # NumPy's, for arrays that do not broadcast
            arrays = {path: raw for path, _, raw in self.leaves() if isinstance(raw, np.ndarray)}
            same_shape(type(self).__name__, **arrays)
            raise

    def _check_members(self) -> None:
        taken: set[str] = set(self._fields) | set(self._reserved)
        homes: dict[str, str] = {}  # the fields of the names that members have
        for name, field in self._fields.items():
            if not isinstance(field, Members):
                continue
            for member in self._raw[name]:
                kind = type(self).__name__
                if member in homes:
                    why = f"is that of one of the {homes[member]}; write another"
                elif member in taken:
                    listed = ", ".join(sorted({*taken, *homes}))
                    why = f"is reserved or taken; write another than {listed}"
                elif hasattr(type(self), member):
                    why = f"is that of a method or property of {kind}; write another"
                else:
                    homes[member] = name
                    continue
                msg = f"{kind}.{name}: the name {member!r} {why}"
                raise InputError(msg)

    @classmethod
    def _located(cls, error: InputError, where: str) -> tuple[str, InputError]:
        """Return the place and the error of `check`, which names fields after the class."""
        text = str(error)
        kind = cls.__name__
        if not where or not text.startswith((f"{kind}.", f"{kind}: ")):
            return where, error
        field, _, rest = text.removeprefix(kind).partition(": ")
        return f"{where}{field}", InputError(rest)

    def check(self) -> None:
        """Raise an error if fields do not fit one another; groups with such rules override it."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Raise an error, since groups are frozen."""
        if name in self._fields:
            super().__setattr__(name, value)  # the field raises
        msg = f"{type(self).__name__} has no field {name!r} and never changes"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        """Raise an error, since groups are frozen."""
        if name in self._fields:
            super().__delattr__(name)  # the field raises
        msg = f"{type(self).__name__} has no field {name!r} and never changes"
        raise AttributeError(msg)

    def _named(self, name: str) -> Any:
        """Return a member by its name: `scenario.asia` for `scenario.routes['asia']`."""
        if name.startswith("_"):  # looked up by pickle, copy, notebooks, perhaps too early
            msg = f"{type(self).__name__} has no {name!r}"
            raise AttributeError(msg)
        for field_name, field in self._fields.items():
            if isinstance(field, Members) and name in self._raw[field_name]:
                return self._raw[field_name][name]
        msg = f"{type(self).__name__} has no {name!r}{did_you_mean(name, self._names())}"
        raise AttributeError(msg)

    if not TYPE_CHECKING:  # else no misspelt attribute of any group were an error to type checkers
        __getattr__ = _named

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the stored values, which were checked already."""
        return _restore, (type(self), self._raw_plain(), dict(self._evidence), dict(self._beside))

    def _raw_plain(self) -> dict[str, Any]:
        """Return the stored values, with read-only mappings as dictionaries."""
        return {
            name: dict(raw) if isinstance(raw, FrozenDict) else raw
            for name, raw in self._raw.items()
        }

    def __eq__(self, other: object) -> bool:
        """Compare by class, value and evidence; arrays element by element."""
        if type(other) is not type(self):
            return NotImplemented
        return self._equals(other) and self._bibliography() == other._bibliography()

    def _equals(self, other: Group) -> bool:
        """Return whether another group is equal but for the entries of its sources.

        Which of several numbers has the entry of their source makes no difference, so that entries
        are compared of a whole alone.
        """
        return (
            type(other) is type(self)
            and self._evidence == other._evidence
            and all(_same(raw, other._raw[name], Group._equals) for name, raw in self._raw.items())
        )

    def _bibliography(self) -> frozenset[Source]:
        """Return the user's own entries of sources."""
        return frozenset(entry for _, each in self.evidence() for entry in each.entries)

    def same_figures(self, other: Group) -> bool:
        """Return whether another group has the same numbers and names, whatever their evidence."""
        return type(other) is type(self) and all(
            _same(raw, other._raw[name], Group.same_figures) for name, raw in self._raw.items()
        )

    def __hash__(self) -> int:
        """Hash by value."""
        return hash((type(self), tuple(_hashable(raw) for raw in self._raw.values())))

    def __repr__(self) -> str:
        """Return code that rebuilds the group, but for the evidence of numbers from tables."""
        listed = ", ".join(f"{name}={code}" for name, code in self._arguments().items())
        return f"{type(self).__name__}({listed})"

    def _arguments(self) -> dict[str, str]:
        """Return code of the fields that the group is made with, but for those left as usual."""
        return {
            name: self._code(name, field)
            for name, field in self._fields.items()
            if field.required or not _same(self._raw[name], field.default)
        }

    def _code(self, name: str, field: Field[Any, Any]) -> str:
        """Return code of a field's value."""
        raw, evidence = self._raw[name], self._evidence.get(name)
        return field.code(raw) if evidence is None else field.code_sourced(raw, evidence)

    def _names(self) -> list[str]:
        """Return the names of the next step of a path."""
        names: list[str] = []
        for name, field in self._fields.items():
            names += list(self._raw[name]) if isinstance(field, Members) else [name]
        return names

    def evolve(self, /, **changes: object) -> Self:
        """Return a new group with some fields changed; unchanged fields are not checked again.

        A plain number replaces the old one and its evidence; a `Sourced` one brings its own.

        Raises
        ------
        UnitError, InputError
            As at construction.
        """
        raw, evidence, problems = self._read(changes, complete=False)
        if problems:
            kind = type(self).__name__
            raise report([(f"{kind}.{name}", error) for name, error in problems])
        return self._with(raw, evidence)

    def _with(self, raw: Mapping[str, Any], evidence: Mapping[str, Evidence]) -> Self:
        """Return the group with other values in some fields, and their evidence."""
        kept = {name: each for name, each in self._evidence.items() if name not in raw}
        new = object.__new__(type(self))
        new._finalise({**self._raw, **raw}, {**kept, **evidence}, self._beside)
        return new

    def keeping(self, **beside: object) -> Self:
        """Return the group with more beside its values, which new groups made of it keep."""
        new = object.__new__(type(self))
        new._finalise(self._raw, self._evidence, FrozenDict({**self._beside, **beside}))
        return new

    # -- paths ---------------------------------------------------------------------------------

    def leaves(self) -> Iterator[tuple[str, Number, Raw | None]]:
        """Yield every number as (dotted path, field, raw value)."""
        for path, field, raw, _ in self.sourced_leaves():
            yield path, field, raw

    def sourced_leaves(self) -> Iterator[tuple[str, Number, Raw | None, Evidence | None]]:
        """Yield every number as (dotted path, field, raw value, evidence)."""
        for name, field in self._fields.items():
            raw = self._raw[name]
            if isinstance(field, Number):
                yield name, field, raw, self._evidence.get(name)
            elif isinstance(field, Members):
                for key, member in raw.items():
                    for path, below, value, evidence in member.sourced_leaves():
                        yield f"{key}.{path}", below, value, evidence
            elif isinstance(field, Subgroup) and raw is not None:
                for path, below, value, evidence in raw.sourced_leaves():
                    yield f"{name}.{path}", below, value, evidence

    def choices(self) -> Iterator[tuple[str, str]]:
        """Yield every choice, and every name, as (dotted path, text)."""
        for name, field in self._fields.items():
            raw = self._raw[name]
            if isinstance(field, (Choice, Name)) or (isinstance(field, Text) and name == "name"):
                yield name, raw
            members = raw.items() if isinstance(field, Members) else [(name, raw)]
            for member_name, member in members:
                if isinstance(member, Group):
                    yield from ((f"{member_name}.{path}", text) for path, text in member.choices())

    def paths(self) -> list[str]:
        """Return the dotted paths of all numbers, in order."""
        return [path for path, _, _ in self.leaves()]

    def get(self, path: str) -> Any:
        """Return the value at a dotted path: a Quantity, a name, or a group.

        Raises
        ------
        PathError
            If there is no such path.
        """
        at: Any = self
        for step in self._steps(path):
            at = at._at(step)
        return at

    def evidence(self) -> Iterator[tuple[Step, Evidence]]:
        """Yield the evidence of every number that has some, in order, by its keys in `to_dict`."""
        for name, raw in self._raw.items():
            if name in self._evidence:
                yield (name,), self._evidence[name]
            elif isinstance(raw, Group):
                yield from (((name, *keys), each) for keys, each in raw.evidence())
            elif isinstance(raw, FrozenDict):
                for key, member in raw.items():
                    yield from (((name, key, *keys), each) for keys, each in member.evidence())

    def with_evidence(self, change: Callable[[str, Evidence], Evidence], where: str = "") -> Self:
        """Return the group with other evidence of the same numbers.

        Parameters
        ----------
        change : callable
            Takes a number's place in a file, and its evidence; returns its new evidence.
        where : str
            The group's own place in a file, with a dot at its end.
        """
        evidence = {name: change(f"{where}{name}", each) for name, each in self._evidence.items()}
        raw: dict[str, Any] = {}
        for name, old in self._raw.items():
            if isinstance(old, Group):
                raw[name] = old.with_evidence(change, f"{where}{name}.")
            elif isinstance(old, Mapping):
                members = {
                    key: member.with_evidence(change, f"{where}{name}.{key}.")
                    for key, member in old.items()
                }
                kept = all(member is old[key] for key, member in members.items())
                raw[name] = old if kept else FrozenDict(members)
        changed = {name: each for name, each in raw.items() if each is not self._raw[name]}
        kept = all(each is self._evidence[name] for name, each in evidence.items())
        return self if not changed and kept else self._with(changed, evidence)

    def row(self, path: str) -> Row | None:
        """Return the number at a dotted path with its evidence; None if it has none.

        Returns
        -------
        oilecon.evidence.Row or None
            The number and its range in the field's unit; `vary` takes it at any other path.

        Raises
        ------
        PathError
            If there is no such path.
        """
        given: Any = path
        if not isinstance(given, str):
            msg = f"expected a path as text, got {quote(path)}; write 'market.brent'"
            raise PathError(msg)
        *above, name = self._steps(path)
        group = self.get(".".join(above)) if above else self
        evidence = group._evidence.get(name) if isinstance(group, Group) else None
        if evidence is None:
            return None
        field: Any = group._fields[name]  # a number or a schedule, since others have no evidence
        raw = group._raw[name]
        called = evidence.row.rpartition(":")[2] or path
        value: Any = np.array(raw) if isinstance(raw, tuple) else with_nan(raw)
        return Row(called, path, value, field.unit, evidence)

    def _field_at(self, path: str) -> Any:
        """Return the field at a checked path."""
        *above, name = path.split(".")
        return (self.get(".".join(above)) if above else self)._fields[name]

    def _evidence_by_id(self) -> tuple[Mapping[str, Evidence], Mapping[str, Source]]:
        """Return the evidence of the rows that have an id, and the user's sources, by key.

        Raises
        ------
        InputError
            If an id, or a key, is of two.
        """
        known: tuple[dict[str, Evidence], dict[str, Source]] | None = self._cache.get("by id")
        if known is None:
            rows: dict[str, Evidence] = {}
            sources: dict[str, Source] = {}
            for evidence in self._evidence.values():
                if evidence.row:
                    _merge(rows, {evidence.row: evidence}, "row")
                if evidence.entries:
                    _merge(sources, {entry.key: entry for entry in evidence.entries}, "source")
            for name, raw in self._raw.items():
                for _, member in _groups_of(name, raw):
                    below = member._evidence_by_id()
                    _merge(rows, below[0], "row")
                    _merge(sources, below[1], "source")
            known = self._cache["by id"] = rows, sources
        return known

    def _at(self, step: str) -> Any:
        """Return the value below a checked step; None for a number that is absent."""
        field = self._fields.get(step)
        return getattr(self, step) if field is None else field.show(self._raw[step])

    def _steps(self, path: str) -> Step:
        """Return the steps of a path after checking each.

        Raises
        ------
        PathError
            With the first step that does not exist.
        """
        steps = tuple(str(path).split("."))
        at: Any = self
        for depth, step in enumerate(steps):
            names = at._names() if isinstance(at, Group) else []
            if step not in names:
                raise self._no_path(path, steps[:depth], step, names)
            at = at._at(step)
        return steps

    def _no_path(self, path: str, before: Step, step: str, names: list[str]) -> PathError:
        start = ".".join(before)
        if not names:
            lacks = "is left out (None)" if self.get(start) is None else "has nothing below it"
            return PathError(f"no path {quote(path)}: {start!r} {lacks}")
        meant = self._elsewhere(before, str(path).split(".")[len(before) :])
        near = f"; did you mean {meant}?" if meant else did_you_mean(step, names)
        if start:
            return PathError(f"no path {quote(path)}: {start!r} has no {quote(step)}{near}")
        return PathError(f"no path {quote(path)}{near}")

    def _elsewhere(self, before: Step, rest: list[str]) -> str:
        """Return the paths that end as a wrong one does, such as market.brent for brent.

        Members stand in a path under their own names alone, but a file has routes.asia.
        """
        at = self.get(".".join(before)) if before else self
        if isinstance(at._fields.get(rest[0]), Members):
            rest = rest[1:]
        paths = [path for path in at._all_paths() if path.split(".")[-len(rest) :] == rest]
        listed = [repr(".".join((*before, path))) for path in paths]
        return " or ".join(listed) if len(listed) <= _MEANT else ""

    def home(self, path: str) -> Step:
        """Return the steps of a path down to its innermost member, at least the first."""
        steps = self._steps(path)
        at: Any = self
        for depth, step in enumerate(steps):
            if not isinstance(at, Group) or step in at._fields:
                return steps[: max(depth, 1)]
            at = at._at(step)
        return steps

    def keys_to(self, path: str) -> Step:
        """Return the keys that lead to a number's path in `values`.

        Raises
        ------
        PathError
            If there is no such path.
        InputError
            If the path does not hold a number.
        """
        places: dict[str, Step] | None = self._cache.get("places")
        if places is None:
            places = self._cache["places"] = dict(self._places())
        if path not in places:
            self._steps(path)
            msg = f"{path}: holds no number; see .paths() for those that do"
            raise InputError(msg)
        return places[path]

    def _places(self) -> Iterator[tuple[str, Step]]:
        """Yield every number's path with the keys that lead to it: a field's, then a member's."""
        for name, field in self._fields.items():
            raw = self._raw[name]
            if isinstance(field, Number):
                yield name, (name,)
            elif isinstance(field, Members):
                for member_name, member in raw.items():
                    for path, keys in member._places():
                        yield f"{member_name}.{path}", (name, member_name, *keys)
            elif isinstance(field, Subgroup) and raw is not None:
                for path, keys in raw._places():
                    yield f"{name}.{path}", (name, *keys)

    def expand(self, pattern: str) -> list[str]:
        """Return the paths that a pattern such as '*.sea.weather' covers; a plain path, itself.

        Raises
        ------
        PathError
            If there is no such path, or none that fits the pattern.
        """
        if "*" not in pattern:
            self._steps(pattern)
            return [pattern]
        steps = pattern.split(".")
        paths = [
            path
            for path in self._all_paths()
            if len(parts := path.split(".")) == len(steps)
            and all(step in ("*", part) for step, part in zip(steps, parts, strict=True))
        ]
        if not paths:
            msg = f"no path fits the pattern {quote(pattern)}; see .paths() for all of them"
            raise PathError(msg)
        return paths

    def _all_paths(self) -> Iterator[str]:
        """Yield every path that can be varied: numbers, choices and groups."""
        for name, field in self._fields.items():
            raw = self._raw[name]
            members = raw.items() if isinstance(field, Members) else [(name, raw)]
            for member_name, member in members:
                yield member_name
                if isinstance(member, Group):
                    yield from (f"{member_name}.{path}" for path in member._all_paths())

    def vary(self, changes: Mapping[str, Any], *, keep_range: bool = False) -> Self:
        """Return a new group with other values at some dotted paths.

        Parameters
        ----------
        changes : mapping of str to value
            Path, or pattern with ``*`` for a step, to a quantity (text, Quantity or array), a
            choice, or a whole group. A plain number replaces the old one and its evidence; one with
            evidence is `Sourced`, or the `row` of another group. Under a pattern it is one row,
            unless it has an id of its own.
        keep_range : bool
            True if a plain number keeps the range that the old one has, whose source then is no
            longer its own.

        Raises
        ------
        PathError
            If a path does not exist.
        UnitError, InputError
            If values do not fit, or a path lies below a group that the same call replaces by one
            without it; several are reported together under their paths.
        """
        if not hasattr(changes, "items") or hasattr(changes, "columns"):
            msg = f"expected a mapping of paths to values, got {type(changes).__name__}"
            table = "; a table goes into a scenario" if hasattr(changes, "columns") else ""
            raise InputError(msg + table)
        wanted: dict[Step, Any] = {}
        problems: Problems = []
        for pattern, value in changes.items():
            paths = self.expand(str(pattern))
            values = [value] * len(paths)
            if keep_range:
                values = [self._in_old_range(path, value, problems) for path in paths]
            for path, new in zip(paths, _as_rows(values, str(pattern)), strict=True):
                steps = self._steps(path)
                if steps in wanted:
                    msg = f"{path}: given twice, by {quote(pattern)} and by another path or pattern"
                    raise InputError(msg)
                wanted[steps] = new
        varied = self._varied(wanted, "", problems)
        if problems:
            raise report(problems)
        return varied

    def _in_old_range(self, path: str, value: Any, problems: Problems) -> Any:
        """Return a plain number with the range of the number that it replaces, if that has one.

        A number that does not lie in it is added to `problems`.
        """
        plain = value is not None and not isinstance(value, (Sourced, Row, Group))
        old = self.row(path) if plain else None
        if old is None or not old.evidence.ranged:
            return value
        behind, field = old.evidence, self._field_at(path)
        try:
            raw = field.read(value)
        except OilEconError:  # which the field reports where it takes the place of the old one
            return value
        raw = raw[0] if isinstance(raw, tuple) and len(raw) == 1 else raw
        single = isinstance(raw, float)
        if not (single and behind.holds(raw)):
            got = f"{figure(raw)}" if single else f"an array of shape {np.shape(raw)}"
            msg = (
                f"expected one number in the range that keep_range keeps, {_span(old)}, got {got}; "
                "write Sourced(value, low=..., high=...) for a range of its own"
            )
            problems.append((path, InputError(msg)))
            return value
        low, high = (
            None if end is None else to_quantity(end, old.unit) for end in (behind.low, behind.high)
        )
        note = f"Range of {behind.row}." if behind.row else "Range of the number it replaced."
        kept = Evidence("", YOURS, "", (), note=note, range=behind.range, spread=behind.spread)
        return kept.sourced(value, low, high)

    def _varied(self, wanted: Mapping[Step, Any], where: str, problems: Problems) -> Self:
        """Return the group with the changes below it, and add errors to `problems`."""
        before = len(problems)
        below: dict[str, dict[Step, Any]] = {}
        for (first, *rest), value in wanted.items():
            below.setdefault(first, {})[tuple(rest)] = value
        raw: dict[str, Any] = {}
        evidence: dict[str, Evidence] = {}
        for name, field in self._fields.items():
            old = self._raw[name]
            if isinstance(field, Members):
                changed = {
                    each: _varied_member(old[each], below.pop(each), f"{where}{each}", problems)
                    for each in old
                    if each in below
                }
                for each, member in changed.items():
                    field.refuse_other(member, f"{where}{each}", problems)
                raw[name] = FrozenDict({**old, **changed})
            elif name in below:
                new = _varied_member(old, below.pop(name), f"{where}{name}", problems)
                read = _reader(name, field, new, evidence)
                raw[name] = collect(read, new, f"{where}{name}", problems)
        for name, deeper in below.items():  # only where the call itself replaced the group
            kind = type(self).__name__
            near = did_you_mean(name, self._names())
            msg = f"the {kind} given in the same call has no {name!r}{near}"
            problems += [(f"{where}{'.'.join((name, *rest))}", InputError(msg)) for rest in deeper]
        if len(problems) == before:
            try:
                return self._with(raw, evidence)
            except InputError as error:
                problems.append(self._located(error, where.removesuffix(".")))
        return self

    # -- plain forms ---------------------------------------------------------------------------

    @property
    def values(self) -> Mapping[str, Any]:
        """Plain, read-only tree under the group: floats, arrays and names.

        Raises
        ------
        InputError
            If a number is missing in some rows, which only an evaluation can tell apart.
        """
        values: Mapping[str, Any] | None = self._cache.get("values")
        if values is None:
            if self.holed:
                raise self._holes_error()
            values = self._cache["values"] = self.filled
        return values

    @property
    def filled(self) -> Mapping[str, Any]:
        """The tree of `values` with a number in each hole, for what keeps account of the holes."""
        values: Mapping[str, Any] | None = self._cache.get("filled")
        if values is None:
            values = FrozenDict(
                {name: field.value(self._raw[name]) for name, field in self._fields.items()}
            )
            self._cache["filled"] = values
        return values

    @property
    def unfilled(self) -> Mapping[str, Any]:
        """The tree of `values` with NaN in each hole, for rules between fields: none breaks one."""
        if not self.holed:
            return self.filled
        holed = {name: _unfilled(raw) for name, raw in self._raw.items() if _is_holed(raw)}
        return FrozenDict({**self.filled, **holed})

    @property
    def holed(self) -> bool:
        """True if a number is missing in some rows."""
        known: bool | None = self._cache.get("holed")
        if known is None:
            known = self._cache["holed"] = any(map(_is_holed, self._raw.values()))
        return known

    def holes(self) -> dict[str, Any]:
        """Return which rows are missing, by the paths of arrays with holes."""
        if not self.holed:
            return {}
        masks = ((path, holes(raw)) for path, _, raw in self.leaves())
        return {path: mask for path, mask in masks if mask is not None}

    def _holes_error(self) -> InputError:
        """Return the error for holes where every number is needed."""
        path, mask = next(iter(self.holes().items()))
        msg = (
            f"{self.describe_holes([path])}: only evaluate, compare and sweep take missing rows; "
            f"{self._whole_rows(mask)}, or give the path a value first: .vary({{{path!r}: ...}})"
        )
        return InputError(msg)

    def describe_holes(self, paths: Sequence[str]) -> str:
        """Return which rows of some paths are missing, in words."""
        masks = self.holes()
        parts = []
        for path in paths:
            mask = masks[path]
            where = np.argwhere(mask)[:_SHOWN_HOLES].tolist()
            listed = ", ".join(self._row_name(mask.shape, each) for each in where)
            more = ", ..." if mask.sum() > len(where) else ""
            parts.append(f"{path} in {int(mask.sum())} of {mask.size} rows ({listed}{more})")
        return f"missing: {'; '.join(parts)}"

    def _row_name(self, shape: tuple[int, ...], where: Sequence[int]) -> str:
        """Return an element's position as text."""
        del shape
        return f"index {where[0] if len(where) == 1 else tuple(where)}"

    def _whole_rows(self, mask: Any) -> str:
        """Return what to write for a row that is whole."""
        whole = first_index(~mask)
        return f"write .at({whole})" if isinstance(whole, int) else f"write .at{whole}"

    @classmethod
    def of_values(cls, values: Mapping[str, Any], like: Group | None = None) -> Self:
        """Return the group whose plain tree is `values`.

        Parameters
        ----------
        values : mapping
            As `values` returns it, with other numbers, or other groups where several kinds fit.
        like : Group, optional
            The group of the original tree: text and days, which a tree does not hold, are taken
            from it, and so is every group whose values did not change.

        Returns
        -------
        Group
            The group, with its rules between fields checked; single numbers are not checked again.

        Raises
        ------
        InputError
            If a rule between fields is broken.
        """
        like = like if type(like) is cls else None
        if like is not None and values is like.filled:
            return like
        before = {} if like is None else like._raw
        raw = {
            name: field.of_value(values[name], before.get(name))
            for name, field in cls._fields.items()
        }
        old = _NONE if like is None else like._evidence
        evidence = {name: each for name, each in old.items() if raw[name] is not None}
        group = object.__new__(cls)
        group._finalise(raw, evidence, _NONE if like is None else like._beside)
        return group

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Shapes of the arrays in the group, by path."""
        shapes: dict[str, tuple[int, ...]] | None = self._cache.get("shapes")
        if shapes is None:
            shapes = {}  # of each group kept, so that a change looks at what it changed alone
            for name, raw in self._raw.items():
                if isinstance(raw, np.ndarray):
                    shapes[name] = raw.shape
                else:
                    for key, member in _groups_of(name, raw):
                        shapes |= {f"{key}.{path}": shape for path, shape in member.shapes.items()}
            self._cache["shapes"] = shapes
        return shapes

    def to_dict(self) -> dict[str, Any]:
        """Return nested plain data from which `from_dict` makes an equal group."""
        written = {}
        for name, field in self._fields.items():
            raw = self._raw[name]
            empty = raw is None or (isinstance(raw, (str, Mapping, tuple)) and not raw)
            if (empty or isinstance(field, Name)) and _same(raw, field.default):  # left out
                continue
            evidence = self._evidence.get(name)
            written[name] = (
                field.write(raw) if evidence is None else field.write_sourced(raw, evidence)
            )
        return written

    @classmethod
    def from_dict(cls, data: Mapping[str, object], where: str = "") -> Self:
        """Build a group from nested plain data, as `to_dict` gives it.

        Parameters
        ----------
        data : mapping
            Field names to text, numbers and nested mappings.
        where : str
            The place of `data` in a file, for messages.

        Raises
        ------
        UnitError, InputError
            With all keys that are wrong.
        """
        problems: Problems = []
        group = cls._build(data, where, problems)
        if group is None:
            raise report(problems)
        return group

    @classmethod
    def _build(cls, data: Any, where: str, problems: Problems) -> Self | None:
        """Return the group from its plain form, or add the errors to `problems`."""
        if not isinstance(data, Mapping):
            problems.append((where, no_table(data)))
            return None
        before = len(problems)
        prefix = f"{where}." if where else ""
        for name in data:
            if error := cls._unknown(name):
                problems.append((f"{prefix}{as_step(name)}", error))
        raw: dict[str, Any] = {}
        evidence: dict[str, Evidence] = {}
        for name, field in cls._fields.items():
            place = f"{prefix}{name}"
            if name in data:
                raw[name] = _built(name, field, data[name], evidence, place, problems)
            elif field.required:
                problems.append((place, field.missing(place)))
            else:
                raw[name] = field.default
        if len(problems) > before:
            return None
        group = object.__new__(cls)
        try:
            group._finalise(raw, evidence)
        except InputError as error:
            problems.append(cls._located(error, where))
            return None
        return group


def path_of(kind: type[Group], keys: Sequence[str]) -> str:
    """Return the dotted path of keys of nested values, in a group of this kind.

    The field that holds members is not part of a path; a member's own name is. Only the kinds of
    the fields matter, not the values of any one group.
    """
    kinds: tuple[type[Group], ...] = (kind,)
    steps: list[str] = []
    member = False  # whether the next key names a member
    for key in keys:
        field = None if member else next((k._fields[key] for k in kinds if key in k._fields), None)
        if isinstance(field, Members):
            kinds, member = tuple(field.kinds.values()), True
            continue
        if not member:
            kinds = tuple(field.kinds.values()) if isinstance(field, Subgroup) else ()
        member = False
        steps.append(key)
    return ".".join(steps)


def put(kind: type[Group], tree: dict[str, Any], steps: Sequence[str], value: Any) -> None:
    """Put a value into a plain tree at a path; ``*`` stands for every step that has the path.

    As in `Group.expand` it stands for groups in fields, such as a supply, as well as for members.

    Raises
    ------
    PathError
        If the tree has no such place.
    """
    first, *rest = steps
    field = kind._fields.get(first)
    if field is not None and not isinstance(field, Members):
        if not rest:
            tree[first] = value
            return
        home = tree.setdefault(first, {})
        if isinstance(field, Subgroup) and isinstance(home, dict):
            put(field.kind_of(home), home, rest, value)
            return
    homes = list(_homes(kind, tree, first)) if rest else []
    if first == "*":
        # Where none has the whole path, the nearest says what it lacks.
        homes = [each for each in homes if _reaches(*each[1:], rest)] or [
            each for each in homes if _reaches(*each[1:], rest[:1])
        ]
    for name, below, home in homes:
        if name:
            tree[name] = home
        put(below, home, rest, value)
    if not homes:
        members = (
            tree.get(name) if isinstance(each, Members) else {name: each}
            for name, each in kind._fields.items()
        )
        names = [name for each in members if isinstance(each, dict) for name in each]
        near = did_you_mean(first, names) if first != "*" else ""
        msg = f"no place for {'.'.join(steps)!r} in {kind.__name__}{near}"
        raise PathError(msg)


def _homes(
    kind: type[Group], tree: Mapping[str, Any], first: str
) -> Iterator[tuple[str, type[Group], dict[str, Any]]]:
    """Yield the groups that a step of a path stands for: field, '' for a member; class; tree."""
    for name, holder in kind._fields.items():
        if isinstance(holder, Members):
            members = tree.get(name)
            for member, home in members.items() if isinstance(members, dict) else ():
                if isinstance(home, dict) and first in (member, "*"):
                    yield "", holder.kind_of(home), home
        elif isinstance(holder, Subgroup) and first in (name, "*"):
            home = tree.get(name, {} if holder.required or first == name else None)
            if isinstance(home, dict):
                yield name, holder.kind_of(home), home


def _reaches(kind: type[Group], tree: Mapping[str, Any], steps: Sequence[str]) -> bool:
    """Return whether a plain tree has a field, or a group, at a path."""
    first, *rest = steps
    homes = _homes(kind, tree, first)
    if rest:
        return any(_reaches(below, home, rest) for _, below, home in homes)
    return first in kind._fields or any(True for _ in homes)


def _varied_member(member: Any, wanted: Mapping[Step, Any], where: str, problems: Problems) -> Any:
    """Return the new value in a member's place, with the changes below it."""
    member = wanted.get((), member)
    deeper = {steps: value for steps, value in wanted.items() if steps}
    if deeper and member is None:
        msg = f"{where!r} is left out (None) in the same call; write one or the other"
        problems += [(f"{where}.{'.'.join(steps)}", InputError(msg)) for steps in deeper]
    if not deeper or not isinstance(member, Group):  # anything else is the field's to report
        return member
    return member._varied(deeper, f"{where}.", problems)


def _restore(
    kind: type[Group],
    raw: dict[str, Any],
    evidence: dict[str, Evidence],
    beside: dict[str, Any],
) -> Group:
    group = object.__new__(kind)
    read = {}
    for name, value in raw.items():
        kept = unchanging(value) if isinstance(value, np.ndarray) else value  # unpickled writable
        read[name] = FrozenDict(kept) if isinstance(kept, dict) else kept
    group._finalise(read, evidence, FrozenDict(beside))
    return group


def _reader(
    name: str, field: Field[Any, Any], value: Any, evidence: dict[str, Evidence]
) -> Callable[[Any], Any]:
    """Return the reader of a value, which puts the evidence of one that has it under the name."""
    if not isinstance(value, (Sourced, Row)):
        return field.read

    def read(given: Sourced | Row) -> Any:
        raw, behind = field.read_sourced(given)
        if behind != _NO_EVIDENCE:  # else it is a plain number, as a file writes it
            evidence[name] = behind
        return raw

    return read


def _built(
    name: str,
    field: Field[Any, Any],
    value: Any,
    evidence: dict[str, Evidence],
    place: str,
    problems: Problems,
) -> Any:
    """Return the stored form of plain data, and put its evidence under the name."""
    if field.takes_evidence and isinstance(value, Mapping) and set(value) != {"value", "unit"}:
        value = collect(Sourced.of_table, value, place, problems)
        if value is None:  # its error is among the problems
            return None
    if isinstance(value, (Sourced, Row)):
        return collect(_reader(name, field, value, evidence), value, place, problems)
    return field.build(value, place, problems)


def _as_rows(values: list[Any], pattern: str) -> list[Any]:
    """Return numbers with evidence under a pattern as one row, if they are one without an id."""
    first = values[0]
    if "*" not in pattern or any(value is not first and value != first for value in values):
        return values
    if isinstance(first, Sourced) and not first.row:
        first = replace(first, row=pattern)
    elif isinstance(first, Row) and not first.evidence.row:
        first = replace(first, evidence=replace(first.evidence, row=pattern))
    return [first] * len(values)


def _span(row: Row) -> str:
    """Return a range as text."""
    unit = "" if row.unit in {FRACTION, PURE} else f" {row.unit}"
    low, high = row.evidence.low, row.evidence.high
    if low is None or high is None:
        (end,) = (each for each in (low, high) if each is not None)
        return f"at {'most' if low is None else 'least'} {figure(end)}{unit}"
    return f"{figure(low)} to {figure(high)}{unit}"


def _groups_of(name: str, raw: Any) -> Iterable[tuple[str, Group]]:
    """Return the groups that a field holds, each with its step of a path."""
    if isinstance(raw, Group):
        return ((name, raw),)
    # Not the abstract Mapping: each of its checks takes as long as all the rest.
    return raw.items() if isinstance(raw, FrozenDict) else ()


def _merge(known: dict[str, Any], more: Mapping[str, Any], what: str) -> None:
    """Add evidence, or sources, by id.

    Raises
    ------
    InputError
        If an id is of two.
    """
    for key in known.keys() & more.keys() if known and more else ():
        if known[key] is not more[key] and known[key] != more[key]:
            msg = f"the {what} {quote(key)} is given twice, and differently"
            raise InputError(msg)
    known.update(more)


def _is_holed(raw: Any) -> bool:
    """Return whether a stored value has holes: an array, or a group, or one of several."""
    if isinstance(raw, FrozenDict):
        return any(map(_is_holed, raw.values()))
    return raw.holed if isinstance(raw, Group) else isinstance(raw, Holed)


def _unfilled(raw: Any) -> Any:
    """Return what `Group.unfilled` shows of a stored value with holes."""
    if isinstance(raw, FrozenDict):
        return FrozenDict({name: _unfilled(each) for name, each in raw.items()})
    return raw.unfilled if isinstance(raw, Group) else with_nan(raw)


def _same(left: Any, right: Any, alike: Callable[[Group, Group], bool] = operator.eq) -> bool:
    """Return whether two stored values are the same; `alike` compares groups."""
    if left is right:
        return True
    if isinstance(left, Group):
        return alike(left, right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):  # the order counts
        return list(left) == list(right) and all(
            _same(value, right[name], alike) for name, value in left.items()
        )
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return (
            isinstance(left, np.ndarray)
            and isinstance(right, np.ndarray)
            and bool(np.array_equal(with_nan(left), with_nan(right), equal_nan=True))
        )
    return bool(left == right)


def _hashable(raw: Any) -> Any:
    if isinstance(raw, np.ndarray):
        return raw.shape, (raw + 0.0).tobytes()  # -0.0 equals 0.0
    if isinstance(raw, Mapping):
        return tuple(raw.items())
    return raw

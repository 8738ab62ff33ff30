"""Blends of crudes, and the minimum diluent that brings a heavy crude to its targets."""

from __future__ import annotations

import warnings
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import numpy as np

from oilecon.arguments import choice, flag, number, same_shape, text
from oilecon.blending.crudes import kinematic_at
from oilecon.blending.parts import Read, pairs
from oilecon.blending.quantities import COST, GRAVITY, VISCOSITY, VISCOSITY_TEMPERATURE
from oilecon.blocks import in_blocks
from oilecon.core import blending, quality
from oilecon.core.elementwise import maximum, minimum, where
from oilecon.core.viscosity import RULES
from oilecon.errors import InputError, UndefinedWarning, UnitError, quote
from oilecon.fields import Number
from oilecon.inputs import Crude, Viscosity
from oilecon.inputs.crude import ALIKE_DEGAPI
from oilecon.netback.blend import check_rule, spread, viscosity_share
from oilecon.units import Quantity, Raw, to_magnitude, to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt
    import pandas as pd

    from oilecon.typing import QuantityLike

__all__ = ["BASES", "Dilution", "blend", "dilute"]


BASES = ("volume", "mass")

_ALIKE_CST = 1e-6  # of a viscosity; oils closer than this count as alike

_CLOSED = 1e-9  # tolerance of the sum of given shares


class _Method(NamedTuple):
    """Method of mixing viscosities: rule, basis and temperature [degC]."""

    rule: str
    basis: str
    temperature: Raw


def _method(
    rule: str | None, basis: str | None, temperature: QuantityLike | None, names: tuple[str, str]
) -> _Method | None:
    """Return the method of mixing viscosities, None if no part is given; all three go together."""
    if rule is None and basis is None and temperature is None:
        return None
    if temperature is None:
        msg = "temperature: required with a viscosity; write temperature='15 degC'"
        raise InputError(msg)
    return _Method(
        choice(rule, RULES, names[0]),
        choice(basis, BASES, names[1]),
        number(VISCOSITY_TEMPERATURE, temperature, "temperature"),
    )


def blend(
    parts: Iterable[tuple[Crude, QuantityLike]],
    *,
    viscosity_rule: str | None = None,
    viscosity_basis: str | None = None,
    temperature: QuantityLike | None = None,
    shrinkage: bool = True,
    name: str = "",
) -> Crude:
    """Return the blend of crudes.

    Parameters
    ----------
    parts : iterable of (Crude, share, volume or mass)
        Pairs. All shares of the summed volumes, which sum to one; or all amounts, volumes at 60 °F
        or masses, such as ``'500 kb'`` and ``'70000 t'``, each mass at its own crude's density.
        Single ones or arrays. A crude may have several parts, so a mapping is an error: equal
        crudes would be one key of it, and only the last part would remain.
    viscosity_rule : {'refutas', 'd341'}, optional
        Mixing rule; without it the blend has no viscosity. Refutas holds above 0.2 cSt,
        the double-log kernel of ASTM D341 from 2 to 2e7 cSt.
    viscosity_basis : {'volume', 'mass'}
        Weights of the blending numbers; there is no default, since results differ threefold.
    temperature : quantity
        Temperature of mixing; every part must have a viscosity there, measured or between two.
    shrinkage : bool
        True if the volume lost in mixing makes the blend denser (API MPMS 12.3).
    name : str
        Name of the blend.

    Returns
    -------
    Crude
        Gravity from densities averaged by volume; sulphur, acid number and metals by mass, absent
        where any part lacks them; `shrinkage` as a share of the summed volumes; and the viscosity.
        `viscosity_low` and `viscosity_high` are the minimum and maximum of the rules in range, on
        both bases: a spread of rules, not a probability. A blend of one crude is that crude.

    Raises
    ------
    InputError, UnitError
        If the parts are not pairs, shares do not sum to one, a share or amount is below zero, a
        temperature is outside the measured ones, or a viscosity outside the range of the rule.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> heavy, naphtha = Crude.shipped("Orinoco extra-heavy"), Crude.shipped("heavy naphtha")
    >>> blended = blend([(heavy, "80 %"), (naphtha, "20 %")])
    >>> print(f"{blended.api:.2f~P}, shrinkage {blended.shrinkage.to('percent'):.3f~P}")
    15.68 degAPI, shrinkage 0.240 %
    """
    shrinks = flag(shrinkage, "shrinkage")
    text(name, "a name of the blend", "DCO")
    given = pairs(parts, "blend", _EXAMPLE)
    reads = [Read(part, "blend") for part, _ in given]
    method = _method(
        viscosity_rule, viscosity_basis, temperature, ("viscosity_rule", "viscosity_basis")
    )
    shares = _shares(reads, [amount for _, amount in given])
    if len(reads) == 1:
        return reads[0].crude
    return _mixed(reads, shares, method, name, shrinks=shrinks)


_EXAMPLE = "blend([(Crude.shipped('Jobo'), '70 %'), (Crude.shipped('Mesa 30'), '30 %')])"

# Amounts of a part by unit, each with its maximum and an example.
_AMOUNTS = {
    unit: Number(unit, "a part of a blend", low=0, high=high, typical=typical)
    for unit, high, typical in (
        ("fraction", 1.0, "'30 %'"),
        ("bbl", 1e12, "'500 kb'"),
        ("t", 1e12, "'70000 t'"),
    )
}


def _shares(reads: Sequence[Read], given: Sequence[object]) -> list[Raw]:
    """Return shares of the summed volumes that sum to one."""
    units = [_unit(read, value) for read, value in zip(reads, given, strict=True)]
    if "fraction" in units and len(set(units)) > 1:
        msg = (
            "blend: expected all shares or all volumes and masses, got some of each; write one kind"
        )
        raise InputError(msg)
    raws = [
        _volume(read, value, unit) for read, value, unit in zip(reads, given, units, strict=True)
    ]
    shape = same_shape(**{f"part {at}": raw for at, raw in enumerate(raws)})
    total = blending.weighted_mean(raws, [1.0] * len(raws))
    bad = np.less_equal(total, 0.0)
    if units[0] == "fraction":
        bad = np.greater(np.abs(np.subtract(total, 1.0)), _CLOSED)
    if np.any(bad):
        expected = "shares that sum to 1" if units[0] == "fraction" else "some volume"
        sums = spread(total, np.broadcast_to(bad, shape))
        msg = f"blend: expected {expected}, got {sums}; write shares of the whole, or volumes"
        raise InputError(msg)
    return [raw / total for raw in raws]


def _volume(read: Read, value: object, unit: str) -> Raw:
    """Return a part as a share, or as barrels at 60 °F."""
    raw = number(_AMOUNTS[unit], value, f"part of {read.name}")
    if unit != "t":
        return raw
    same_shape(**{f"part of {read.name}": raw, "its api": read.api})
    return raw * quality.barrels_per_tonne(read.api)


def _unit(read: Read, value: object) -> str:
    """Return the unit of a part's kind of amount: a share, a volume or a mass."""
    others = 0
    for unit in ("bbl", "t", "fraction"):
        try:
            to_magnitude(value, unit)
        except UnitError as error:
            others += error.dimension is not None
        else:
            return unit
    if others == len(_AMOUNTS):
        msg = (
            f"part of {read.name}: expected a share, a volume or a mass, got {quote(value)}; write "
            "for example '30 %', '500 kb' or '70000 t'"
        )
        raise UnitError(msg)
    return "fraction"  # its field then raises the error


def _mixed(
    reads: Sequence[Read],
    shares: Sequence[Raw],
    method: _Method | None,
    name: str,
    *,
    shrinks: bool,
) -> Crude:
    """Return the blend of checked shares."""
    apis = [read.api for read in reads]
    # By number: two parts may have one name.
    shapes = {f"{read.name} (part {at})": read.api for at, read in enumerate(reads)}
    same_shape(**shapes, shares=shares[0])
    densities = [quality.specific_gravity(api) for api in apis]
    mixed = blending.weighted_mean(shares, densities)
    lost = blending.shrinkage_of_all(shares, apis) if shrinks else 0.0
    masses = blending.mass_shares(shares, densities)
    properties: dict[str, Any] = {
        "api": to_quantity(quality.api_gravity(mixed / (1.0 - lost)), "degAPI"),
        "shrinkage": to_quantity(lost, "fraction") if shrinks else None,
        "name": name or "blend",
    }
    for field in ("sulphur", "acid_number", "vanadium", "nickel"):
        values = [read.values[field] for read in reads]
        if all(value is not None for value in values):
            named = {f"{read.name} (part {at})": values[at] for at, read in enumerate(reads)}
            same_shape(f"blend: {field}", shares=masses[0], **named)
            unit = getattr(Crude, field).unit
            properties[field] = to_quantity(blending.weighted_mean(masses, values), unit)
    if method is not None:
        properties |= _viscosity(reads, {"volume": shares, "mass": masses}, method)
    return Crude(**properties)


def _viscosity(
    reads: Sequence[Read], weights: Mapping[str, Sequence[Raw]], method: _Method
) -> dict[str, Any]:
    """Return the viscosity of a blend by the chosen rule, and the band of all rules in range."""
    each = [kinematic_at(read.crude, method.temperature) for read in reads]
    shapes = {f"{read.name} (part {at})": each[at] for at, read in enumerate(reads)}
    same_shape(shares=weights["mass"][0], **shapes)
    for read, cst in zip(reads, each, strict=True):
        check_rule(method.rule, cst, read.name)
    thinnest, thickest = reduce(minimum, each), reduce(maximum, each)
    every = {
        (rule, basis): _between(
            thinnest,
            spec.viscosity(
                blending.weighted_mean(weights[basis], [spec.number(cst) for cst in each])
            ),
            thickest,
        )
        for rule, spec in RULES.items()
        if not any(np.any(spec.outside(cst)) for cst in each)
        for basis in BASES
    }
    low = high = chosen = every[method.rule, method.basis]
    for other in every.values():
        low, high = minimum(low, other), maximum(high, other)
    point = Viscosity(to_quantity(method.temperature, "degC"), kinematic=to_quantity(chosen, "cSt"))
    return {
        "viscosities": {"mixed": point},
        "viscosity_low": to_quantity(low, "cSt"),
        "viscosity_high": to_quantity(high, "cSt"),
    }


def _between(low: Raw, mean: Raw, high: Raw) -> Raw:
    """Return a mean within the bounds of its elements, which rounding may cross."""
    return minimum(maximum(mean, low), high)


def _make(share: Raw, heavy_api: Raw, diluent_api: Raw) -> tuple[Raw, ...]:
    """Return a dilution's shrinkage, and its gravity after it."""
    lost = blending.shrinkage_share(share, heavy_api, diluent_api)
    return lost, quality.api_gravity(_density(share, heavy_api, diluent_api) / (1.0 - lost))


def _density(share: Raw, heavy_api: Raw, diluent_api: Raw) -> Raw:
    """Return a dilution's specific gravity before shrinkage."""
    densities = quality.specific_gravity(heavy_api), quality.specific_gravity(diluent_api)
    return blending.weighted_mean((1.0 - share, share), densities)


class Dilution:
    """The minimum diluent that meets every target, and the blend it makes.

    Shares are of the summed volumes before shrinkage, as these are measured before mixing.
    """

    def __init__(
        self,
        heavy: Read,
        diluent: Read,
        shares: Mapping[str, Raw],
        method: _Method | None,
        *,
        shrunk: bool,
    ) -> None:
        self._heavy, self._diluent = heavy, diluent
        self._shares = shares
        self._method = method
        self._shrunk = shrunk
        first, *others = shares.values()
        for needed in others:
            first = maximum(first, needed)
        self._share = first
        self._kept: list[Raw] | None = None

    @property
    def heavy(self) -> Crude:
        """The diluted crude."""
        return self._heavy.crude

    @property
    def diluent(self) -> Crude:
        """The diluent."""
        return self._diluent.crude

    @property
    def shrunk(self) -> bool:
        """True if the target gravity is that of the physical blend, False if before shrinkage."""
        return self._shrunk

    @property
    def share(self) -> Quantity:
        """Share of diluent in the summed volumes before shrinkage."""
        return to_quantity(self._share, "fraction")

    @property
    def ratio_to_heavy(self) -> Quantity:
        """Volume of diluent for each volume of heavy crude.

        Raises
        ------
        InputError
            If the blend is all diluent; arrays carry NaN there, with a warning.
        """
        rest = 1.0 - self._share
        full = np.less_equal(rest, 0.0)
        if full.any():
            if isinstance(self._share, float):
                msg = "ratio_to_heavy: expected a blend with heavy crude, got all diluent"
                raise InputError(msg)
            msg = f"ratio_to_heavy is not defined in {int(full.sum())} of {full.size} cases: NaN"
            warnings.warn(msg, UndefinedWarning, stacklevel=2)
            rest = where(full, np.nan, rest)
        return to_quantity(self._share / rest, "1")

    @property
    def per_barrel_of_blend(self) -> Quantity:
        """Barrels of diluent in each barrel of blend, after shrinkage."""
        return to_quantity(self._share / (1.0 - self._lost()), "1")

    @property
    def shrinkage(self) -> Quantity:
        """Share of the summed volumes that mixing loses (API MPMS 12.3)."""
        return to_quantity(self._lost(), "fraction")

    def _made(self) -> list[Raw]:
        """Return shrinkage, and gravity after it."""
        if self._kept is None:
            self._kept = in_blocks(_make, self._share, self._heavy.api, self._diluent.api)
        return self._kept

    def _lost(self) -> Raw:
        return self._made()[0]

    @property
    def gravity_before_shrinkage(self) -> Quantity:
        """Gravity of the summed volumes, before shrinkage."""
        mixed = _density(self._share, self._heavy.api, self._diluent.api)
        return to_quantity(quality.api_gravity(mixed), "degAPI")

    @property
    def gravity(self) -> Quantity:
        """Gravity of the physical blend, after shrinkage."""
        return to_quantity(self._made()[1], "degAPI")

    @property
    def binds(self) -> str | npt.NDArray[np.str_]:
        """Binding target: 'api', 'viscosity', or 'none' where no diluent is needed.

        Text, or an array of text.
        """
        targets = np.full(np.shape(self._share), "none", dtype="<U9")
        reached: Raw = 0.0
        for target, needed in self._shares.items():
            targets = np.where(np.greater(needed, reached), target, targets)
            reached = maximum(reached, needed)
        return str(targets) if targets.ndim == 0 else targets

    @property
    def blend(self) -> Crude:
        """The physical blend, after shrinkage; with its viscosity if a rule was given."""
        shares = (1.0 - self._share, self._share)
        return _mixed((self._heavy, self._diluent), shares, self._method, "", shrinks=True)

    def cost(self, heavy: QuantityLike, diluent: QuantityLike) -> Quantity:
        """Return the cost of a barrel of blend, as loaded after shrinkage [USD/bbl].

        Parameters
        ----------
        heavy, diluent : str or pint.Quantity
            Cost of a barrel of each at the place where they are mixed; or arrays.

        Returns
        -------
        pint.Quantity
            Shares of both costs, divided by what mixing leaves of the summed volumes.

        Raises
        ------
        UnitError, InputError
            If a cost does not fit, or arrays do not broadcast together.

        Examples
        --------
        >>> from oilecon.inputs import Crude
        >>> oils = Crude.shipped("Orinoco extra-heavy"), Crude.shipped("heavy naphtha")
        >>> print(f"{dilute(*oils, api='16 degAPI').cost('15 USD/bbl', '60 USD/bbl'):.2f~P}")
        24.44 USD/bbl
        """
        costs = number(COST, heavy, "cost: heavy"), number(COST, diluent, "cost: diluent")
        same_shape("cost", share=self._share, heavy=costs[0], diluent=costs[1])
        mixed = blending.weighted_mean((1.0 - self._share, self._share), costs)
        return to_quantity(mixed / (1.0 - self._lost()), "USD/bbl")

    def to_frame(self) -> pd.DataFrame:
        """Return one row a case: share, ratio, shrinkage, gravities and the binding target."""
        import pandas as pd

        columns = {
            "share of blend [1]": self.share,
            "ratio to heavy [1]": self.ratio_to_heavy,
            "barrels in a barrel of blend [1]": self.per_barrel_of_blend,
            "shrinkage [1]": self.shrinkage,
            "gravity before shrinkage [degAPI]": self.gravity_before_shrinkage,
            "gravity [degAPI]": self.gravity,
        }
        frame = pd.DataFrame({name: np.ravel(raw.magnitude) for name, raw in columns.items()})
        return frame.assign(binds=np.ravel(self.binds)).rename_axis("case")

    def __repr__(self) -> str:
        """Describe the result in one line."""
        names = f"{self._heavy.name} with {self._diluent.name}"
        if not isinstance(self._share, float):
            return f"<Dilution of {names}, {np.shape(self._share)} cases>"
        before, after = self.gravity_before_shrinkage.magnitude, self.gravity.magnitude
        return (
            f"<Dilution of {names}: {self._share:.4f} of the blend, {before:.2f} degAPI before "
            f"shrinkage and {after:.2f} after; binds: {self.binds}>"
        )


def dilute(
    heavy: Crude,
    diluent: Crude,
    *,
    api: QuantityLike | None = None,
    viscosity: QuantityLike | None = None,
    temperature: QuantityLike | None = None,
    rule: str | None = None,
    basis: str | None = None,
    shrunk: bool = True,
) -> Dilution:
    """Return the minimum diluent that brings a heavy crude to every target.

    Parameters
    ----------
    heavy, diluent : Crude
        Crude to be diluted, and the lighter oil that dilutes it.
    api : quantity, optional
        Minimum gravity of the blend as exported; such as ``'16 degAPI'``, or an array.
    viscosity : quantity, optional
        Maximum kinematic viscosity; such as ``'350 cSt'``, or an array.
    temperature : quantity
        Temperature of the target viscosity; both oils must have a viscosity there.
    rule : {'refutas', 'd341'}
        Mixing rule of viscosities; see `blend`.
    basis : {'volume', 'mass'}
        Weights of the rule; there is no default.
    shrunk : bool
        True if the target gravity is that of the physical blend, after shrinkage, as measured at
        loading and as in a `Supply`. False if it is the average before shrinkage, which takes less
        diluent and loads a heavier blend. A viscosity target uses shares before shrinkage in both
        cases.

    Returns
    -------
    Dilution
        Share of the blend, ratio to the heavy crude, shrinkage, blend, and binding target.

    Raises
    ------
    InputError, UnitError
        If a target cannot be met, because the diluent is heavier or thicker; if no target is given;
        or as `blend`.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> heavy, naphtha = Crude.shipped("Orinoco extra-heavy"), Crude.shipped("heavy naphtha")
    >>> diluted = dilute(heavy, naphtha, api="16 degAPI")
    >>> print(f"{diluted.share:.4f~P} of blend, {diluted.ratio_to_heavy:.4f~P} to heavy crude")
    0.2084 of blend, 0.2632 to heavy crude
    """
    shrunk = flag(shrunk, "shrunk")
    thick, thin = Read(heavy, "heavy crude"), Read(diluent, "diluent")
    if api is None and viscosity is None:
        msg = "dilute: a target is required; write api='16 degAPI', or viscosity='350 cSt'"
        raise InputError(msg)
    if viscosity is None and (rule is not None or basis is not None or temperature is not None):
        method = _method(rule, basis, temperature, ("rule", "basis"))
    else:
        method = None if viscosity is None else _required(rule, basis, temperature)
    same_shape(heavy=thick.api, diluent=thin.api)
    shares: dict[str, Raw] = {}
    if api is not None:
        target = number(GRAVITY, api, "api")
        shares["api"] = _share_for_gravity(thick, thin, target, shrunk=shrunk)
    if viscosity is not None and method is not None:
        highest = number(VISCOSITY, viscosity, "viscosity")
        shares["viscosity"] = _share_for_viscosity(thick, thin, highest, method)
    same_shape(**shares)
    return Dilution(thick, thin, shares, method, shrunk=shrunk)


def _required(
    rule: str | None, basis: str | None, temperature: QuantityLike | None
) -> _Method | None:
    """Return the method of a viscosity target, of which every part is required."""
    choice(rule, RULES, "rule")
    return _method(rule, basis, temperature, ("rule", "basis"))


def _lighter(heavy: Read, diluent: Read) -> None:
    lighter = np.subtract(diluent.api, heavy.api)
    bad = np.less(lighter, ALIKE_DEGAPI)
    if np.any(bad):
        msg = (
            f"diluent: expected an oil lighter than {heavy.name} of "
            f"{spread(heavy.api, bad)} degAPI, "
            f"got {diluent.name} of {spread(diluent.api, bad)} degAPI"
        )
        if np.any(bad & np.greater(lighter, 0.0)):
            msg += f"; oils less than {ALIKE_DEGAPI:g} degAPI apart count as alike"
        raise InputError(msg)


def _share_for_gravity(heavy: Read, diluent: Read, target: Raw, *, shrunk: bool) -> Raw:
    same_shape(heavy=heavy.api, diluent=diluent.api, api=target)
    solve = blending.physical_diluent_share if shrunk else blending.diluent_share

    def share(thick: Raw, thin: Raw, lowest: Raw) -> tuple[Raw]:
        alike = np.less(np.subtract(thin, thick), ALIKE_DEGAPI)
        if np.any(alike) or np.any(np.less(thin, lowest)):
            _raise_gravity(heavy, diluent, target)
        # A crude lighter than the target takes no diluent.
        return (solve(thick, thin, maximum(lowest, thick)),)

    return in_blocks(share, heavy.api, diluent.api, target)[0]


def _raise_gravity(heavy: Read, diluent: Read, target: Raw) -> NoReturn:
    """Raise the error for the first of all elements whose diluent cannot reach the target."""
    _lighter(heavy, diluent)
    bad = np.less(diluent.api, target)
    msg = (
        f"api: expected at most the gravity of {diluent.name}, {spread(diluent.api, bad)} degAPI, "
        f"got {spread(target, bad)} degAPI; write a lower target or a lighter diluent"
    )
    raise InputError(msg)


def _share_for_viscosity(heavy: Read, diluent: Read, target: Raw, method: _Method) -> Raw:
    thick = kinematic_at(heavy.crude, method.temperature)
    thin = kinematic_at(diluent.crude, method.temperature)
    gravities = {"heavy's gravity": heavy.api, "diluent's gravity": diluent.api}
    same_shape(heavy=thick, diluent=thin, viscosity=target, **gravities)
    _lighter(heavy, diluent)
    for cst, whose in ((thick, heavy.name), (thin, diluent.name), (target, "the target")):
        check_rule(method.rule, cst, whose)
    bad = np.greater(thin, target) | np.greater(thin, (1.0 - _ALIKE_CST) * thick)
    if np.any(bad):
        msg = (
            f"viscosity: expected a target and a heavy crude thicker than {diluent.name}, "
            f"{spread(thin, bad)} cSt, got {spread(target, bad)} cSt for the target and "
            f"{spread(thick, bad)} cSt for the crude; write a higher target or a thinner diluent"
        )
        raise InputError(msg)
    return viscosity_share(thick, thin, target, heavy.api, diluent.api, method.rule, method.basis)

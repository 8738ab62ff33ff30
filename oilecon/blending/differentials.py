"""What quality is worth by published rules, and the target gravity that earns most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

import numpy as np

from oilecon import dates
from oilecon.arguments import choice, number, same_shape
from oilecon.blending.parts import Read
from oilecon.blending.quantities import EXCHANGE, GRAVITY, MARKER, PRICE, SLOPE
from oilecon.core import blending
from oilecon.core.elementwise import maximum, minimum, where
from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.inputs import LinearQuality, SulphurDeescalator
from oilecon.inputs.crude import ALIKE_DEGAPI
from oilecon.netback.quality import check_quality, quality_usd_bbl
from oilecon.reference.oils import QualityRow, quality_rows
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.inputs import Crude
    from oilecon.typing import DateLike, QuantityLike

__all__ = ["BestTarget", "best_target", "quality_differential", "quality_rule", "quality_rules"]

_RANGES = ("api_low", "api_high", "sulphur_low", "sulphur_high")


def quality_rules() -> pd.DataFrame:
    """Return the published coefficients that price quality.

    Returns
    -------
    pandas.DataFrame
        One row a coefficient: rule, coefficient, value, unit, the months from and to which it
        holds ('' where it has none), kind, source and note.
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "rule": row.rule,
                "coefficient": row.coefficient,
                "value": row.value,
                "unit": row.unit,
                "from": row.start,
                "to": row.end,
                "kind": row.evidence.kind,
                "source": " ".join(row.evidence.source),
                "note": row.evidence.note,
            }
            for row in quality_rows()
        ]
    )


@overload
def quality_rule(
    rule: Literal["forties"],
    *,
    on: DateLike,
    benchmark: Crude | None = ...,
    price: QuantityLike | None = ...,
    exchange: QuantityLike | None = ...,
    extrapolate: bool = ...,
) -> SulphurDeescalator: ...
@overload
def quality_rule(
    rule: Literal["uscrudes", "equalization"],
    *,
    on: DateLike,
    benchmark: Crude | None = ...,
    price: QuantityLike | None = ...,
    exchange: QuantityLike | None = ...,
    extrapolate: bool = ...,
) -> LinearQuality: ...
@overload
def quality_rule(
    rule: str,
    *,
    on: DateLike,
    benchmark: Crude | None = ...,
    price: QuantityLike | None = ...,
    exchange: QuantityLike | None = ...,
    extrapolate: bool = ...,
) -> LinearQuality | SulphurDeescalator: ...
def quality_rule(
    rule: str,
    *,
    on: DateLike,
    benchmark: Crude | None = None,
    price: QuantityLike | None = None,
    exchange: QuantityLike | None = None,
    extrapolate: bool = False,
) -> LinearQuality | SulphurDeescalator:
    """Return a published rule as a group that `Sale.quality` takes.

    Parameters
    ----------
    rule : {'uscrudes', 'equalization', 'forties'}
        The regression over 99 US crudes; Canadian crude equalization; the Forties sulphur
        de-escalator.
    on : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        The month it is wanted for, such as ``'2022-10'``, or a day in it.
    benchmark : Crude, optional
        The crude to measure from, with gravity and sulphur; the de-escalator needs none.
    price : quantity, optional
        For the regression: a price level to scale its slopes to, from the mean of 15.34 USD/bbl
        of its own time, as shares of the price.
    exchange : quantity, optional
        For equalization: US dollars for a Canadian one, such as ``'0.78 USD/CAD'``.
    extrapolate : bool
        Whether to go beyond the rule's months, with its latest coefficients before the date, or
        its first. Its range of qualities stays.

    Returns
    -------
    LinearQuality or SulphurDeescalator
        With the range of qualities that it holds for, as far as one is known.

    Raises
    ------
    UnknownName
        If there is no such rule.
    InputError
        If the rule does not hold for the date, or something it needs is missing.

    Examples
    --------
    >>> print(quality_rule("forties", on="2022-10").rate)
    0.4 USD/bbl
    """
    found = _coefficients(rule, on, extrapolate=extrapolate)
    if rule == "forties":
        return SulphurDeescalator(
            rate=_written(found["rate"]),
            threshold=_written(found["threshold"]),
            sulphur_high=_written(found["sulphur_high"]),
            name=rule,
        )
    if benchmark is None:
        msg = (
            f"benchmark: {rule!r} measures from a crude; write "
            "benchmark=Crude.shipped('Brent Blend')"
        )
        raise InputError(msg)
    read = Read(benchmark, "benchmark")
    fields: dict[str, Any] = {
        "reference_api": read.crude.api,
        "reference_sulphur": read.crude.sulphur,  # says so where it is absent
        "name": rule,
        **{name: _written(found[name]) for name in _RANGES if name in found},
    }
    sulphur = read.values["sulphur"]
    if rule == "uscrudes":
        scale = _scale(price, found["price_level"])
        same_shape(price=scale, benchmark_api=read.api, benchmark_sulphur=sulphur)
        for name in ("api_value", "sulphur_value"):
            fields[name] = to_quantity(found[name].value * scale, found[name].unit)
        made = LinearQuality(**fields)
        check_quality(made.values, read.api, sulphur, f"benchmark {read.name}")
        return made
    rate = _exchange(exchange)
    same_shape(exchange=rate, benchmark_api=read.api, benchmark_sulphur=sulphur)
    for name, unit in (("density_value", "USD/kg"), ("sulphur_value", "USD/m3/percent")):
        fields[name] = to_quantity(found[name].value * rate, unit)
    return LinearQuality(**fields)


def _written(row: QualityRow) -> str:
    return f"{row.value!r} {row.unit}"


def _scale(price: Any, level: QualityRow) -> Raw:
    if price is None:
        return 1.0
    raw = number(MARKER, price, "price")
    return raw / level.value


def _exchange(exchange: Any) -> Raw:
    if exchange is None:
        msg = (
            "exchange: 'equalization' is in Canadian dollars, and no rate came; write for example "
            "exchange='0.78 USD/CAD'"
        )
        raise InputError(msg)
    return number(EXCHANGE, exchange, "exchange")


def _coefficients(rule: Any, on: Any, *, extrapolate: bool) -> dict[str, QualityRow]:
    """Return a rule's coefficients for a month, by name."""
    rules = dict.fromkeys(row.rule for row in quality_rows())
    if not is_among(rule, rules):
        msg = f"no quality rule {quote(rule)}{did_you_mean(str(rule), rules)}"
        raise UnknownName(msg)
    month = dates.month(on, "on", example="'2022-10'")
    every: dict[str, list[QualityRow]] = {}
    for row in quality_rows():
        if row.rule == rule:
            every.setdefault(row.coefficient, []).append(row)
    return {name: _in_force(found, month, extrapolate=extrapolate) for name, found in every.items()}


def _in_force(found: list[QualityRow], month: str, *, extrapolate: bool) -> QualityRow:
    for row in reversed(found):
        if (not row.start or row.start <= month) and (not row.end or month <= row.end):
            return row
    if extrapolate:
        earlier = [row for row in found if row.start <= month]
        return earlier[-1] if earlier else found[0]
    first = found[0]
    months = ", ".join(
        row.start if row.start == row.end else f"{row.start} to {row.end}" for row in found
    )
    msg = (
        f"on: {first.rule!r} has a published {first.coefficient} for {months}, not for {month}; "
        "write one of these months, or extrapolate=True to carry the latest one on"
    )
    raise InputError(msg)


def quality_differential(
    crude: Crude,
    rule: str,
    *,
    on: DateLike,
    benchmark: Crude | None = None,
    price: QuantityLike | None = None,
    exchange: QuantityLike | None = None,
    extrapolate: bool = False,
) -> Quantity:
    """Return what a crude's quality is worth against a benchmark by a published rule.

    Parameters
    ----------
    crude : Crude
        With gravity and sulphur; numbers or arrays.
    rule, on, benchmark, price, exchange, extrapolate
        As `quality_rule`.

    Returns
    -------
    pint.Quantity
        Below zero where the crude is worth less [USD/bbl].

    Raises
    ------
    InputError
        If crude or benchmark lie outside the range that the rule holds for, their sulphur is not
        known, or as `quality_rule`.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> forties = Crude("39.1 degAPI", sulphur="0.629 %")
    >>> print(f"{quality_differential(forties, 'forties', on='2022-10'):.2f~P}")
    -0.08 USD/bbl
    """
    made = quality_rule(
        rule,
        on=on,
        benchmark=benchmark,
        price=price,
        exchange=exchange,
        extrapolate=extrapolate,
    )
    read = Read(crude)
    limits = {f"the rule's {name}": raw for name, raw in made.values.items() if raw is not None}
    same_shape(api=read.api, sulphur=read.values["sulphur"], **limits)
    sulphur = read.values["sulphur"]
    check_quality(made.values, read.api, sulphur, f"{rule!r} of {read.name}")
    return to_quantity(quality_usd_bbl(made.values, read.api, sulphur), "USD/bbl")


class BestTarget(NamedTuple):
    """The target gravity that earns most, and what it earns there."""

    api: Quantity
    share: Quantity
    earned: Quantity
    at: Any  # 'low', 'price_api' or 'high'; an array of it for arrays


_PLACES = ("low", "price_api", "high")


def best_target(
    heavy: Crude,
    diluent: Crude,
    *,
    low: QuantityLike,
    high: QuantityLike,
    price: QuantityLike,
    price_api: QuantityLike,
    bonus: QuantityLike,
    penalty: QuantityLike,
    diluent_cost: QuantityLike,
    per: str = "heavy",
) -> BestTarget:
    """Return the target gravity that earns most: one more barrel of diluent against a better price.

    Parameters
    ----------
    heavy, diluent : Crude
        The two oils.
    low, high : quantity
        The range of target gravities of the blend as exported, after shrinkage, such as
        ``'12 degAPI'``.
    price, price_api : quantity
        What a barrel of blend earns at its specified gravity [USD/bbl, degAPI].
    bonus, penalty : quantity
        What a degree above the specified gravity adds, and what one below it takes, such as
        ``'0.3 USD/bbl/degAPI'``; `quality_rule(...).api_value` for both is a straight line.
    diluent_cost : quantity
        A barrel of diluent delivered [USD/bbl].
    per : {'heavy', 'blend'}
        Whether to earn most on a barrel of heavy crude, where crude is what is scarce, or on a
        barrel of blend, where ships or storage are.

    Returns
    -------
    BestTarget
        Gravity, diluent's share, what a barrel (of heavy crude or of blend, as `per` says) earns
        after diluent, and which of the three gravities it is. The price is that of the target.
        Along a straight price, the gravity that diluent buys rises ever faster with its share, so
        what is earned has its peaks only at the ends of the range and at the kink of the price:
        these three are compared, and nothing is searched.

    Raises
    ------
    InputError, UnitError
        If the range is empty, or not between the two oils.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> found = best_target(
    ...     Crude.shipped("Orinoco extra-heavy"), Crude.shipped("heavy naphtha"), low="10 degAPI",
    ...     high="20 degAPI", price="47.5 USD/bbl", price_api="16 degAPI",
    ...     bonus="0.2 USD/bbl/degAPI", penalty="0.6 USD/bbl/degAPI", diluent_cost="60 USD/bbl",
    ... )
    >>> print(f"{found.api:.1f~P}, at the {found.at}")
    16.0 degAPI, at the price_api
    """
    thick, thin = Read(heavy, "heavy crude"), Read(diluent, "diluent")
    per = choice(per, ("heavy", "blend"), "per")
    bottom, top, at = (
        number(GRAVITY, value, name)
        for name, value in (("low", low), ("high", high), ("price_api", price_api))
    )
    base, cost = (
        number(PRICE, value, name)
        for name, value in (("price", price), ("diluent_cost", diluent_cost))
    )
    up, down = (
        number(SLOPE, value, name) for name, value in (("bonus", bonus), ("penalty", penalty))
    )
    gravities = {"heavy": thick.api, "diluent": thin.api, "low": bottom, "high": top}
    prices = {"price_api": at, "price": base, "diluent_cost": cost, "bonus": up, "penalty": down}
    same_shape(**gravities, **prices)
    _between(thick.api, bottom, top, thin.api)

    def earned(target: Raw) -> Raw:
        share = blending.physical_diluent_share(thick.api, thin.api, target)
        lost = blending.shrinkage_share(share, thick.api, thin.api)
        paid = base + up * maximum(target - at, 0.0) - down * maximum(at - target, 0.0)
        left = (1.0 - lost) * paid - share * cost
        return left / (1.0 - share) if per == "heavy" else left / (1.0 - lost)

    api, most, place = bottom, earned(bottom), np.asarray(0)
    for index, target in ((1, minimum(maximum(at, bottom), top)), (2, top)):
        better = np.greater(earned(target), most)
        api, most = where(better, target, api), where(better, earned(target), most)
        place = np.where(better, index, place)
    names = np.asarray(_PLACES)[np.broadcast_to(place, np.shape(most))]
    return BestTarget(
        to_quantity(api, "degAPI"),
        to_quantity(blending.physical_diluent_share(thick.api, thin.api, api), "fraction"),
        to_quantity(most, "USD/bbl"),
        names if np.shape(most) else str(names),
    )


def _between(heavy: Raw, low: Raw, high: Raw, light: Raw) -> None:
    # A target all but as light as the diluent leaves no heavy crude to earn anything on.
    beyond = np.less(np.subtract(light, high), ALIKE_DEGAPI)
    bad = np.less(low, heavy) | np.greater_equal(low, high) | beyond
    if np.any(bad):
        msg = (
            "low and high: expected heavy crude <= low < high < diluent, got "
            f"{np.min(heavy):g}, {np.min(low):g}, {np.max(high):g} and {np.min(light):g} degAPI; "
            "write a range between the two oils"
        )
        raise InputError(msg)

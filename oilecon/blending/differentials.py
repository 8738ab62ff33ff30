"""Quality differentials by published rules, and the target gravity that earns most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

import numpy as np

from oilecon import dates
from oilecon.arguments import choice, flag, number, same_shape
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
    """Return the published coefficients of quality rules.

    Returns
    -------
    pandas.DataFrame
        One row a coefficient: rule, coefficient, value, unit, first and last month in force (''
        where there is none), kind, source and note.
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
    """Return a published rule as a group for `Sale.quality`.

    Parameters
    ----------
    rule : {'uscrudes', 'equalization', 'forties'}
        The regression over 99 US crudes; Canadian crude equalization; the Forties sulphur
        de-escalator.
    on : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        Month of application, such as ``'2022-10'``, or a day in it.
    benchmark : Crude, optional
        Reference crude with gravity and sulphur; the de-escalator needs none.
    price : quantity, optional
        For the regression: price level that scales its slopes in proportion, from the mean of
        15.34 USD/bbl of its own time.
    exchange : quantity, optional
        For equalization: US dollars for a Canadian one, such as ``'0.78 USD/CAD'``.
    extrapolate : bool
        True to go beyond the rule's months, with its latest coefficients before the date, or its
        first. Its range of qualities stays.

    Returns
    -------
    LinearQuality or SulphurDeescalator
        The rule, with its range of qualities where known.

    Raises
    ------
    UnknownName
        If there is no such rule.
    InputError
        If the rule is not in force on the date, or a required argument is missing.

    Examples
    --------
    >>> print(quality_rule("forties", on="2022-10").rate)
    0.4 USD/bbl
    """
    beyond = flag(extrapolate, "extrapolate")
    coefficients = _coefficients(rule, on, extrapolate=beyond)
    if rule == "forties":
        return SulphurDeescalator(
            rate=_written(coefficients["rate"]),
            threshold=_written(coefficients["threshold"]),
            sulphur_high=_written(coefficients["sulphur_high"]),
            name=rule,
        )
    if benchmark is None:
        msg = (
            f"benchmark: required, as {rule!r} measures from a crude; write "
            "benchmark=Crude.shipped('Brent Blend')"
        )
        raise InputError(msg)
    read = Read(benchmark, "benchmark")
    fields: dict[str, Any] = {
        "reference_api": read.crude.api,
        "reference_sulphur": read.crude.sulphur,  # raises an error if unknown
        "name": rule,
        **{name: _written(coefficients[name]) for name in _RANGES if name in coefficients},
    }
    sulphur = read.values["sulphur"]
    if rule == "uscrudes":
        scale = _scale(price, coefficients["price_level"])
        same_shape(price=scale, benchmark_api=read.api, benchmark_sulphur=sulphur)
        for name in ("api_value", "sulphur_value"):
            fields[name] = to_quantity(coefficients[name].value * scale, coefficients[name].unit)
        made = LinearQuality(**fields)
        check_quality(made.values, read.api, sulphur, f"benchmark {read.name}")
        return made
    rate = _exchange(exchange)
    same_shape(exchange=rate, benchmark_api=read.api, benchmark_sulphur=sulphur)
    for name, unit in (("density_value", "USD/kg"), ("sulphur_value", "USD/m3/percent")):
        fields[name] = to_quantity(coefficients[name].value * rate, unit)
    return LinearQuality(**fields)


def _written(row: QualityRow) -> str:
    return f"{row.value!r} {row.unit}"


def _scale(price: QuantityLike | None, level: QualityRow) -> Raw:
    if price is None:
        return 1.0
    raw = number(MARKER, price, "price")
    return raw / level.value


def _exchange(exchange: QuantityLike | None) -> Raw:
    if exchange is None:
        msg = (
            "exchange: required, as 'equalization' is in Canadian dollars; write for example "
            "exchange='0.78 USD/CAD'"
        )
        raise InputError(msg)
    return number(EXCHANGE, exchange, "exchange")


def _coefficients(rule: str, on: DateLike, *, extrapolate: bool) -> dict[str, QualityRow]:
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
    return {name: _in_force(rows, month, extrapolate=extrapolate) for name, rows in every.items()}


def _in_force(rows: list[QualityRow], month: str, *, extrapolate: bool) -> QualityRow:
    for row in reversed(rows):
        if (not row.start or row.start <= month) and (not row.end or month <= row.end):
            return row
    if extrapolate:
        earlier = [row for row in rows if row.start <= month]
        return earlier[-1] if earlier else rows[0]
    first = rows[0]
    months = ", ".join(
        row.start if row.start == row.end else f"{row.start} to {row.end}" for row in rows
    )
    msg = (
        f"on: expected a month with a published {first.coefficient} of {first.rule!r}, {months}, "
        f"got {month}; write one of these months, or extrapolate=True to use the latest one"
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
    """Return the quality differential of a crude to a benchmark by a published rule.

    Parameters
    ----------
    crude : Crude
        Crude with gravity and sulphur; numbers or arrays.
    rule, on, benchmark, price, exchange, extrapolate
        As `quality_rule`.

    Returns
    -------
    pint.Quantity
        Differential, negative where the crude has the lower value [USD/bbl].

    Raises
    ------
    InputError
        If crude or benchmark are outside the range of the rule, their sulphur is unknown, or as
        `quality_rule`.

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
    """The target gravity that earns most, and its earnings."""

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
    """Return the target gravity that earns most, by cost of diluent and price of gravity.

    Parameters
    ----------
    heavy, diluent : Crude
        Crude to be diluted, and diluent.
    low, high : quantity
        Range of target gravities of the blend as exported, after shrinkage, such as
        ``'12 degAPI'``.
    price, price_api : quantity
        Netback of the blend at its specified gravity, and that gravity [USD/bbl, degAPI].
    bonus, penalty : quantity
        Gain per degree above the specified gravity, and loss per degree below it, such as
        ``'0.3 USD/bbl/degAPI'``; `quality_rule(...).api_value` for both is a straight line.
    diluent_cost : quantity
        Cost of diluent delivered [USD/bbl].
    per : {'heavy', 'blend'}
        Barrel to maximise earnings on: of heavy crude, where crude is scarce, or of blend, where
        ships or storage are.

    Returns
    -------
    BestTarget
        Gravity, diluent's share, earnings of a barrel (of heavy crude or of blend, by `per`)
        after diluent, and which of the three gravities it is. The price is that of the target.
        Along a straight price, gravity rises ever faster with the share of diluent. Earnings
        therefore peak only at the limits of the range or at the kink of the price: these three
        are compared, without a search.

    Raises
    ------
    InputError, UnitError
        If the range is empty, or not between the two oils.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> best = best_target(
    ...     Crude.shipped("Orinoco extra-heavy"), Crude.shipped("heavy naphtha"), low="10 degAPI",
    ...     high="20 degAPI", price="47.5 USD/bbl", price_api="16 degAPI",
    ...     bonus="0.2 USD/bbl/degAPI", penalty="0.6 USD/bbl/degAPI", diluent_cost="60 USD/bbl",
    ... )
    >>> print(f"{best.api:.1f~P}, at the {best.at}")
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
        margin = (1.0 - lost) * paid - share * cost
        return margin / (1.0 - share) if per == "heavy" else margin / (1.0 - lost)

    api, highest, place = bottom, earned(bottom), np.asarray(0)
    for index, target in ((1, minimum(maximum(at, bottom), top)), (2, top)):
        better = np.greater(earned(target), highest)
        api, highest = where(better, target, api), where(better, earned(target), highest)
        place = np.where(better, index, place)
    names = np.asarray(_PLACES)[np.broadcast_to(place, np.shape(highest))]
    return BestTarget(
        to_quantity(api, "degAPI"),
        to_quantity(blending.physical_diluent_share(thick.api, thin.api, api), "fraction"),
        to_quantity(highest, "USD/bbl"),
        names if np.shape(highest) else str(names),
    )


def _between(heavy: Raw, low: Raw, high: Raw, light: Raw) -> None:
    # A target nearly as light as the diluent would leave no heavy crude in the blend.
    beyond = np.less(np.subtract(light, high), ALIKE_DEGAPI)
    bad = np.less(low, heavy) | np.greater_equal(low, high) | beyond
    if np.any(bad):
        msg = (
            "low and high: expected heavy crude <= low < high < diluent, got "
            f"{np.min(heavy):g}, {np.min(low):g}, {np.max(high):g} and {np.min(light):g} degAPI; "
            "write a range between the two oils"
        )
        raise InputError(msg)

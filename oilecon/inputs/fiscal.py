"""Fiscal terms: the state's levies on a barrel, and the shipped regimes by date."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from oilecon import dates
from oilecon.arguments import same_shape
from oilecon.errors import InputError
from oilecon.fields import Number
from oilecon.frozen import FrozenDict
from oilecon.groups import Group, Members
from oilecon.holes import with_nan
from oilecon.inputs.catalogue import Shipped, ShippedFigure
from oilecon.reference.fiscal import fiscal_regimes
from oilecon.reference.tables import days_of
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from oilecon.reference.fiscal import Regime
    from oilecon.typing import DateLike, YearLike

__all__ = ["FiscalTerms", "WindfallBand"]

_WINDFALL_ONLY = ("basket_price", "basket_differential", "windfall_exempt")
_EITHER = (
    ("reference_price", "reference_differential"),
    ("basket_price", "basket_differential"),
)


class WindfallBand(Group):
    """A band of a windfall levy: a threshold, and the rate on the price between it and the next."""

    above: Number = Number(
        "USD/bbl",
        "price from which the band is levied on",
        low=0,
        high=1000,
        typical="'55 USD/bbl'",
    )
    rate: Number = Number(
        "fraction",
        "of the excess over `above`, up to the threshold of the next band",
        low=0,
        high=1,
        typical="'20 %'",
    )


class FiscalTerms(Shipped, Group):
    """Levies of the state besides the royalty, and their base.

    The windfall levy is of one month: such laws levy it month by month on the month's mean price
    of the export basket, and an evaluation is one month. Where the rates rise from band to band it
    is convex in the price, so that a year's mean price understates it: pass the months as an array
    and take the mean of the results.

    ``FiscalTerms.shipped(place, on=day)`` returns shipped terms, ``FiscalTerms.catalogue()`` the
    table of them.
    """

    _noun = "fiscal terms of"
    _further = ", on='2013-06'"
    _index = ("place", "since")

    reference_price: Number = Number(
        "USD/bbl",
        "of a barrel of blend, which royalty, severance tax and gross revenue tax are on in place "
        "of the netback; the producer then bears the whole discount",
        low=0,
        high=1000,
        default=None,
        typical="'60 USD/bbl'",
    )
    reference_differential: Number = Number(
        "USD/bbl",
        "to Brent, in place of a reference price",
        low=-300,
        high=300,
        default=None,
        typical="'-9 USD/bbl'",
    )
    severance_tax: Number = Number(
        "fraction",
        "on the base of the royalty, in addition to it",
        low=0,
        high=1,
        default=None,
        typical="'16.7 %'",
    )
    gross_revenue_tax: Number = Number(
        "fraction",
        "on gross income: the netback or the reference price, without any deduction",
        low=0,
        high=1,
        default=None,
        typical="'15 %'",
    )
    income_tax: Number = Number(
        "fraction",
        "on the operating margin less all of these, where it is above zero",
        low=0,
        high=1,
        default=None,
        typical="'50 %'",
    )
    royalty: Number = Number(
        "fraction",
        "of these terms, in place of the supply's own",
        low=0,
        high=1,
        default=None,
        typical="'30 %'",
    )
    price_cap: Number = Number(
        "USD/bbl",
        "the most that royalty and severance tax are levied on, before diluent; no cap if left out",
        low=0,
        high=1000,
        default=None,
        typical="'80 USD/bbl'",
    )
    windfall: Members[WindfallBand] = Members(
        WindfallBand,
        doc="bands of the windfall levy, the lowest first; it is on every barrel of blend, and "
        "deductible from income tax",
        default={},
    )
    basket_price: Number = Number(
        "USD/bbl",
        "month's mean price that the windfall levy is on; the contract price if left out",
        low=0,
        high=1000,
        default=None,
        typical="'98.08 USD/bbl'",
    )
    basket_differential: Number = Number(
        "USD/bbl",
        "to Brent, in place of a basket price; 0 for a levy on Brent itself",
        low=-300,
        high=300,
        default=None,
        typical="'-9 USD/bbl'",
    )
    windfall_exempt: Number = Number(
        "fraction",
        "of the barrels, without windfall levy, such as those under financing and cooperation "
        "agreements",
        low=0,
        high=1,
        default=None,
        typical="'40 %'",
    )

    def check(self) -> None:
        """Raise an error for two prices of one base, or bands that are none of one levy."""
        for price, differential in _EITHER:
            if self._raw[price] is not None and self._raw[differential] is not None:
                msg = f"FiscalTerms: expected a {price} or a {differential}, got both; write one"
                raise InputError(msg)
        if not self._raw["windfall"]:
            for name in _WINDFALL_ONLY:
                if self._raw[name] is not None:
                    msg = (
                        f"FiscalTerms.{name}: is of a windfall levy, and none is given; write "
                        "windfall={'band_1': WindfallBand(above='55 USD/bbl', rate='20 %')} too"
                    )
                    raise InputError(msg)
        for below, band in pairwise(self._raw["windfall"].items()):
            _check_order(*below, *band)

    @classmethod
    def shipped(cls, place: str, /, *, on: DateLike | YearLike, **own: object) -> Self:
        """Return the shipped fiscal terms of a place on a day.

        Parameters
        ----------
        place : str
            A place of the catalogue, in any case.
        on : str, int, datetime.date, numpy.datetime64, pandas.Timestamp or Period
            A day, or a month or year in which the terms do not change.
        **own
            Fields that replace the shipped ones.

        Returns
        -------
        FiscalTerms
            Each number with its evidence, the royalty of the regime included; ``figures`` lists
            them.

        Raises
        ------
        UnknownName
            If the place is not shipped.
        InputError
            If no terms of that date are, with the regimes that there are, or if the terms change
            within it.

        Examples
        --------
        >>> terms = FiscalTerms.shipped("Venezuela", on="2013-06")
        >>> print(terms.price_cap, terms.windfall["band_2"].rate)
        80.0 USD/bbl 0.8
        """
        fields: dict[str, Any] = {}
        bands: dict[str, dict[str, Any]] = {}
        for figure in cls._shelf()[cls._regime(place, on)]:
            name, _, rest = figure.field.partition(".")
            if rest:
                band, _, name = rest.partition(".")
                bands.setdefault(band, {})[name] = figure.given
            else:
                fields[name] = figure.given
        windfall = {band: WindfallBand(**given) for band, given in bands.items()}
        given: dict[str, Any] = {**fields, "windfall": windfall, **own}
        return cls(**given)

    @classmethod
    def figures(cls, place: str, *, on: DateLike | YearLike) -> pd.DataFrame:  # type: ignore[override]
        """Return every figure of the shipped fiscal terms of a place on a day.

        Parameters
        ----------
        place : str
        on : str, int, datetime.date, numpy.datetime64, pandas.Timestamp or Period
            As for `shipped`.

        Returns
        -------
        pandas.DataFrame
            By field: value, low, high, unit, kind, as_of, source and note; as_of is the day from
            which a figure is in force.

        Raises
        ------
        UnknownName, InputError
            As `shipped`.
        """
        return cls._listed(cls._shelf()[cls._regime(place, on)])

    @classmethod
    def _regime(cls, place: str, on: object) -> tuple[str, str]:
        """Return the place and the day from which its regime of a date is in force."""
        key, where = cls._key(place), "FiscalTerms.shipped: on"
        date = dates.when(on, where, example="'2013-06'")
        days = days_of(date)
        regimes = fiscal_regimes()[key]
        if days is not None:
            first, last = days
            for regime in regimes:
                if regime.since <= first and (not regime.until or last < regime.until):
                    return key, regime.since
            for regime in regimes:
                if first < regime.since <= last and (begins := regime.since) > regimes[0].since:
                    msg = (
                        f"{where}: the terms of {key} change within {date}, on {begins}; write a "
                        "day, month or year before or after it"
                    )
                    raise InputError(msg)
        listed = ", ".join(map(_span, regimes))
        msg = f"{where}: no terms of {key} are shipped for {date}; known are those {listed}"
        raise InputError(msg)

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the figures of every regime."""
        return FrozenDict(
            {
                (place, regime.since): [
                    ShippedFigure.of_text(term.field, term.value, term.unit, term.evidence)
                    for term in regime.terms
                ]
                for place, regimes in fiscal_regimes().items()
                for regime in regimes
            }
        )


def _span(regime: Regime) -> str:
    """Return the days of a regime in words."""
    return f"from {regime.since} " + (f"until {regime.until}" if regime.until else "on")


def _check_order(lower: str, below: Group, name: str, band: Group) -> None:
    """Raise an error unless a band begins above the one before it."""
    low, high = with_nan(below.unfilled["above"]), with_nan(band.unfilled["above"])
    same_shape("FiscalTerms.windfall", **{lower: low, name: high})
    expected = "FiscalTerms.windfall: expected bands of ascending thresholds"
    twice = np.equal(high, low)
    if np.any(twice):
        msg = (
            f"{expected}, got {lower!r} and {name!r} both above {first_shown(high, twice)} "
            "USD/bbl; leave one out, or write a threshold of its own"
        )
        raise InputError(msg)
    bad = np.less(high, low)
    if np.any(bad):
        msg = (
            f"{expected}, got {lower!r} above {first_shown(low, bad)} before {name!r} "
            f"above {first_shown(high, bad)} USD/bbl; write {name!r} first"
        )
        raise InputError(msg)

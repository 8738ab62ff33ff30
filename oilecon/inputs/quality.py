"""Rules that price a crude's quality against a reference."""

from __future__ import annotations

from oilecon.fields import Number, Text
from oilecon.groups import Group

__all__ = ["LinearQuality", "SulphurDeescalator"]


class LinearQuality(Group):
    """Values per degree API, kg/m3 and percent of sulphur, from a reference crude.

    Outside the range of a rule, an evaluation raises an error; None means that no range is known.
    """

    reference_api: Number = Number(
        "degAPI", "gravity of the reference crude", low=0, high=100, typical="'40.1 degAPI'"
    )
    reference_sulphur: Number = Number(
        "fraction",
        "sulphur of the reference crude by mass",
        low=0,
        high=0.2,
        default=0.0,
        typical="'0.35 %'",
    )
    api_value: Number = Number(
        "USD/bbl/degAPI",
        "value of a degree",
        low=-100,
        high=100,
        default=0.0,
        typical="'0.15 USD/bbl/degAPI'",
    )
    density_value: Number = Number(
        "USD/kg",
        "value of one kg/m3 more in density",
        low=-100,
        high=100,
        default=0.0,
        typical="'-0.4 USD/kg'",
    )
    sulphur_value: Number = Number(
        "USD/bbl/percent",
        "value of a percent of sulphur by mass",
        low=-1000,
        high=1000,
        default=0.0,
        typical="'-0.4 USD/bbl/percent'",
    )
    api_low: Number = Number(
        "degAPI", "minimum gravity in range", low=0, high=100, default=None, typical="'9 degAPI'"
    )
    api_high: Number = Number(
        "degAPI", "maximum gravity in range", low=0, high=100, default=None, typical="'41 degAPI'"
    )
    sulphur_low: Number = Number(
        "fraction", "minimum sulphur in range", low=0, high=0.2, default=None, typical="'0.1 %'"
    )
    sulphur_high: Number = Number(
        "fraction", "maximum sulphur in range", low=0, high=0.2, default=None, typical="'5.9 %'"
    )
    name: Text = Text("the rule", default="")


class SulphurDeescalator(Group):
    """The seller pays for sulphur above a threshold, by full hundredths of a percent."""

    rate: Number = Number(
        "USD/bbl",
        "for each 0.1 % of sulphur above the threshold",
        low=0,
        high=100,
        typical="'0.40 USD/bbl'",
    )
    threshold: Number = Number(
        "fraction", "sulphur that is free", low=0, high=0.2, typical="'0.6 %'"
    )
    sulphur_high: Number = Number(
        "fraction", "maximum sulphur in range", low=0, high=0.2, default=None, typical="'1 %'"
    )
    name: Text = Text("the rule", default="")

"""``oilecon dilute``: the diluent that brings a heavy crude to its targets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from oilecon import blending
from oilecon.blending.mixing import BASES
from oilecon.cli.shared import answering, change_parts, changing, of_frame, put
from oilecon.core.viscosity import RULES
from oilecon.errors import InputError, UnitError, quote
from oilecon.inputs import Crude
from oilecon.present.plain import plain
from oilecon.units import PURE, to_magnitude

if TYPE_CHECKING:
    from rich.console import Console

    from oilecon.blending import Dilution

__all__ = ["dilute_crude"]

_METHOD = ("temperature", "rule", "basis")
_BINDS = {
    "api": "The target gravity decides.",
    "viscosity": "The target viscosity decides.",
    "none": "No diluent is needed: the crude meets every target.",
}


def _grades(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a shipped crude."""
    del context, parameter
    names = dict.fromkeys(str(grade) for grade, _ in Crude.catalogue().index)
    return [name for name in names if name.casefold().startswith(begun.casefold())]


@click.command("dilute", short_help="Compute the diluent that a heavy crude needs, and its cost.")
@click.argument("heavy", metavar="HEAVY", shell_complete=_grades)
@click.argument("diluent", metavar="DILUENT", shell_complete=_grades)
@click.option("--api", metavar="VALUE", help="Minimum gravity of the blend, such as '16 degAPI'.")
@click.option("--viscosity", metavar="VALUE", help="Maximum viscosity, such as '350 cSt'.")
@click.option("--temperature", metavar="VALUE", help="Temperature of the viscosity, as '38 degC'.")
@click.option("--rule", type=click.Choice(list(RULES)), help="Mixing rule of viscosities.")
@click.option("--basis", type=click.Choice(list(BASES)), help="Weights of the rule.")
@click.option(
    "--before-shrinkage",
    is_flag=True,
    help="The target gravity is the average before mixing loses volume, not that of the blend.",
)
@click.option("--heavy-cost", metavar="VALUE", help="Cost of the crude, such as '15 USD/bbl'.")
@click.option("--diluent-cost", metavar="VALUE", help="Cost of the diluent, as '60 USD/bbl'.")
@changing
@answering
def dilute_crude(
    heavy: str,
    diluent: str,
    before_shrinkage: bool,
    heavy_cost: str | None,
    diluent_cost: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
    **targets: str | None,
) -> None:
    """Compute the least diluent that brings a heavy crude to a target gravity or viscosity.

    HEAVY and DILUENT are shipped crudes, with a sample after a colon where there are several as in
    Merey:AD02257, or gravities such as '8.5 degAPI'. --set changes them as heavy.sulphur.

    \b
    Example:
      oilecon dilute 'Orinoco extra-heavy' 'heavy naphtha' --api '16 degAPI'
    """
    given = {name: value for name, value in targets.items() if value is not None}
    _check_targets(given)
    if (heavy_cost is None) != (diluent_cost is None):
        msg = (
            "--heavy-cost and --diluent-cost go together; write --heavy-cost '15 USD/bbl' "
            "--diluent-cost '60 USD/bbl'"
        )
        raise InputError(msg)
    oils = change_parts({"heavy": _crude(heavy), "diluent": _crude(diluent)}, sets)
    arguments: dict[str, Any] = {**oils, **given}
    dilution = blending.dilute(shrunk=not before_shrinkage, **arguments)
    figures = _figures(dilution, with_viscosity=all(name in given for name in _METHOD))
    if heavy_cost is not None and diluent_cost is not None:
        cost = dilution.cost(heavy_cost, diluent_cost)
        figures.append(("cost of a barrel of blend", float(cost.magnitude), "USD/bbl"))
    _put(dilution, figures, as_json=as_json, csv_file=csv_file)


def _check_targets(given: dict[str, str]) -> None:
    """Raise an error unless there is a target, and all of the method of a viscosity."""
    if "api" not in given and "viscosity" not in given:
        msg = "a target is required; write --api '16 degAPI', or --viscosity '350 cSt'"
        raise InputError(msg)
    missing = [f"--{name}" for name in _METHOD if name not in given]
    if missing and any(name in given for name in ("viscosity", *_METHOD)):
        msg = (
            f"a viscosity needs {' and '.join(missing)} too; write --temperature '38 degC' "
            "--rule refutas --basis volume"
        )
        raise InputError(msg)


def _crude(text: str) -> Crude:
    """Return a shipped crude by its grade and sample, or one of a gravity."""
    try:
        to_magnitude(text, "degAPI")
    except UnitError:
        grade, _, sample = (part.strip() for part in text.partition(":"))
        if not sample:
            _check_one_sample(grade)
        return Crude.shipped(grade, sample=sample or None)
    return Crude(api=text)


def _check_one_sample(grade: str) -> None:
    """Raise an error if a grade has several samples, with how to write each."""
    gravities = Crude.catalogue()["api [degAPI]"]
    samples = {
        str(sample): api
        for (name, sample), api in zip(list(gravities.index), gravities, strict=True)
        if str(name).casefold() == grade.casefold()
    }
    if len(samples) > 1:
        listed = ", ".join(f"{sample} ({api:g} degAPI)" for sample, api in samples.items())
        msg = (
            f"{quote(grade)} has {len(samples)} samples: {listed}; write "
            f"{quote(f'{grade}:{next(iter(samples))}')} for one of them"
        )
        raise InputError(msg)


def _figures(dilution: Dilution, *, with_viscosity: bool) -> list[tuple[str, float, str]]:
    """Return the figures of a dilution, each with its unit; NaN for what is not defined."""
    share, blend = float(dilution.share.magnitude), dilution.blend
    ratio = float(dilution.ratio_to_heavy.magnitude) if share < 1.0 else math.nan
    figures = [
        ("diluent, share of the volumes mixed", share, PURE),
        ("diluent by the barrel of heavy crude", ratio, PURE),
        ("diluent by the barrel of blend", float(dilution.per_barrel_of_blend.magnitude), PURE),
        ("shrinkage", float(dilution.shrinkage.magnitude), PURE),
        ("gravity before shrinkage", float(dilution.gravity_before_shrinkage.magnitude), "degAPI"),
        ("gravity", float(dilution.gravity.magnitude), "degAPI"),
        ("barrels by the tonne", float(blending.barrels_per_tonne(blend).magnitude), "bbl/t"),
    ]
    if blend.values["sulphur"] is not None:
        figures.append(("sulphur", 100.0 * blend.values["sulphur"], "%"))
    if with_viscosity:
        (mixed,) = blend.viscosities.values()
        figures += [
            ("viscosity", float(mixed.kinematic.magnitude), "cSt"),
            ("viscosity, lowest by the rules", float(blend.viscosity_low.magnitude), "cSt"),
            ("viscosity, highest by the rules", float(blend.viscosity_high.magnitude), "cSt"),
        ]
    return figures


def _put(
    dilution: Dilution,
    figures: list[tuple[str, float, str]],
    *,
    as_json: bool,
    csv_file: str | None,
) -> None:
    """Write a dilution in the requested form."""
    import pandas as pd

    frame = pd.DataFrame(figures, columns=["figure", "value", "unit"]).set_index("figure")
    answer = of_frame(frame)
    heavy, diluent = map(_named, (dilution.heavy, dilution.diluent))
    binds = str(dilution.binds)
    document = {
        "heavy": heavy,
        "diluent": diluent,
        "binds": binds,
        "figures": answer.document,
    }

    def show(console: Console) -> None:
        whole = not console.is_terminal
        title = plain(f"{heavy} with {diluent}")
        console.print(f"{title}\n", style="bold", soft_wrap=whole)
        answer.show(console)
        undefined = [name for name, value, _ in figures if math.isnan(value)]
        console.print(f"\n{_BINDS[binds]}")
        if undefined:
            sentence = f"Not defined, since the blend is all diluent: {', '.join(undefined)}."
            console.print(sentence, soft_wrap=whole)

    put(answer._replace(document=document, show=show), as_json, csv_file)


def _named(oil: Crude) -> str:
    """Return an oil's name with its gravity."""
    gravity = f"{oil.api.magnitude:g} degAPI"
    return f"{oil.name} of {gravity}" if oil.name else gravity

"""The shipped loans, and the terms by which oil served some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.inputs import CollectionAccount, Loan, OilRepayment
from oilecon.reference import loans as tables
from oilecon.reference.tables import ABSENT
from oilecon.units import Q

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

__all__ = ["loan", "oil_repayment", "terms"]


@overload
def loan() -> pd.DataFrame: ...
@overload
def loan(name: str, **own: Any) -> Loan: ...
def loan(name: str | None = None, **own: Any) -> Loan | pd.DataFrame:
    """Return a shipped loan, or a table of them.

    Parameters
    ----------
    name : str, optional
        Such as ``'CDB 2012 equipment'``. Without it, the table.
    **own
        Fields of `Loan` that replace the shipped ones, or give what is not published.

    Returns
    -------
    Loan or pandas.DataFrame
        The loan; its note says which terms are published, and ``oilecon.lending.terms(name)``
        gives the source of each.

    Raises
    ------
    UnknownName
        If no shipped loan has that name.
    InputError
        If a term without which nothing can be computed is not published and not given.

    Examples
    --------
    >>> print(loan("CDB 2012 equipment").principal.to("MUSD"))
    495.0 MUSD
    """
    if name is None:
        if own:
            msg = (
                f"loan: {min(own)}: of which loan? write loan('CDB 2012 equipment', {min(own)}=...)"
            )
            raise InputError(msg)
        return _listed()
    found = _of(name, tables.loans(), "loan")
    fields = _fields(found)
    lacking = [
        term.field for term in found if term.evidence.kind == ABSENT and term.field not in own
    ]
    for field in ("rate", "base"):
        if field in lacking:
            msg = (
                f"loan: {name}: the {field} is not published; give one of your own, as "
                f"loan({name!r}, {field}='6 %/year')"
            )
            raise InputError(msg)
    return Loan(**{"name": name, "note": _note(found, own), **fields, **own})


def oil_repayment(name: str, **own: Any) -> OilRepayment:
    """Return the terms by which oil served a loan.

    Parameters
    ----------
    name : str
        ``'Joint Fund B 2010'``, ``'Long-term fund 2011'`` or ``'Collection account 2012'``.
    **own
        Fields of `OilRepayment` that replace them.

    Raises
    ------
    UnknownName
        If none has that name.

    Examples
    --------
    >>> print(oil_repayment("Joint Fund B 2010").min)
    107000.0 bbl/day
    """
    found = _of(name, tables.repayments(), "repayment")
    fields = _fields(found)
    account = {key: fields.pop(key) for key in list(fields) if "." in key}
    if account:
        figures = {key.partition(".")[2]: value for key, value in account.items()}
        fields["account"] = CollectionAccount(**figures)
    return OilRepayment(**{"name": name, "note": _note(found, own), **fields, **own})


def terms(name: str) -> pd.DataFrame:
    """Return every term of a shipped loan or repayment, with what is not published.

    Parameters
    ----------
    name : str
        As for `loan` or `oil_repayment`.

    Returns
    -------
    pandas.DataFrame
        By field: value, low, high, unit, kind, as_of, source and note.

    Raises
    ------
    UnknownName
        If none has that name.
    """
    import pandas as pd

    found = _of(name, {**tables.loans(), **tables.repayments()}, "loan or repayment")
    records = {
        term.field: {
            "value": term.value,
            "low": _end(term.evidence.low),
            "high": _end(term.evidence.high),
            "unit": term.unit,
            "kind": term.evidence.kind,
            "as_of": term.evidence.as_of,
            "source": " ".join(term.evidence.source),
            "note": term.evidence.note,
        }
        for term in found
    }
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("field")


def _end(end: float | None) -> str:
    """Return an end of a range as a table of terms shows it, which has words too."""
    return "" if end is None else f"{end:.15g}"


def _of(
    name: object, known: Mapping[str, tuple[tables.Term, ...]], what: str
) -> tuple[tables.Term, ...]:
    if not isinstance(name, str) or name not in known:
        msg = f"no shipped {what} {quote(name)}{did_you_mean(str(name), known)}"
        raise UnknownName(msg)
    return known[name]


def _fields(found: Iterable[tables.Term]) -> dict[str, Any]:
    """Return what the group's fields take."""
    return {term.field: _value(term) for term in found if term.evidence.kind != ABSENT}


def _value(term: tables.Term) -> Any:
    if not term.unit:
        return term.value
    figures = [float(figure) for figure in term.value.split()]
    if term.unit == "months":
        return f"{term.value} months"
    return Q(figures, term.unit) if len(figures) > 1 else f"{term.value} {term.unit}"


def _note(found: Iterable[tables.Term], own: Mapping[str, Any]) -> str:
    kinds = {"your own": list(own)} if own else {}
    for term in found:
        if term.field.partition(".")[0] not in own:
            kinds.setdefault(term.evidence.kind, []).append(term.field)
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items())


def _listed() -> pd.DataFrame:
    import pandas as pd

    records = {}
    for name, found in tables.loans().items():
        shown = {
            term.field: f"{term.value} {term.unit}"
            for term in found
            if term.evidence.kind != ABSENT
        }
        records[name] = {
            "principal": shown["principal"],
            "tenor": shown["tenor"],
            "not published": ", ".join(
                term.field for term in found if term.evidence.kind == ABSENT
            ),
            "source": " ".join(
                dict.fromkeys(key for term in found for key in term.evidence.source)
            ),
        }
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("loan")

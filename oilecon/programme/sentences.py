"""A run in sentences: where the barrels and the money go, and what gives way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oilecon.programme.runs import ProgrammeRun
    from oilecon.units import FloatArray

__all__ = ["sentences"]

_BARREL, _CENT = 1.0, 0.005


def sentences(run: ProgrammeRun) -> list[str]:
    """Return a run in sentences; of many paths, means with a range."""
    return list(_Told(run).all())


class _Told:
    """The sentences of a run, from columns with months on axis 0 and paths on axis 1."""

    def __init__(self, run: ProgrammeRun) -> None:
        self.run, self.labels = run, run.programme.calendar.labels
        self.days = np.array(run.programme.calendar.days)[:, None]
        self.raws = {
            name: column.magnitude.reshape(len(self.labels), -1)
            for name, column in run.columns(*run.column_names).items()
        }

    def all(self) -> Iterator[str]:
        """Yield every sentence."""
        if self.run.n is not None:
            yield f"Figures are means of {self.run.n:,} paths, with their 10 % to 90 % in brackets."
        yield self._made()
        yield from self._by_year()
        yield from self._shut_in()
        yield from self._diluent()
        yield from self._terms()
        yield from self._lenders()
        yield from self._money()

    # -- figures ----------------------------------------------------------------------------------

    def _amount(self, by_path: FloatArray, unit: str = "Mb") -> str:
        """Return a figure in millions; of many paths, its mean and range."""
        mean = f"{by_path.mean() / 1e6:,.1f} {unit}"
        low, high = (f"{each / 1e6:,.1f}" for each in np.quantile(by_path, [0.1, 0.9]))
        return mean if low == high else f"{mean} ({low} to {high})"

    def _sum(self, name: str) -> FloatArray:
        total: FloatArray = self.raws[name].sum(axis=0)
        return total

    def _months(self, inside: Any) -> str:
        """Return the months in which something is so, and those in which it is on some paths."""
        share = inside.mean(axis=1)
        parts = []
        if (share == 1.0).any():
            parts.append(f"in {self._spans(share == 1.0)}")
        some = (share > 0.0) & (share < 1.0)
        if some.any():
            parts.append(
                f"in {self._spans(some)} on up to {100.0 * share[some].max():.3g} % of the paths"
            )
        return ", and ".join(parts)

    def _spans(self, which: Any) -> str:
        """Return months in a row by their first and last."""
        spans, first = [], None
        for k, inside in enumerate([*which, False]):
            if inside and first is None:
                first = k
            elif not inside and first is not None:
                last = self.labels[k - 1]
                spans.append(last if first == k - 1 else f"{self.labels[first]} to {last}")
                first = None
        return _listed(spans)

    # -- sentences --------------------------------------------------------------------------------

    def _parts(self, total: Any) -> list[str]:
        """Return where the barrels went, by a function that adds up a column."""
        programme = self.run.programme
        contracts = [name for name, each in programme.contracts.items() if each.route]
        parts = [(f"{name}.barrels", f"by {name}") for name in self.run.outlets]
        parts += [(f"{name}.barrels", f"to lenders of {name}") for name in contracts]
        told = [
            f"{total(column)} {words}"
            for column, words in parts
            if self._sum(column).max() > _BARREL
        ]
        return told or ["nothing left"]

    def _made(self) -> str:
        def total(name: str) -> str:
            return self._amount(self._sum(name))

        parts = self._parts(total)
        if self._sum("bartered").max() > _BARREL:
            parts.append(f"{total('bartered')} for diluent")
        moved = self._sum("made") - self._sum("bartered") - self._sum("exported")
        stock = self._amount(self.raws["stock"][-1])
        held = f"storage {'rose' if moved.mean() >= 0.0 else 'fell'} by "
        held += f"{self._amount(np.abs(moved))} to {stock}"
        home = ""
        if self._sum("domestic").max() > _BARREL:
            home = f", beside {total('domestic')} of heavy crude used at home"
        span = self.run.programme.months.replace("/", " to ")
        return f"{span}: {total('made')} of blend made{home}; {_listed(parts)}; {held}."

    def _by_year(self) -> Iterator[str]:
        years = np.array([int(label[:4]) for label in self.labels])
        for year in dict.fromkeys(years.tolist()) if len(set(years.tolist())) > 1 else ():
            inside = years == year

            def total(name: str, inside: Any = inside) -> str:
                return self._amount(self.raws[name][inside].sum(axis=0))

            parts = self._parts(total)
            yield f"{year}: {total('made')} made; {_listed(parts)}."

    def _shut_in(self) -> Iterator[str]:
        for stream in self.run.streams:
            shut = self.raws[f"{stream}.shut_in"]
            inside = shut > _BARREL
            if not inside.any():
                continue
            peak = int(shut.mean(axis=1).argmax())
            most = shut.mean(axis=1)[peak] / self.days[peak, 0] / 1e3
            wells = self._supply(stream).production
            storage: Any = 0.0 if wells is None else np.reshape(wells.values["storage"], (-1, 1))
            full = inside & (self.raws[f"{stream}.stock"] >= storage - _BARREL)
            lacking = inside & self._lacking(stream)
            full = full & ~lacking
            other = inside & ~full & ~lacking
            why = []
            room = "storage was full" if np.any(storage > 0.0) else "there was no outlet or storage"
            for which, reason in (
                (full, room),
                (lacking, "diluent lacked"),
                (other, "wells were not open again, or more was not worth its cost"),
            ):
                if which.any():
                    why.append(f"{reason} {self._months(which)}")
            yield (
                f"{stream}: {self._amount(shut.sum(axis=0))} of heavy crude shut in, "
                f"{self._months(inside)}, most in {self.labels[peak]} ({most:,.0f} kb/day): "
                f"{'; '.join(why)}."
            )

    def _supply(self, stream: str) -> Any:
        programme = self.run.programme
        return programme.supply if stream == "supply" else programme.streams[stream]

    def _lacking(self, stream: str) -> Any:
        """Return in which months a stream used all the diluent that it could have."""
        short, used = (self.raws[f"{stream}.{each}"] for each in ("diluent_short", "diluent"))
        own = self._supply(stream).values["diluent_supply"]
        all_used: Any = np.zeros(short.shape, dtype=bool)
        if own is not None:
            all_used = used >= np.reshape(own, (-1, 1)) * self.days - _BARREL
        if self.run.programme.diluent_pool is not None:
            all_used = all_used | (self.raws["diluent_stock"] < _BARREL)
        return all_used & (short > _BARREL)

    def _diluent(self) -> Iterator[str]:
        for stream in self.run.streams:
            lacking = self._lacking(stream)
            if lacking.any():
                short = np.where(lacking, self.raws[f"{stream}.diluent_short"], 0.0)
                yield (
                    f"{stream}: diluent was short by {self._amount(short.sum(axis=0))} of what the "
                    f"wells' crude takes, {self._months(lacking)}."
                )

    def _terms(self) -> Iterator[str]:
        calendar = self.run.programme.calendar
        for name in self.run.outlets:
            outlet: Any = self.run.programme.routes[name].outlet
            share = [
                calendar.open_share(k, outlet.since, outlet.until) for k in range(len(self.labels))
            ]
            term = (
                np.reshape(outlet.values["term"], (-1, 1)) * self.days * np.reshape(share, (-1, 1))
            )
            short = np.maximum(term - self.raws[f"{name}.barrels"], 0.0)
            if (short > _BARREL).any():
                yield (
                    f"{name}: its term volume is short by {self._amount(short.sum(axis=0))}, "
                    f"{self._months(short > _BARREL)}."
                )

    def _lenders(self) -> Iterator[str]:
        for name in self.run.programme.contracts:
            short = self.raws[f"{name}.short"]
            if (short > _BARREL).any():
                yield (
                    f"{name}: {self._amount(short.sum(axis=0))} contracted for lenders were not "
                    f"delivered, {self._months(short > _BARREL)}."
                )
            overdue = self.raws[f"{name}.arrears"]
            if (overdue > _CENT).any():
                peak = int(overdue.mean(axis=1).argmax())
                end = ""
                if peak < len(self.labels) - 1:
                    end = f", and are {self._amount(overdue[-1], 'MUSD')} at the end"
                yield (
                    f"{name}: payments were overdue {self._months(overdue > _CENT)}; arrears "
                    f"reached {self._amount(overdue[peak], 'MUSD')} in {self.labels[peak]}{end}."
                )
            debt = self._amount(self.raws[f"{name}.debt"][-1], "MUSD")
            paid = [
                f"{self._amount(self._sum(f'{name}.{each}'), 'MUSD')} {words}"
                for each, words in (("service", "out of oil"), ("cash_service", "in cash"))
                if self._sum(f"{name}.{each}").max() > _CENT
            ]
            yield (
                f"{name}: lenders were paid {_listed(paid or ['nothing'])}; {debt} are owed at the "
                "end."
            )

    def _money(self) -> Iterator[str]:
        earned, released, cash = (
            self._amount(self._sum(name), "MUSD") for name in ("earned", "released", "cash")
        )
        waits = self._amount(self.raws["receivable"][-1] + self.raws["fund"][-1], "MUSD")
        yield (
            f"Exports earned {earned} as they were loaded; {released} were released, and {waits} "
            "are receivable or held at the end."
        )
        lost = self._sum("uncollected")
        if lost.max() > _CENT:
            yield f"{self._amount(lost, 'MUSD')} of what fell due were never paid."
        state = self._amount(self._sum("state"), "MUSD")
        partners = self._sum("partners")
        share = f", and {self._amount(partners, 'MUSD')} partners" if np.any(partners) else ""
        yield (
            f"Cash after costs, investment and service was {cash}: {state} reached the "
            f"state{share}."
        )
        low = self.raws["cash"] < -_CENT
        if low.any():
            worst = int(self.raws["cash"].mean(axis=1).argmin())
            amount = self._amount(self.raws["cash"][worst], "MUSD")
            yield (
                f"Cash was below zero {self._months(low)}, lowest in {self.labels[worst]}: "
                f"{amount}."
            )


def _listed(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last

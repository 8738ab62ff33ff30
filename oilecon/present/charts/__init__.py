"""Charts of plain tables, drawn by matplotlib.

Each function takes a table and returns the Axes. None knows what the numbers mean. All share one
frame: legible in black and white, units on the axes, the source under the chart.
"""

from oilecon.present.charts.barred import bars, bridge, ranges, recipients, tornado, waterfall
from oilecon.present.charts.frame import as_label, as_text, finish, legend_above, new_axes, style
from oilecon.present.charts.spread import fan, grid, heat_map, histogram
from oilecon.present.charts.timed import balances, layers, months, spans

__all__ = [
    "as_label",
    "as_text",
    "balances",
    "bars",
    "bridge",
    "fan",
    "finish",
    "grid",
    "heat_map",
    "histogram",
    "layers",
    "legend_above",
    "months",
    "new_axes",
    "ranges",
    "recipients",
    "spans",
    "style",
    "tornado",
    "waterfall",
]

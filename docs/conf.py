"""Sphinx configuration. Builds offline; OILECON_DOCS_INTERSPHINX=1 resolves links to other docs."""

from __future__ import annotations

import gc
import importlib.metadata
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

# A build keeps nearly all that it makes, and looking for what it does not took a sixth of its time.
gc.set_threshold(50_000, 20, 20)

project = "oilecon"
author = "the oilecon developers"
project_copyright = "2026, the oilecon developers"
release = importlib.metadata.version("oilecon")
version = release

extensions = [
    "matplotlib.sphinxext.plot_directive",
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_copybutton",
    "sphinx_design",
    "from_package",  # ours: tables made from the package, so that they cannot differ from it
    "guide",  # ours: the table of decisions, and the nomenclature
    "notebooks",  # ours: pages to download as notebooks
]
exclude_patterns = ["_build", "_extensions"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autosummary_generate = False  # its tables only: the pages under reference/ say where things stand
autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings give types, units and shapes
numpydoc_show_class_members = False  # else every class asks for a page per member

plot_include_source = False  # the example above it is the code, and is tested
plot_html_show_source_link = False
plot_html_show_formats = False
plot_formats = ["svg"]

copybutton_exclude = ".linenos, .gp, .go"  # copies what was typed, not prompts and output

html_theme = "pydata_sphinx_theme"
html_title = "oilecon"
html_baseurl = os.environ.get(
    "READTHEDOCS_CANONICAL_URL", "https://oilecon.readthedocs.io/en/latest/"
)
html_static_path = ["_static"]
html_css_files = ["oilecon.css"]
html_theme_options = {
    "github_url": "https://github.com/oilecon/oilecon",
    "navigation_with_keys": False,
    "show_nav_level": 2,
}

nitpicky = True
if os.environ.get("OILECON_DOCS_INTERSPHINX") == "1":
    extensions.append("sphinx.ext.intersphinx")
    intersphinx_mapping = {
        "matplotlib": ("https://matplotlib.org/stable", None),
        "numpy": ("https://numpy.org/doc/stable", None),
        "pandas": ("https://pandas.pydata.org/docs", None),
        "pint": ("https://pint.readthedocs.io/en/stable", None),
        "python": ("https://docs.python.org/3", None),
    }
else:
    # Offline, names of other projects lead nowhere; a name of ours still must.
    nitpick_ignore_regex = [
        (r"py:.*", r"(collections|concurrent|datetime|pathlib|typing)(\..*)?"),
        (r"py:.*", r"(dask|matplotlib|numpy|pandas|pint)(\..*)?"),
    ]

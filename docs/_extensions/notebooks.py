"""`{notebook}`: offers a page as a Jupyter notebook, which the build writes beside it."""

from __future__ import annotations

import re
from doctest import DocTestParser, Example
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import nbformat
from docutils import nodes
from nbformat import v4
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

FENCE = re.compile(r"^```(?P<kind>\S*)\n(?P<body>.*?)^```$\n*", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?P<page>[^)\s:]+)\.md(?P<anchor>#[^)]*)?\)")


class Notebook(SphinxDirective):
    """A line that offers the page as a notebook."""

    def run(self) -> list[nodes.Node]:
        """Mark the page and link to what will be written."""
        self.env.metadata[self.env.docname]["notebook"] = True
        name = f"{Path(self.env.docname).name}.ipynb"
        link = nodes.reference("", "Download this page as a notebook", refuri=name, internal=True)
        return [nodes.paragraph("", "", link, nodes.Text("."))]


def code_cells(block: str) -> Iterator[nbformat.NotebookNode]:
    """Yield a cell for each output of a block of examples: a notebook shows a cell's last value."""
    lines = ""
    for example in DocTestParser().get_examples(block) or [Example(block, "")]:  # no prompts
        lines += example.source
        if example.want:
            yield _code(lines, example.want, raises=example.exc_msg is not None)
            lines = ""
    if lines:
        yield _code(lines)


def _code(source: str, output: str = "", *, raises: bool = False) -> nbformat.NotebookNode:
    text = output.replace("<BLANKLINE>\n", "\n")
    shown = [v4.new_output("stream", name="stderr" if raises else "stdout", text=text)]
    tags = {"tags": ["raises-exception"]} if raises else {}
    return v4.new_code_cell(source.rstrip(), outputs=shown if text else [], metadata=tags)


def cells(page: str, address: str) -> Iterator[nbformat.NotebookNode]:
    """Yield the cells of a page, whose links are made to lead to the site."""
    linked = LINK.sub(
        lambda link: f"]({urljoin(address, link['page'])}.html{link['anchor'] or ''})", page
    )
    prose, start = "", 0
    for fence in FENCE.finditer(linked):
        prose += linked[start : fence.start()]
        start = fence.end()
        if fence["kind"] == "python":
            if prose.strip():
                yield v4.new_markdown_cell(prose.strip())
            prose = ""
            yield from code_cells(fence["body"])
        elif not fence["kind"].startswith("{"):  # a directive is the site's alone
            prose += fence[0]
    if (prose + linked[start:]).strip():
        yield v4.new_markdown_cell((prose + linked[start:]).strip())


def write(app: Sphinx, failure: Exception | None) -> None:
    """Write the notebook of each marked page into the site."""
    if failure or app.builder.format != "html":
        return
    for page in (name for name, about in app.env.metadata.items() if "notebook" in about):
        text = Path(app.env.doc2path(page)).read_text(encoding="utf-8")
        notebook = v4.new_notebook(cells=list(cells(text, urljoin(app.config.html_baseurl, page))))
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        for number, cell in enumerate(notebook.cells):
            cell.id = f"cell-{number}"  # else it is drawn, and every build differs
        nbformat.validate(notebook)
        nbformat.write(notebook, Path(app.outdir, f"{page}.ipynb"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive and the writer."""
    app.add_directive("notebook", Notebook)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

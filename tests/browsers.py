"""What a page in a real browser computes."""

from __future__ import annotations

import html
import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def answer(browser: str, page: Path, *options: str) -> Any:
    """What a page writes as JSON into its element `answer`, once it has run."""
    profile = page.parent / "profile"
    command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += ["--allow-file-access-from-files", f"--user-data-dir={profile}", *options]
    ran = subprocess.run(
        [*command, page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )
    found = re.search(r'<pre id="answer">(.*?)</pre>', ran.stdout, re.DOTALL)
    assert found is not None, ran.stdout[-2000:] + ran.stderr[-2000:]
    return json.loads(html.unescape(found[1]))


def asking(page: str, script: str) -> str:
    """A page that also runs a script, whose `answer` it shows."""
    shown = 'document.getElementById("answer").textContent = JSON.stringify(answer);'
    added = f'<pre id="answer"></pre><script>{{ let answer; {script}; {shown} }}</script>'
    return page.replace("</body>", f"{added}</body>")

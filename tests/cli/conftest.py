"""The command line, run in this process as a user would type it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oilecon import cli
from tests.samples import Ran

if TYPE_CHECKING:
    from tests.samples import Run


@pytest.fixture
def oilecon(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as left:
            cli.main(list(arguments))
        printed = capsys.readouterr()
        return Ran(int(left.value.code or 0), printed.out, printed.err)

    return run

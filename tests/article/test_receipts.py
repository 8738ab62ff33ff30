"""What the state was left with: one calibration, and checks of it."""

from __future__ import annotations

import pytest

import oilecon as oe


def test_receipts_are_one_calibration_and_checks_that_no_input_was_taken_from() -> None:
    found = oe.article.receipts()
    frame = found.to_frame()
    assert len(found) == len(frame) == 7
    published, library = frame["published [USD/bbl]"], frame["library [USD/bbl]"]
    assert (frame["difference [USD/bbl]"] == library - published).all()
    calibrated = frame[frame["role"] == "calibration"]
    assert (calibrated["published [USD/bbl]"] == 30.5).all()
    # By hand, in plain floats, with Brent 62.54 and TD22's mean of December, 89,668 USD/day.
    assert calibrated["library [USD/bbl]"].tolist() == pytest.approx([31.487, 32.451], abs=5e-4)
    checks = frame[frame["role"] == "check"]
    assert checks["published [USD/bbl]"].tolist() == [59.43, 56.5, 16.0]
    # The 15 below Brent of the first sale is an input, so that its receipt tests nothing.
    same = frame[frame["role"] == "consistency"]
    assert same["published [USD/bbl]"].tolist() == [45.45, 45.45]
    assert same["note"].str.contains("onsistency only").all()
    by_hand = [66.60 - 15.0, 62.0 - 15.0]  # FOB is Brent less 15
    assert same["library [USD/bbl]"].tolist() == pytest.approx(by_hand, rel=1e-12)
    for _, row in checks.iterrows():
        assert row["library, low [USD/bbl]"] <= row["library [USD/bbl]"]
        assert row["library [USD/bbl]"] <= row["library, high [USD/bbl]"]
    multiple = oe.scenario("article-sanctioned").row("asia.sea.shadow_multiple")
    assert multiple is not None
    assert "calibration" in multiple.evidence.note
    assert set(multiple.evidence.source) & set(" ".join(calibrated["source"]).split())
    assert not frame["note"].eq("").any()
    assert found.calibration == (
        "One input of the sanctioned reading is calibrated: the shadow multiple, 1.75, was solved "
        "outside the library from one target, state receipts of 30 to 31 USD/bbl in December "
        "2025. At that multiple the library gives 31.5 (china-2025-12-10) and 32.5 "
        "(article-sanctioned)."
    )

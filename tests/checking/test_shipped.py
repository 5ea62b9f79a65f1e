"""Two hundred variants of every shipped template are proved, half of them with all their texts."""

from __future__ import annotations

import pytest

from probgen import bank, checking, shelf
from probgen.model import Template

TEMPLATES = [template for file in sorted(shelf.shipped().glob("**/*.yaml")) for template in bank.load(file)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_all_seeds_are_drawn_proved_and_composed(template: Template) -> None:
    whole = checking.stress(template, range(checking.ENOUGH))
    keys = checking.stress(template, range(checking.ENOUGH, 200), keys_only=True)
    assert whole.failures | keys.failures == {}
    assert checking.faults(whole, template) == []
    assert whole.proofs["unproved"] + keys.proofs["unproved"] == 0

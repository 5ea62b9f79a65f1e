"""What the shipped entries leave to their authors, told without a draw."""

from __future__ import annotations

from probgen import bank, proof, shelf
from probgen.document import BY_RUBRIC

STATED = """
attention_complexity g, causal_linear_attention h, circular_shift_invariance d, conv1d_filter_recovery c,
hand_designed_attention i, linear_autoencoder a, linear_autoencoder b, linear_autoencoder c, linear_autoencoder e,
masked_binary_cross_entropy e, multiplicative_noise_ridge a, multiplicative_noise_ridge b, normalization_axes f,
random_feature_attention h, scaled_dot_product_variance f
"""


def test_fifteen_keys_of_shipped_entries_are_stated_and_none_is_unproved() -> None:
    found = {"stated": set[str](), "unproved": set[str]()}
    for file in shelf.files([shelf.shipped()]):
        for template in bank.load(file):
            proofs = proof.of(template)
            for part in template.parts:
                state = proofs[part.label].state
                if state in found and not {answer.kind for answer in part.answers} <= {*BY_RUBRIC}:
                    found[state].add(f"{template.id} {part.label}")
    assert found == {"stated": set(" ".join(STATED.split()).split(", ")), "unproved": set()}

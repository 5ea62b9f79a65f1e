"""Figures by their meaning; `probgen.figures` lays them out, writers draw them.

A further kind of figure is a dataclass here, with a mandatory `alt`, and a layout there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .inline import Inlines


@dataclass(frozen=True, slots=True)
class Branch:
    """An edge of a tree with its label, and the node it leads to."""

    label: Inlines  # on the edge
    node: TreeNode
    marked: bool = False  # drawn heavy: kept by the search, on the best path ...


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node with its branches in reading order."""

    label: Inlines
    branches: tuple[Branch, ...] = ()
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree drawn from left to right."""

    root: TreeNode
    alt: str


Figure: TypeAlias = Tree
FIGURE_TYPES = (Tree,)

"""Tests of the computed families."""

"""Tests of the stress run."""

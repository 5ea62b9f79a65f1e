"""Writes every kept text anew, for a person to read before it is committed."""

from __future__ import annotations

from tests import reference, test_coverage, test_errors, test_knobs, test_stream

if __name__ == "__main__":
    test_errors.accept()
    test_stream.accept()
    reference.accept()
    test_coverage.accept()
    test_knobs.accept()

"""Exam and problem generator: YAML problem banks to matched exam and solution papers."""

__version__ = "0.1.0"

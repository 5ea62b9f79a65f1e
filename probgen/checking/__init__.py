"""The stress run of bank authors: many variants of a template, drawn, solved, proved, composed and counted."""

from .report import Failure, Report, Tally, mistake_name, reproduce
from .running import settings, stream, stress, stress_all
from .verdicts import ENOUGH, faults, texts, uniformity

__all__ = [
    "ENOUGH",
    "Failure",
    "Report",
    "Tally",
    "faults",
    "mistake_name",
    "reproduce",
    "settings",
    "stream",
    "stress",
    "stress_all",
    "texts",
    "uniformity",
]

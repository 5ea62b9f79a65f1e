"""Strict YAML with the place of everything: what banks, blueprints and given numbers are read with."""

from .document import Data, DataPath, Document, Key
from .source import SIZE, load_text, read, read_text, scan, shown, typed

__all__ = ["SIZE", "Data", "DataPath", "Document", "Key", "load_text", "read", "read_text", "scan", "shown", "typed"]

"""The language of banks: draws, expressions, and text that is filled and read."""

"""Marks for what students answered to a set of papers: read, compared with the key, followed through, counted."""

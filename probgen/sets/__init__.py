"""Sets of papers: the record that makes them again, and the swap that gives them their name."""

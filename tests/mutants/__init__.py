"""Whether the second methods are second methods: every mutant of a `solve` must be noticed by its `verify`."""

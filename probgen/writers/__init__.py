"""The outputs: one module each; `probgen.writers.table` lists them."""

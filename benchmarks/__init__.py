"""What probgen costs beside other ways to the same papers: measured side by side, told as ratios."""

"""Mon Budget Santé: the application's version, and nothing else."""

VERSION = "0.1.0"

"""claimtrack: numeric claims in news, each with who asserted it and whether it was verified."""

__version__ = "0.1.0"

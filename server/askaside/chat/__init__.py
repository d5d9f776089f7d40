"""An answer now."""

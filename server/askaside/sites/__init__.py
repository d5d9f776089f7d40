"""One host product each: what its folder says of it."""

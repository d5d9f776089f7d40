"""When we are there: calendars, holidays, and why a time falls due when it does."""

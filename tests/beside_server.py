"""`python -m askaside.wsgi` that does not mind another server on the same database: for tests of what holds between two."""

from askaside import wsgi  # and nothing before it that it must patch

if __name__ == "__main__":
    wsgi.alone.Alone._hold = lambda alone: None
    wsgi.main()

"""A fault planted in a copy of the code."""

import shutil

from material import ROOT


def planted(folder, changes):
    """A copy of the server with a fault in it: what goes into PYTHONPATH. `changes`: [(file, what stands there once, what stands there instead)], files of the
    server, or below migrations/"""
    bare = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "server" / "askaside", folder / "server" / "askaside", symlinks=True, ignore=bare)
    shutil.copytree(ROOT / "migrations", folder / "migrations", ignore=bare)
    for path, there, instead in changes:
        file = folder / path if path.startswith("migrations/") else folder / "server" / "askaside" / path
        text = file.read_text()
        assert text.count(there) == 1, (path, there)
        file.write_text(text.replace(there, instead))
    return str(folder / "server")

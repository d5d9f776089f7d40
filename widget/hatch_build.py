"""Before a wheel or an sdist is packed: have the widget built.

In a checkout it is built where it is missing or older than its sources. An sdist carries the built widget, and its wheel
holds the same bytes with Node and without.
"""

import os
import shutil
import subprocess
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("src", "locales", "demo", "build.mjs", "package.json", "package-lock.json")
NODE = 20   # oldest that builds


class WidgetHook(BuildHookInterface):
    """Called by hatchling for each target."""

    def initialize(self, version, build_data):
        """Build the widget if it must be; abort with a word on what to do where that is not possible."""
        if version == "editable":
            return   # a checkout serves what `make` has built
        root = Path(self.root)
        widget, built = root / "widget", root / "server" / "askaside" / "static" / "askaside.js"
        packed = (root / "PKG-INFO").is_file()   # an sdist has one
        if built.is_file() and (packed or built.stat().st_mtime >= _newest(widget)):
            return
        path = os.pathsep.join([str(root / ".node" / "bin"), os.environ.get("PATH", os.defpath)])   # `make setup` puts Node there
        if _has_node(path):
            self._build(widget, {**os.environ, "PATH": path})
        elif built.is_file():
            self.app.display_warning("The built widget is older than its sources, and is packed as it is: there is no Node to build it.")
        else:
            self.app.abort(f"The widget is not built, and there is no Node {NODE} or newer with npm to build it. "
                           "Run `make setup` first, which fetches Node, or install from a wheel or an sdist, which carry the widget.")

    def _build(self, widget, environ):
        commands = [["node", "build.mjs"]]
        if not (widget / "node_modules" / "esbuild").is_dir():
            commands.insert(0, ["npm", "ci", "--omit=dev", "--no-audit", "--no-fund"])
        for command in commands:
            done = subprocess.run([shutil.which(command[0], path=environ["PATH"]), *command[1:]], cwd=widget, env=environ, check=False)
            if done.returncode:
                self.app.abort(f"The widget could not be built: `{' '.join(command)}` in widget/ ended with {done.returncode}.")


def _newest(widget):
    """When the youngest of the sources was changed, in seconds since 1970."""
    files = [file for name in SOURCES for file in [widget / name, *(widget / name).rglob("*")] if file.is_file()]
    return max(file.stat().st_mtime for file in files)


def _has_node(path):
    """Is there a Node that is new enough, and npm?"""
    node = shutil.which("node", path=path)
    if not node or not shutil.which("npm", path=path):
        return False
    told = subprocess.run([node, "-p", "parseInt(process.versions.node)"], capture_output=True, text=True, check=False).stdout.strip()
    return told.isdecimal() and int(told) >= NODE

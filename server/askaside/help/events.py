"""What happens to the help."""

from dataclasses import dataclass

from ..core.events import Event


@dataclass(frozen=True)
class LibraryChanged(Event):
    """Content, votes or notice of `site` (its key) changed; the new version is served."""

    site: str

"""Why the site cannot keep what it makes, in words for who runs it."""

from __future__ import annotations

import errno
from pathlib import Path

_FULL = "de schijf is vol. Maak daar ruimte vrij"
_FORBIDDEN = "de site mag daar niet schrijven. Geef de site dat recht"
_IN_THE_WAY = "daar staat een bestand in de weg. Haal het weg"
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "een bestand mag daar niet groot genoeg worden. Verruim die grens",
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: "daar kan alleen worden gelezen. Maak schrijven mogelijk",
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.ENOENT: "de map verdween. Zet haar terug",
}


def cannot_keep(what: str, folder: Path, error: OSError) -> str:
    """Two Dutch sentences: that `what` cannot be written in `folder`, why, and what to do."""
    reason = _REASONS.get(error.errno or 0, f"{error.strerror or error}. Kijk die map na")
    return f"{what} kan niet worden bewaard in {folder}: {reason}, of zet INSTANCE_DIR op een andere map."

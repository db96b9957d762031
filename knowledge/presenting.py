"""What pages of the knowledge base and of trees show alike."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

SITE_NAME = "Veiligheidswijzer"


@dataclass(frozen=True, slots=True)
class Checked:
    """When the content was compared with its sources; `reviewed_by` is empty until an expert has judged it."""

    on: datetime.date
    before: datetime.date
    overdue: bool
    reviewed_by: str

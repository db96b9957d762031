"""The application as a production server loads it. What is missing is said in one Dutch sentence, without a traceback."""

from __future__ import annotations

import sys

from app import create_app
from publishing.publisher import ContentMissing, IndexMissing
from publishing.settings import SettingError

try:
    application = create_app()
except (ContentMissing, IndexMissing, SettingError) as error:
    sys.exit(str(error))

"""Puts the rooms together: one snapshot of everything, its reload while the site runs, home, health, errors, JSON description, commands.

It may use every other room; none of them uses it. Only `snapshot.py`, `publisher.py`, `navigation.py` and `settings.py` know no Flask.
"""

"""Measures speed and memory. Numbers are ratios within one run where they can be: machines are noisy.

It may use every room; nothing uses it, and no test depends on how fast something is.
"""

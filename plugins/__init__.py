"""Sinmungo's own plugins, and the pure core and guarded edge they stand on."""

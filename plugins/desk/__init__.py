"""Where staff work: the commands of ``tasks.py``. A front door: it may call every plugin, and nothing imports it."""

"""git as a test uses it: in a folder of its own, by somebody with a name."""

import subprocess


def git(folder, *words):
    """What git prints."""
    who = ("-c", "user.name=t", "-c", "user.email=t@t.example")
    return subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True).stdout

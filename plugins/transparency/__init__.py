"""투명성: what we promised and how long we took, computed from the git tree, with the data to check it."""

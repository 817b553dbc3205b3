"""찾기: a Korean reader finds a word with whatever particle it stands, in a static site, without a server."""

"""The nouns and pure rules every plugin shares. Imports nothing else of ours."""

"""Cases and their posts: read, checked, put in order, shown. The heart of the public side."""

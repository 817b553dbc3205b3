"""빠른빌드: a rebuild costs what an edit touches, and every byte is what a clean build would have written."""

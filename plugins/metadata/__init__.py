"""메타데이터: what search engines, messengers and archives read of a page, and nobody sees."""

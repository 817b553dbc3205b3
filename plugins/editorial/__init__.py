"""편집점검: what must not be published is not. Today: nobody's personal data."""

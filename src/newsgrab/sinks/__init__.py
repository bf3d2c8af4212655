"""Many things in one file: what is written one after the other and closed in the end."""

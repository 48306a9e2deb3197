"""Characters that people make: their choices, what is wrong with them, and the hero they make. Pure; no dice here."""

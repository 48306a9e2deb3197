"""The schema of the game's database: numbered SQL, and what applies it."""

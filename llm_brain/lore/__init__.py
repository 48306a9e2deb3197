"""What people write down or import for the Dungeon Master: read, limited, chosen for a prompt within a budget."""

"""Things that several places share: rocks, masonry, trees, buildings, furniture."""

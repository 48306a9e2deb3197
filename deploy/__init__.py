"""Everything that starts, stops and looks after the services; no service imports this."""

"""The painters: one protocol, a choice between them, and the embedded one."""

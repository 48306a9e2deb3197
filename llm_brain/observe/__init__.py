"""What an operator can see of the brain: logs, metrics, spans. Nothing here changes a turn, and nothing here can fail one."""

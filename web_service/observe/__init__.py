"""What an operator can see of the website: logs, metrics, what went wrong lately. Nothing here changes an answer."""

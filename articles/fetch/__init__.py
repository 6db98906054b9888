"""The only code that opens a connection: client, address guard, robots, pace per host. No Django, no Celery."""

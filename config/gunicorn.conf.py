"""How gunicorn serves a mall: one worker of many threads, told by the environment where to listen."""

import os

wsgi_app = "queue_server.wsgi:app"
_host = os.environ.get("QUEUE_HOST", "0.0.0.0")  # noqa: S104 (the hall's screens come from other machines)
_port = os.environ.get("QUEUE_PORT", "8000")
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"

# One worker keeps SQLite's one writer in one process; more only on PostgreSQL, with Redis between them.
workers = int(os.environ.get("QUEUE_WORKERS", "1"))
worker_class = "queue_server.runtime.worker.Worker"
# Every open socket keeps one thread: paired screens and signed-in people, and sixty for everything else.
threads = int(os.environ.get("QUEUE_THREADS", "400"))
# Well above the threads: the rest are kept-alive connections, which cost none. Three thousand telephones keep one each.
worker_connections = threads + 8_000
keepalive = 75

# Sockets are told and closed at once; this is for the last requests, and for a worker that will not go.
graceful_timeout = 3
timeout = 30
preload_app = False
control_socket_disable = True

limit_request_line = 4_094
limit_request_fields = 64
limit_request_field_size = 8_190

accesslog = None
errorlog = "-"
loglevel = "info"

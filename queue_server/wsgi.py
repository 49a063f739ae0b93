"""What gunicorn loads: the application of this environment's settings, with its clock running."""

import logging

from queue_server.app import create_app, start_clock
from queue_server.settings import read_settings

settings = read_settings()
if not settings.rate_limits:
    logging.getLogger("giliran").warning("RATE LIMITS ARE OFF: this is for load tests only")
app = create_app(settings)
start_clock(app)

"""What gunicorn loads: the application of this environment's settings, with its clock running."""

from queue_server.app import create_app, start_clock
from queue_server.settings import read_settings

app = create_app(read_settings())
start_clock(app)

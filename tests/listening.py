"""A server of this process at work in a thread of its own, and how it is asked over loopback."""

import http.client
import threading
from contextlib import contextmanager


@contextmanager
def listening(server):
    """A server that answers during the block and is gone after it."""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reply_to(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=5)
    connection.request("GET", path)
    return connection.getresponse()

"""Words on the server's console: for development and demonstrations, where no telephone rings."""

import sys

from jiangxin.messaging import Message


def send(message: Message) -> None:
    """Print the message where the server was started."""
    print(f"→ {message.phone}  {message.text}", file=sys.stderr, flush=True)

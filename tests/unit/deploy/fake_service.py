"""A tiny service for the supervisor's tests: becomes healthy late, dies, or leaves a child behind.

python fake_service.py PORT [--healthy-after N] [--die-after N] [--fail] [--with-child FILE]
N counts requests: nothing here depends on the clock.
"""

import argparse
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--healthy-after", type=int, default=0)
    parser.add_argument("--die-after", type=int, default=0)
    parser.add_argument("--fail", action="store_true")
    parser.add_argument("--with-child", type=Path)
    options = parser.parse_args()
    if options.fail:
        sys.exit("the dragon ate it")
    if options.with_child:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        options.with_child.write_text(f"{os.getpid()} {child.pid}")
    asked = 0

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            nonlocal asked
            asked += 1
            if options.die_after and asked > options.die_after:
                os._exit(7)
            self.send_response(200 if asked > options.healthy_after else 503)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    HTTPServer(("127.0.0.1", options.port), Answer).serve_forever()


if __name__ == "__main__":
    main()

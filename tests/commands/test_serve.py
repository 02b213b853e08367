"""`jiangxin serve`: it migrates, answers, works in the background, and stops when it is told to."""

import re
import socket
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import urlopen

from jiangxin import embedded
from tests.commands.installation import environment, jiangxin
from tests.plugins.database import ROOT
from tests.world import World


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_it_answers_until_it_is_stopped(committed_world: World, server: embedded.Server) -> None:
    port = free_port()
    command = [sys.executable, "-m", "jiangxin.cli", "serve", "--port", str(port), "--processes", "1"]
    serving = subprocess.Popen(
        command, env=environment(server), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert serving.stdout is not None
        told = next(line for line in serving.stdout if "匠心" in line)
        assert re.search(rf"http://127\.0\.0\.1:{port} .*应答 \d{{3}}", told)
        try:
            status = urlopen(f"http://127.0.0.1:{port}/certificates/check", timeout=30).status
        except HTTPError as error:
            status = error.code
        assert status < 500
    finally:
        serving.terminate()
        status = serving.wait(60)
    assert status == 0


def test_a_port_in_use_is_refused_by_a_sentence(server: embedded.Server) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = jiangxin("serve", "--port", port, env=environment(server, database="none"), status=2)
    assert "已被占用" in done.stderr

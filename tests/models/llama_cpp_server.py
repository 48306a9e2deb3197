"""Serves a GGUF file with llama.cpp's own HTTP server until it is ended: `python llama_cpp_server.py FILE PORT`."""

import sys
import threading

import xllamacpp


def serve(path: str, port: int) -> None:
    wanted = xllamacpp.CommonParams()
    wanted.model.path = path
    wanted.port = port
    wanted.n_ctx = 16384
    wanted.n_parallel = 2
    wanted.cpuparams.n_threads = 1
    running = xllamacpp.Server(wanted)
    print(running.listening_address, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))

"""How much memory and disk there is to take, the container's own limit included. Bytes everywhere."""

import shutil
from pathlib import Path

from llm_brain.narrators.llama.faults import DiskFull, MemoryTooSmall
from llm_brain.narrators.llama.libraries import library

GB = 1e9
WORKING_BYTES = 600_000_000
"""What generating takes besides the weights: activations, the prompts kept warm, the libraries."""
DISK_SPARE = 500_000_000
WARM_BYTES = {"cpu": 1_000_000_000, "cuda": 4_000_000_000}
"""What prompts kept warm may take at most."""
WARM_SHARE = 3
"""Of what is free once the model is loaded they may take one part in so many: painter and speaker load later."""
PLENTY_SHARE = 8
LEAST_SHARE = 0.5
MAIN_SPARE = 1_000_000_000
"""Main memory that weights kept there leave to everybody else."""
SIGNS = ("out of memory", "can't allocate memory", "not enough memory", "alloc_failed", "bad_alloc")
CGROUP = Path("/sys/fs/cgroup")
MEMINFO = Path("/proc/meminfo")


def free_memory(meminfo: Path = MEMINFO, cgroup: Path = CGROUP) -> int:
    """Return the bytes of main memory that can still be taken."""
    free = 0
    for line in meminfo.read_text().splitlines():
        if line.startswith("MemAvailable:"):
            free = int(line.split()[1]) * 1024
    limit, used = cgroup / "memory.max", cgroup / "memory.current"
    if limit.is_file() and used.is_file() and (most := limit.read_text().strip()).isdigit():
        given_back = _file_cache(cgroup / "memory.stat")
        free = min(free, int(most) - int(used.read_text()) + given_back)
    return free


def warm_bytes(device: str) -> int:
    """Return how much the prompts kept warm may take on a device on which the model is loaded already."""
    free = free_memory() if device == "cpu" else int(library("torch").cuda.mem_get_info()[0])
    return min(WARM_BYTES[device], max(free, 0) // WARM_SHARE)


def paged_bytes(device: str) -> int:
    """Return how much a batch of all tables may keep: the same, and more on a GPU that has plenty."""
    free = free_memory() if device == "cpu" else int(library("torch").cuda.mem_get_info()[0])
    return min(max(WARM_BYTES[device], free // PLENTY_SHARE), max(free, 0) // WARM_SHARE)


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether an error means that memory, of the GPU or the machine, ran out."""
    text = str(error).casefold()
    return isinstance(error, MemoryError) or any(sign in text for sign in SIGNS)


def share_out(weights: int, free_gpu: int, free_main: int) -> dict[int | str, int]:
    """Return how many bytes of the weights the GPU and main memory may take. Raises MemoryTooSmall.

    What main memory holds travels to the GPU for every token, so the GPU must hold LEAST_SHARE of it at least.
    """
    on_gpu = free_gpu - min(WORKING_BYTES, weights)
    if on_gpu < weights * LEAST_SHARE:
        needed = weights * LEAST_SHARE + min(WORKING_BYTES, weights)
        raise MemoryTooSmall(
            needed_gb=needed / GB,
            free_gb=max(free_gpu, 0) / GB,
            where="GPU memory, half of it there",
        )
    elsewhere = max(0, weights - on_gpu)
    if elsewhere + MAIN_SPARE > free_main:
        raise MemoryTooSmall(
            needed_gb=(elsewhere + MAIN_SPARE) / GB, free_gb=max(free_main, 0) / GB, where="memory"
        )
    return {0: min(on_gpu, weights), "cpu": free_main - MAIN_SPARE}


def _file_cache(stat: Path) -> int:
    if not stat.is_file():
        return 0
    found = dict(line.split()[:2] for line in stat.read_text().splitlines() if " " in line)
    return int(found.get("inactive_file", 0))


def check_memory(numbers: int, bytes_each: int, free: int, where: str) -> None:
    """Raise MemoryTooSmall when so many numbers of that size do not fit in so many free bytes."""
    needed = int(numbers * bytes_each * 1.05)
    needed += min(WORKING_BYTES, needed)  # a small model needs little to work with
    if needed > free:
        raise MemoryTooSmall(needed_gb=needed / GB, free_gb=max(free, 0) / GB, where=where)


def check_disk(needed: int, folder: Path) -> None:
    """Raise DiskFull when so many bytes do not fit into the folder's disk."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    if needed > 0 and needed + DISK_SPARE > free:
        raise DiskFull(needed_gb=needed / GB, free_gb=free / GB, folder=str(folder))

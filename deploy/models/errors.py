"""What can keep a model from being fetched; each message says what to do next.

FetchError
├── TokenMissing        the hub wants a token and there is none
├── TokenRefused        the hub does not know the token
├── LicenceNotAccepted  it knows the token, but its account may not read this model (yet)
├── ModelUnknown        no such model, or one that is hidden from everybody else
├── NothingUsable       the model has no files of the kind that the service reads
├── HubUnreachable      no network, or no hub at its end
├── HubRefused          the hub answers, but not with the model
├── DiskFull            the files do not fit
├── NotWritable         the folder belongs to somebody else
├── BeingFetched        another process fetches the same file just now
└── NotAsListed         what came does not have the checksum that the hub names
"""


class FetchError(Exception):
    """Anything that ends the fetching of a model with a message instead of a traceback."""


class TokenMissing(FetchError):
    def __init__(self, model: str, page: str) -> None:
        super().__init__(
            f"{model} is given only to those who accepted its licence. Sign in on its page, {page}, accept the "
            "licence there, make a token that may read, and set it in .env: HF_TOKEN=…"
        )


class TokenRefused(FetchError):
    def __init__(self) -> None:
        super().__init__(
            "The hub does not know the token in HF_TOKEN. Make a new one that may read, or "
            "take the line out of .env: only models with a licence to accept need one."
        )


class LicenceNotAccepted(FetchError):
    def __init__(self, model: str, page: str) -> None:
        super().__init__(
            f"The account of HF_TOKEN may not fetch {model} yet. Accept the licence on its page, {page}, wait until "
            "it says that access is granted, and see that the token may read gated models. Then run it again."
        )


class ModelUnknown(FetchError):
    def __init__(self, model: str, setting: str) -> None:
        super().__init__(
            f"The hub has no model {model}, or shows it only to its owner's token. Correct {setting} in .env: "
            "a name like owner/model, or the folder of a model on this machine."
        )


class NothingUsable(FetchError):
    def __init__(self, model: str, setting: str) -> None:
        super().__init__(
            f"{model} has no safetensors of the kind this part of the cast reads. Pickled weights can run code when they "
            f"are read, and are not fetched: set {setting} to another model."
        )


class HubUnreachable(FetchError):
    def __init__(self, model: str, why: str) -> None:
        super().__init__(
            f"The model hub cannot be reached for {model} ({why}). Connect the machine, or set HTTPS_PROXY, and run it "
            "again: what is here stays, and it goes on where it stopped."
        )


class HubRefused(FetchError):
    def __init__(self, model: str, status: int) -> None:
        advice = "Wait a while" if status == 429 else "Try it later"
        super().__init__(
            f"The hub answered {status} when asked for {model}. {advice} and run it again: it goes on where it stopped."
        )


class DiskFull(FetchError):
    def __init__(self, folder: str, needed: int, free: int) -> None:
        self.needed, self.free = needed, free
        super().__init__(
            f"{needed / 1e9:.1f} GB are to be fetched into {folder}, and its disk has {free / 1e9:.1f} GB free. Free some "
            "space, set MODEL_CACHE_PATH to a larger disk, or fetch less (ONLY=llama, diffusion or chatterbox)."
        )


class NotWritable(FetchError):
    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"{folder} cannot be written ({why}). Run it as the user who owns that folder, or give it to yourself with "
            "chown, or set MODEL_CACHE_PATH to another."
        )


class BeingFetched(FetchError):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is being fetched by another process. Wait for that one.")


class NotAsListed(FetchError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} came with another checksum than the hub names, so it was deleted. Run it again; when it stays so, "
            "something between here and the hub changes what is sent."
        )

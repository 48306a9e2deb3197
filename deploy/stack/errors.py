"""What can go wrong between `make up` and a table to sit down at; each says what to do."""


class StackError(Exception):
    """The stack cannot be brought up; the message is all a person needs."""


class NoEngine(StackError):
    """There is no container engine, or it does not answer."""


class ImageMissing(StackError):
    """A base image is neither here nor to be had."""

    def __init__(self, image: str, said: str) -> None:
        super().__init__(
            f"The image {image} is not here and could not be pulled:\n  {said.strip()}\n"
            "Where no image registry can be reached, stand-ins can be made from Debian's packages "
            "and a PyPI wheel (as root, with debootstrap; for trying, not for keeping):\n"
            "  make up STAND_INS=1"
        )


class NotWell(StackError):
    """A container did not become healthy."""

    def __init__(self, what: str, log_tail: str, compose: str, service: str) -> None:
        super().__init__(f"{what}\n{log_tail.rstrip()}\nThe whole log: {compose} logs {service}")

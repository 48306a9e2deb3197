"""Every failure of the picture service, each with a code, a status and its data.

ImageGenError
├── UnknownStyle, PromptEmpty, PromptTooLong, BadSize, InvalidRequest   422
├── Unauthorized                                                        401
├── PictureNotFound                                                     404
├── PictureFlagged                                                      422
├── PaintingFailed → OutOfMemory, TooSlow                                      507
├── PaintingStopped, PainterUnavailable → PainterStandsBack             503
└── Busy, PainterNotReady, GalleryUnwritable                            503

The message is made from the data; `api.py` turns any of them into the one JSON shape.
"""

from typing import Any, ClassVar


class ImageGenError(Exception):
    """Base of all: a code for programs, a status for HTTP, data for both."""

    code: ClassVar[str] = "image_gen_error"
    status: ClassVar[int] = 500
    template: ClassVar[str] = "The picture could not be made; see the service's log."

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.template.format(**details))

    @property
    def retry_after_s(self) -> int | None:
        """Say after how many seconds trying again makes sense, if it does."""
        value = self.details.get("retry_after_s")
        return int(value) if value is not None else None


class UnknownStyle(ImageGenError):
    code = "unknown_style"
    status = 422
    template = "There is no style {style!r}; choose one of: {valid_styles}."


class PromptEmpty(ImageGenError):
    code = "prompt_empty"
    status = 422
    template = "The prompt is empty; say in a few words what is to be seen."


class PromptTooLong(ImageGenError):
    code = "prompt_too_long"
    status = 422
    template = "The {field} has {length} characters; shorten it to {limit} or fewer."


class BadSize(ImageGenError):
    code = "bad_size"
    status = 422
    template = (
        "{width_px}x{height_px} px cannot be painted; choose sides of {min_side_px} to "
        "{max_side_px} px and a longer side at most {max_ratio} times the shorter."
    )


class InvalidRequest(ImageGenError):
    code = "invalid_request"
    status = 422
    template = "The request is not valid; mend these fields: {fields}."


class Unauthorized(ImageGenError):
    code = "unauthorized"
    status = 401
    template = "This call needs the service token; send it as 'Authorization: Bearer <token>'."


class BodyTooLarge(ImageGenError):
    code = "body_too_large"
    status = 413
    template = "The body is too large; {most_bytes} bytes is the most."


class PictureNotFound(ImageGenError):
    code = "picture_not_found"
    status = 404
    template = "There is no picture {image_id!r} in the gallery; generate it again."


class Busy(ImageGenError):
    code = "busy"
    status = 503
    template = "The painter has its hands full; try again in {retry_after_s} s."


class PainterNotReady(ImageGenError):
    code = "painter_not_ready"
    status = 503
    template = "The painter is still getting ready; try again in {retry_after_s} s."


class PainterUnavailable(ImageGenError):
    """A neural painter cannot be had; with `is_passing`, trying again later may bring it."""

    code = "painter_unavailable"
    status = 503
    template = "{reason}"

    @property
    def is_passing(self) -> bool:
        """Say whether it may go by itself: no network, no room on the disk."""
        return bool(self.details.get("is_passing"))


class PainterStandsBack(PainterUnavailable):
    """Nothing is wrong: PAINTER=auto had better take the sketch here."""


class PaintingStopped(ImageGenError):
    code = "painting_stopped"
    status = 503
    template = "The picture was given up: the caller left, or the service stops; order it again."


class PictureFlagged(ImageGenError):
    code = "picture_flagged"
    status = 422
    template = (
        "The model's safety checker would not let this picture out; ask in other words or with "
        "another seed, or the operator sets IMAGE_SAFETY_CHECKER=false."
    )


class PaintingFailed(ImageGenError):
    code = "painting_failed"
    status = 507
    template = "The model failed while painting ({reason}); the service's log says more."


class OutOfMemory(PaintingFailed):
    code = "out_of_memory"
    template = (
        "There is not memory enough to paint even {width_px}x{height_px} px; free the GPU or the "
        "machine's memory, or set PAINTER=sketch."
    )


class TooSlow(PaintingFailed):
    code = "too_slow"
    template = (
        "The model would not finish within {deadline_s:.0f} s on this machine; set IMAGE_FEW_STEPS=4, or give it more "
        "time with IMAGE_DEADLINE_S (and MEDIA_LEASE_S), or set PAINTER=sketch."
    )


class GalleryUnwritable(ImageGenError):
    code = "gallery_unwritable"
    status = 503
    template = "The images folder cannot be written ({reason}); check IMAGES_DIR and the disk."

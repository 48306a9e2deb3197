"""Every failure of the picture service, each with a code, a status and its data.

ImageGenError
├── UnknownStyle, PromptEmpty, PromptTooLong, BadSize, InvalidRequest   422
├── Unauthorized                                                        401
├── PictureNotFound                                                     404
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


class GalleryUnwritable(ImageGenError):
    code = "gallery_unwritable"
    status = 503
    template = "The images folder cannot be written ({reason}); check IMAGES_DIR and the disk."

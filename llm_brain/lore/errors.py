"""What can go wrong with lore: it is not there, there is too much of it, or a file cannot be read."""

from llm_brain.errors import BrainError


class EntryNotFound(BrainError):
    """No entry with this id in the campaign."""

    code = "lore_entry_not_found"
    status = 404
    template = "Campaign {campaign_id} has no lore entry {entry_id}. It may have been deleted."


class TooMuchLore(BrainError):
    """A campaign that holds as much as it may."""

    code = "too_much_lore"
    status = 409
    template = "This campaign would have {would_be} {what}; {most} is the most. Delete some you do not need."


class FileNotUnderstood(BrainError):
    """A file that is neither a lorebook nor a character card."""

    code = "file_not_understood"
    status = 422
    template = (
        "The file cannot be read: {reason} What can be read are lorebooks (JSON) and character cards, "
        "version 1 to 3 (JSON, or PNG with the card inside)."
    )

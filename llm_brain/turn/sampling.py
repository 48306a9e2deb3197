"""How a model chooses its words at one table: what the campaign's owner set over what the brain is set to.

It knows no model. The storyteller has none, and no use for any of this.
"""

from collections.abc import Sequence

from llm_brain.narrators.free_prompt import Completer
from llm_brain.narrators.protocol import Narrator, Sampling, standing_of
from llm_brain.store.campaigns import Campaign

NOT_USED = "The storyteller tells now and has no use for these numbers; a language model will."


def sampling_of(campaign: Campaign, usual: Sampling) -> Sampling:
    """Return a campaign's sampling; what it leaves open is as usual."""
    own = (campaign.temperature, campaign.top_p, campaign.max_new_tokens)
    temperature, top_p, max_new_tokens = own
    return Sampling(
        temperature=usual.temperature if temperature is None else temperature,
        top_p=usual.top_p if top_p is None else top_p,
        max_new_tokens=usual.max_new_tokens if max_new_tokens is None else max_new_tokens,
    )


def is_sampled(narrators: Sequence[Narrator]) -> bool:
    """Say whether whoever would tell a turn now has a model that chooses its words."""
    for narrator in narrators:
        if standing_of(narrator).state == "healthy":
            return isinstance(narrator, Completer)
    return False

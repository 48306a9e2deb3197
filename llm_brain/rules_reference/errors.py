"""What can be wrong with rules from outside. Nothing is stored of an import that fails."""

from llm_brain.errors import BrainError


class RulesRefused(BrainError):
    """The base: these rules were not taken in."""

    code = "rules_refused"
    status = 422
    template = "These rules were not taken in."


class NoRulesThere(RulesRefused):
    """A folder or an archive without a single file of the known shapes."""

    code = "no_rules_there"
    template = (
        "{where} holds no file of the 5e-database: name the folder in which 5e-SRD-Spells.json and "
        "its like lie."
    )


class RulesFileUnreadable(RulesRefused):
    """A file that is not what its name says."""

    code = "rules_file_unreadable"
    template = "{file} cannot be used: {reason}. Nothing was changed."


class RulesServerFailed(RulesRefused):
    """The server of RULES_API did not answer as it should."""

    code = "rules_server_failed"
    status = 502
    template = (
        "The rules server did not answer as it should: {reason}. What is stored stays in use."
    )

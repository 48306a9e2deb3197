"""The narrator over the wire: any OpenAI-compatible server, or several replicas of one.

`narrator.py` is the Narrator; `asking.py` asks one replica; `replicas.py` chooses which; `stream.py` reads what comes back;
`addresses.py` and `connecting.py` hold who may be called; `probes.py` finds out what a server can do.
"""

from llm_brain.narrators.server.choice import ServerChoice, choice_from
from llm_brain.narrators.server.narrator import LanguageModelServer

__all__ = ["LanguageModelServer", "ServerChoice", "choice_from"]

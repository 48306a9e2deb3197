"""The rules of the world outside blows and spells: which handler takes which kind of action, and what follows by itself."""

from llm_brain.referee.actions import ActionKind
from llm_brain.referee.world.asking import ask_rules
from llm_brain.referee.world.carrying import drop, give, take
from llm_brain.referee.world.checking import skill_check
from llm_brain.referee.world.consequences import consequences
from llm_brain.referee.world.deed import Handler
from llm_brain.referee.world.fallen import fallen_epilogue, new_hero_joins
from llm_brain.referee.world.handling import interact
from llm_brain.referee.world.looking import look
from llm_brain.referee.world.moving import move
from llm_brain.referee.world.persuading import influence
from llm_brain.referee.world.searching import search
from llm_brain.referee.world.sneaking import sneak
from llm_brain.referee.world.talking import talk
from llm_brain.referee.world.trading import buy, sell
from llm_brain.referee.world.waiting import out_of_character, unclear, wait

HANDLERS: dict[ActionKind, Handler] = {
    "move": move,
    "look": look,
    "search": search,
    "talk": talk,
    "persuade": influence,
    "deceive": influence,
    "intimidate": influence,
    "interact": interact,
    "take": take,
    "drop": drop,
    "give": give,
    "buy": buy,
    "sell": sell,
    "sneak": sneak,
    "skill_check": skill_check,
    "wait": wait,
    "ask_rules": ask_rules,
    "out_of_character": out_of_character,
    "unclear": unclear,
}

__all__ = ["HANDLERS", "Handler", "consequences", "fallen_epilogue", "new_hero_joins"]

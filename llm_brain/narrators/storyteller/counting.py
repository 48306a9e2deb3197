"""Numbers in words: how many, how much money, how long. Pure; the grammar around them is `grammar.py`."""

from llm_brain.narrators.storyteller import grammar

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def number_word(n: int) -> str:
    """Spell a number up to a hundred in words, past it in digits."""
    if n < 0:
        return f"minus {number_word(-n)}"
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10] + (f"-{_ONES[n % 10]}" if n % 10 else "")
    return f"{n:,}" if n >= 10000 else str(n)


def counted(n: int, noun: str) -> str:
    """Return "a torch", "three torches"."""
    if n == 1:
        return grammar.with_article(noun)
    made = noun if grammar.is_plural(noun) else grammar.plural(noun)
    return f"{number_word(n)} {made}"


def coins(amount_cp: int) -> str:
    """Return copper pieces as gold, silver and copper."""
    left, parts = abs(amount_cp), []
    for value, metal in ((100, "gold"), (10, "silver"), (1, "copper")):
        n, left = divmod(left, value)
        if n:
            parts.append((n, metal))
    if not parts:
        return "nothing"
    said = [f"{number_word(n)} {metal}" for n, metal in parts]
    noun = "piece" if len(parts) == 1 and parts[0][0] == 1 else "pieces"
    return f"{grammar.listed(said)} {noun}"


def minutes(n: int) -> str:
    """Return a stretch of time in words; whole hours as hours."""
    if n % 60 == 0 and n:
        hours = n // 60
        return "an hour" if hours == 1 else f"{number_word(hours)} hours"
    if n > 60:
        return f"{minutes(n - n % 60)} and {minutes(n % 60)}"
    return "a minute" if n == 1 else f"{number_word(n)} minutes"

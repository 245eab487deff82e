# SPDX-License-Identifier: Apache-2.0
"""The grammar that wrote the corpus: a small story of the weather, drawn step by step, told in one of four ways.

Each draw depends on the ones before it: the month sets the season, the season the temperature, the temperature the wind and
the event, the event the place and what people do. A model that has learned the notes has learned these dependencies, and
because the grammar knows the odds of every draw, it can also say how surprising a note is: the yardstick of the evaluation.
"""

import re

from .exact import log2

SEASONS = {
    "winter": ("december", "january", "february"),
    "spring": ("march", "april", "may"),
    "summer": ("june", "july", "august"),
    "autumn": ("september", "october", "november"),
}
SEASON_OF = {month: season for season, months in SEASONS.items() for month in months}

# Odds, in whole numbers: {"cold": 3, "mild": 1} means three times in four.
TIMES = {"morning": 3, "afternoon": 2, "evening": 2, "night": 1}
TEMPERATURES = {
    "winter": {"freezing": 5, "cold": 4, "mild": 1},
    "spring": {"cold": 2, "mild": 5, "warm": 1},
    "summer": {"mild": 1, "warm": 4, "hot": 5},
    "autumn": {"cold": 4, "mild": 4},
}
WINDS = {
    "freezing": {"northerly": 7, "easterly": 1},
    "cold": {"northerly": 3, "easterly": 5},
    "mild": {"westerly": 7, "southerly": 1},
    "warm": {"southerly": 3, "westerly": 1},
    "hot": {"southerly": 7, "easterly": 1},
}
EVENTS = {
    "freezing": {"snow": 5, "frost": 3},
    "cold": {"sleet": 3, "fog": 3, "rain": 2},
    "mild": {"rain": 4, "drizzle": 4},
    "warm": {"sunshine": 5, "rain": 2, "thunder": 1},
    "hot": {"sunshine": 5, "thunder": 3},
}
VERBS = {
    "snow": "settled on",
    "frost": "whitened",
    "sleet": "fell on",
    "fog": "lay over",
    "rain": "fell on",
    "drizzle": "hung over",
    "sunshine": "warmed",
    "thunder": "rolled over",
}
PLACES = {
    "snow": {"hills": 4, "fields": 2, "woods": 2, "town": 1},
    "frost": {"fields": 3, "valley": 2, "orchard": 2, "bridge": 1},
    "sleet": {"town": 3, "hills": 3, "bridge": 2, "harbor": 1},
    "fog": {"harbor": 3, "valley": 2, "lake": 2, "bridge": 1},
    "rain": {"town": 2, "fields": 2, "harbor": 2, "woods": 2},
    "drizzle": {"harbor": 3, "town": 2, "lake": 2, "orchard": 1},
    "sunshine": {"fields": 2, "harbor": 1, "orchard": 3, "lake": 2},
    "thunder": {"hills": 4, "valley": 2, "lake": 1, "woods": 1},
}
HABITS = {
    "snow": {"wore gloves": 2, "built snowmen": 1, "drank cocoa": 1},
    "frost": {"wore gloves": 2, "lit fires": 1, "drank cocoa": 1},
    "sleet": {"lit fires": 2, "drank tea": 1, "took the train": 1},
    "fog": {"carried lamps": 2, "walked slowly": 1, "took the train": 1},
    "rain": {"carried umbrellas": 2, "drank tea": 1, "took the train": 1},
    "drizzle": {"carried umbrellas": 2, "drank tea": 1, "walked slowly": 1},
    "sunshine": {"sat outside": 2, "swam": 1, "drank lemonade": 1},
    "thunder": {"stayed inside": 2, "closed the windows": 1, "drank lemonade": 1},
}
TELLINGS = {
    "in {month} the {time} was {temperature} with {wind} winds and {event} {verb} the {place} .": 3,
    "on a {temperature} {month} {time} {event} {verb} the {place} and we {habit} .": 3,
    "we {habit} one {temperature} {time} in {month} when {event} {verb} the {place} .": 1,
    "{wind} winds brought {event} to the {place} on a {temperature} {month} {time} .": 1,
}


def choices(story):
    """What is drawn next, given what has been drawn: a name and its odds, one after the other, for as long as the caller goes on."""
    yield "telling", TELLINGS
    yield "month", {month: 1 for months in SEASONS.values() for month in months}
    yield "time", TIMES
    yield "temperature", TEMPERATURES[SEASON_OF[story["month"]]]
    if "{wind}" in story["telling"]:
        yield "wind", WINDS[story["temperature"]]
    yield "event", EVENTS[story["temperature"]]
    if "{verb}" in story["telling"]:
        yield "verb", {VERBS[story["event"]]: 1}
    yield "place", PLACES[story["event"]]
    if "{habit}" in story["telling"]:
        yield "habit", HABITS[story["event"]]


def draw(random):
    """A note, as words separated by spaces."""
    story = {}
    for name, odds in choices(story):
        ticket = random.below(sum(odds.values()))
        for option, weight in odds.items():
            ticket -= weight
            if ticket < 0:
                story[name] = option
                break
    return story["telling"].format(**story)


def write_out(words):
    """'in may it rained .' as a person would write it: 'In May it rained.'"""
    text = words.replace(" .", ".")
    text = re.sub(r"\b(" + "|".join(SEASON_OF) + r")\b", lambda month: month.group().capitalize(), text)
    return text[:1].upper() + text[1:]


def patterns():
    for telling in TELLINGS:
        form = telling.replace(".", r"\.")
        for slot in re.findall(r"{(\w+)}", telling):
            letters = "[a-z ]+" if slot in ("verb", "habit") else "[a-z]+"
            form = form.replace("{%s}" % slot, "(?P<%s>%s)" % (slot, letters))
        yield telling, re.compile(form)


PATTERNS = list(patterns())


def surprise(words):
    """How surprising a note is, in bits: minus the binary logarithm of its probability. None for what the grammar cannot say."""
    for telling, pattern in PATTERNS:
        match = pattern.fullmatch(words)
        if not match:
            continue
        story = dict(match.groupdict(), telling=telling)
        bits = 0.0
        for name, odds in choices(story):
            if story[name] not in odds:
                return None
            bits += log2(sum(odds.values()) / odds[story[name]])
        return bits
    return None

"""The closed vocabulary of courtesy and navigation: all that copy may say unapproved.

Words of greeting, reading, sending, meeting, scheduling and linking. Nothing medical,
evaluative, comparative, quantifying, negating, conditional, temporal, or about patients
and response may enter: whatever these words say together must be harmless beside any
claim. A word with a second meaning ("notice", "day", "welcome") stands in phrases only.
"""

import re

from content_engine.vocabulary import StatementKind

LONGEST = 40


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SMALL_WORDS = _words(
    """
    a about am an and are as at be been being below beneath beside between by can could
    for from had has have here how i i'd i'll i'm i've in into is let let's may me might
    mine my myself of on or our ours ourselves shall should that that's the there these
    this those to upon us via was we we'd we'll we're we've were what when where which
    who will with would you you'd you'll you're you've your yours yourself
    """
)
GREETING = _words(
    """
    cheers cordially dear doctor dr faithfully farewell friday goodbye greetings hello
    hi kindly madam monday mr mrs ms mx please pleased prof professor regards
    respectfully saturday sincerely sir sunday thank thanks thursday tuesday wednesday
    wishes
    """
)
READING = _words(
    """
    article articles attached attachment browse brochure citation citations cited copy
    detail details document documents enclosed excerpt extract file files footnote
    footnotes heading headings headline included information item items leaflet library
    line lines list listed logo material materials mentioned note notes overview page
    pages paper papers paragraph paragraphs passage passages pdf print printed quote
    quoted read reader readers reading recap reference referenced references review
    section sections sentence sentences slide slides source sources summarised
    summarized summary table text texts title titled topic topics transcript version
    viewing wording word words written
    """
)
SENDING = _words(
    """
    address ask asked asking call called calls communication contact contacted
    conversation discuss discussed discussion e-mail e-mails email emailed emails
    forward forwarded forwarding hear inbox inform informed invitation invite invited
    inviting letter letters mail mailing message messages newsletter phone post posted
    provide provided providing queries query question questions receive received
    receiving replied replies reply replying request requested requests send sender
    sending sends sent share shared sharing speak speaking subscribe subscription talk
    talking tell telephone write writing wrote
    """
)
MEETING = _words(
    """
    agenda agendas appointment appointments arrange arranged arranging attend attendance
    attending booked booking calendar chat conference convenience convenient date invite
    join joining lecture meet meeting meetings office online presentation register
    registering registration room rooms schedule scheduled scheduling seat seminar
    session sessions slot speaker speakers symposium team teams today venue video visit
    visiting webcast webinar webinars workshop
    """
)
LINKING = _words(
    """
    account app button click clicking download downloaded downloading downloads find
    following homepage link linked linking links log login menu navigate open opened
    opening opens portal scroll search select settings sign site tap tapping unsubscribe
    view viewed viewer web webpage website
    """
)
WORDS = SMALL_WORDS | GREETING | READING | SENDING | MEETING | LINKING
NAVIGATING = LINKING | READING | _words("visit")
PHRASES = (
    "a convenient time",
    "a few minutes of your time",
    "any questions",
    "as soon as i can",
    "at your earliest convenience",
    "be happy to",
    "best regards",
    "best wishes",
    "dear all",
    "dear colleague",
    "dear colleagues",
    "email preferences",
    "find out more",
    "follow the link",
    "full text",
    "glad to",
    "go to",
    "good afternoon",
    "good day",
    "good evening",
    "good morning",
    "good to meet you",
    "happy to",
    "hello again",
    "how are you",
    "i hope this finds you well",
    "i hope this message finds you well",
    "i hope you are well",
    "if you have a question",
    "if you have any questions",
    "if you wish",
    "if you would like",
    "in advance",
    "in touch",
    "kind regards",
    "learn more",
    "like to",
    "look forward to",
    "looking forward to",
    "many thanks",
    "more information",
    "next week",
    "our representative",
    "please see",
    "prescribing information",
    "privacy notice",
    "privacy policy",
    "read more",
    "safety information",
    "see you soon",
    "see you then",
    "take care",
    "this week",
    "warm regards",
    "warm wishes",
    "watch the video",
    "welcome back",
    "welcome to",
    "with compliments",
    "you are welcome to",
    "your representative",
    "your time",
)
TOKENS = ("{{accountTitle}}", "{{accountFname}}", "{{accountLname}}", "{{userName}}")

_PHRASE = re.compile(
    r"\b(?:" + "|".join(map(re.escape, sorted(PHRASES, key=len, reverse=True))) + r")\b"
)
_TOKEN = re.compile("|".join(map(re.escape, TOKENS)))
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_SIGNS = re.compile(r"[\s,.:;?!()\"'-]+")


def kind_of(text: str, maker: str = "") -> StatementKind | None:
    """Courtesy or navigation when a canonical text is nothing but that, else None.

    Unknown words, digits, signs, links and brackets all make it something else. The
    tokens that stand for names count as words; where they may stand is another rule.
    The company's own name may stand among them.
    """
    if maker:
        text = re.sub(rf"(?:^| ){re.escape(maker)}(?![\w-])", "", text)
    spoken = _WORD.findall(text.lower())
    if strange_words(text) or not 0 < len(spoken) <= LONGEST or text.count("!") > 1:
        return None
    if NAVIGATING.intersection(spoken):
        return StatementKind.NAVIGATION
    return StatementKind.COURTESY


def strange_words(text: str) -> tuple[str, ...]:
    """What in a canonical text lies outside the vocabulary, words before signs."""
    rest = _PHRASE.sub(" ", _TOKEN.sub(" ", text).lower())
    strange = [word for word in _WORD.findall(rest) if word not in WORDS]
    signs = _SIGNS.sub("", _WORD.sub(" ", rest))
    return (*strange, *signs)

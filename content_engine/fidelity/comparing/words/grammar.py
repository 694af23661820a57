"""Words that bind a sentence together and carry no meaning of their own."""


def listed(text: str) -> frozenset[str]:
    """The words of a block of text."""
    return frozenset(text.split())


def phrased(text: str) -> tuple[str, ...]:
    """The phrases of a block of text, one a line or parted by commas."""
    lines = text.replace(",", "\n").split("\n")
    return tuple(line.strip() for line in lines if line.strip())


PREPOSITIONS = listed(
    """
    in on at of for with by to from among amongst amid within during over through
    throughout under via into onto upon across around between about as per until till
    since after before above below beyond following despite concerning regarding toward
    towards than versus out up down off along inside outside
    """
)
PLACING = listed("until till since after before above below beyond following despite")
OPENERS = PREPOSITIONS | listed(
    "and or but while whereas when where who which that if because although though"
)
FUNCTION = PREPOSITIONS - PLACING - listed(
    "up down than versus out off outside beyond under"
) | listed(
    """
        a an the this that these those such its it their they them his her he she we our
        us i you your my there here is are was were be been being am has have had having
        do does did done and but so then thus hence also too as well both which who whom
        whose what where when while whereas if it's there's respectively one's itself
        themselves further furthermore moreover however additionally again et al ie eg
        i.e e.g
        """
)
CONNECTIVES = listed(
    """
    additionally also and but consequently further furthermore however moreover notably
    overall then therefore thus hence meanwhile nevertheless nonetheless likewise
    """
)
CLAUSE_ENDS = listed(
    """
    had has have was were is are achieved reached experienced reported showed showing
    received receiving treated taking took randomised randomized assigned given did
    does do may might can could will would should must remained remain responded at over
    within during by compared versus than after before through while whereas on
    need needs took lost gained saw felt lived improved reduced reduces reducing
    increased decreased lowered
    """
)
NEUTRAL = listed(
    """
    according analysis analyses article clinical colleague colleagues data dear doctor
    evidence finding findings following information literature note noted observation
    phase published publication publications publicly report reported reports reporting
    research result results reminder remember recall share shared see seen shown show
    shows showed study studies trial trials demonstrate demonstrated demonstrates
    investigator investigators author authors conclude concluded summary summarise
    summarize summarised summarized brief briefly key message point points takeaway
    today know known aware please kindly consider considering regard question answer
    available label labelling labeling prescribing presented present congress meeting
    paper program programme main pivotal primary important importantly let tell
    telling say says stated state states approved professional professionals healthcare
    interested interest highlight highlights highlighted below above reference
    references full detail details more information visit learn read contact team
    representative welcome hello hi regards thank thanks discuss discussed new update
    pleased glad quick fact would like addition described mentioned detailed outlined
    follows
    recently noting worth interesting remind emphasise emphasize pointed reader readers
    clinician clinicians physician physicians doctors specialist specialists happy
    delighted want wanted bring attention draw permitted kind hope useful relevant
    """
) - listed("above below more new main key full")
OPERATORS = listed(
    """
    least most up more less than fewer about approximately below above over under not
    no at to reduction higher greater lower older younger nearly almost roughly around
    exceed exceeding maximum minimum down year day week month half third quarter
    """
)
LIGHT = listed(
    """
    seen observed reported recorded noted found occurred experienced given administered
    received participant patient subject person individual treatment therapy
    intervention drug study trial group arm cohort there number total people measured
    assessed evaluated subjects undergo underwent have looks take taken takes part
    """
)

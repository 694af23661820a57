"""Why a statement is no claim: headings, methods, references elsewhere, boilerplate."""

import re

MOST = 1_500  # code points of a claim
LEAST_WORDS = 5
FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|may|can|could|should|must|will|would|"
    r"do|does|did|reduce[sd]?|lower(?:s|ed)|improve[sd]?|increase[sd]?|decrease[sd]?|"
    r"showed|shows|demonstrated|achieved|experienced|occurred|prevent(?:s|ed)|"
    r"inhibits?|binds?|bound|blocks|avoid|use|take|takes|start|swallow|consider|monitor|"
    r"discontinue|fell|rose|remained|affects?|acts)\b",
    re.IGNORECASE,
)
ENDED = re.compile(r"[.;!]\W*\Z")
# A sentence that nobody understands without the one before it is no claim by itself.
LEANING = re.compile(
    r"\A\W*(?:(?:in|of|for|among|as in|during|under|on) (?:(?:many|some|most|all|two) "
    r"of )?(?:this|these|those|such|the other)\b|(?:these|this|those|they|it|such|both|"
    r"neither|he|she|its|their|others?|similar(?:ly)?|also|likewise|however|therefore|"
    r"nevertheless|thus|consequently|conversely|another|one of|at the same time)\b|"
    r"(?:many|most|some|all|none|few)\b[^.]{0,20}\bof (?:these|those|them|the cases)\b|"
    r"(?:in|for) (?:some|many|most|all) of the\b|(?:the )?(?:same|former|latter|effect|"
    r"reports?|results?|pattern|patients?|subjects|titration studies|(?:overall )?"
    r"(?:risk )?reduction) (?:was|were|is|"
    r"of|in|are)\b)|\b(?:similar results|results (?:were|was|are) similar|the above|"
    r"was similar for the other|as (?:described|noted|mentioned) above|the previous|"
    r"these aspects|the other (?:studies|trials|questions?)|in this (?:study|trial))\b",
    re.IGNORECASE,
)
CONTINUING = re.compile(
    r"\A\W*(?-i:[a-z](?!\w*[A-Z]))|\A(?:to|as|for|in|with|reduce|treat|prevent|improve|"
    r"lower|increase|maintain|delay|relieve)\b[^.]*\Z",
    re.IGNORECASE,
)
ANIMALS = re.compile(
    r"\b(?:mice|mouse|rats?|dogs?|rabbits?|monkeys?|animals?|guinea pigs?|hamsters?)\b",
    re.IGNORECASE,
)
AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|may|can|could|should|must|will|would|"
    r"do|does|did|showed|shows|demonstrated|achieved|experienced|occurred|inhibits?|"
    r"avoid|use|take|consider|fell|rose|remained|caused|include[sd]?|resulted|withdrew|"
    r"reported (?:an?|improve\w*|fewer|more))\b",
    re.IGNORECASE,
)
ACTING = re.compile(
    r"(?<=\w )(?:reduce[sd]|lower(?:s|ed)|improve[sd]|increase[sd]|decrease[sd]|"
    r"prevent(?:s|ed)) \w",
    re.IGNORECASE,
)
LABELLED = re.compile(r"\A[A-Z][\w ,/-]{2,50}\s?:\s")
DOSE = r"(?!\s?(?:mg|mcg|µg|g|ml|years?)\b)"
COMPARED = re.compile(
    r"\bp\s?[<=≤>]\s?0?\.\d|\bCI\b|\d\s?%[^.]{0,80}\b(?:and|versus|vs\.?|compared)\b"
    rf"[^.]{{0,40}}?\d\s?%|\b\d+{DOSE} [^.\d]{{0,60}}\b(?:versus|vs\.?|compared "
    rf"(?:with|to))[^.\d]{{0,20}}\d+{DOSE}\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\A\W*(?:see|refer to|please see|details of|for (?:more|further|additional|other|"
    r"complete)|(?:the )?(?:following )?(?:tables?|figures?)\b(?: \d+\w?)?[^.]{0,60}?"
    r"\b(?:summari[sz]e|show|list|present|provide|display|give|illustrate|describe|"
    r"include|compare|report)s?\b|the following [^.\d]*\b(?:are|were|is|been) (?:"
    r"discussed|described|listed|identified|reported|observed)\b)",
    re.IGNORECASE,
)
SHOWN_IN = re.compile(
    r"\b(?:shown|summari[sz]ed|presented|listed|provided|displayed|given|described|"
    r"depicted|discussed|detailed)\b[^.]{0,40}\b(?:tables?|figures?|below|other "
    r"sections?|elsewhere|section)\b",
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    r"widely varying conditions|do not include all the information|initial u\.?s\.? "
    r"approval|to report suspected|distributed by|manufactured (?:by|for)|all rights "
    r"reserved|reasonably estimate|reported voluntarily|from a population of uncertain|"
    r"revised:|trademarks? of|clinicaltrials\.gov|funded by|trial registration|"
    r"reflect the rates? observed|conflicts? of interest|copyright|"
    r"full prescribing information|because these (?:reactions|events) are reported",
    re.IGNORECASE,
)
COUNSEL = re.compile(
    r"\A\W*(?:(?:physicians|doctors|prescribers|healthcare providers) should )?"
    r"(?:advise|inform|counsel|instruct|tell|ask|remind|discuss with|caution)\b|"
    r"\bpatients? should be (?:advised|informed|counsell?ed|instructed|told|warned|"
    r"asked)|"
    r"\b(?:tell|ask|call|talk to) your (?:doctor|healthcare|pharmacist)|"
    r"\A\W*(?:if you|you should|your doctor)\b|\byour (?:doctor|healthcare)\b",
    re.IGNORECASE,
)
UNKNOWN = re.compile(
    r"\b(?:has|have) not been (?:studied|established|evaluated|determined|investigated|"
    r"assessed|fully|demonstrated)|\b(?:is|are|was|were|it is) (?:not known|unknown|"
    r"uncertain|unclear)|\bno (?:data|information|studies|adequate|well-controlled)\b|"
    r"\binsufficient\b|\bcannot be (?:determined|ruled out|established|excluded)|"
    r"\bit is not possible\b|\bnot (?:possible|always possible) to\b",
    re.IGNORECASE,
)
METHODS = re.compile(
    r"\b(?:random(?:ly|i[sz]ed|i[sz]ation)|double-blind|open-label|"
    r"multi-?cent(?:er|re)|crossover|parallel[- ]group|placebo-controlled)\b|"
    r"\b(?:were|was) (?:enrolled|assigned|recruited|screened|allocated|eligible|"
    r"excluded|followed|stratified|analy[sz]ed|evaluated|assessed|studied|conducted|performed|"
    r"designed|measured|defined|calculated|carried out|administered|investigated|"
    r"examined|treated|given|included|undertaken|compared|asked|permitted|allowed|"
    r"required|selected|pooled|estimated|used|obtained|started on|elicited|kept|"
    r"recorded|collected|receiving)\b|\b(?:served as|questionnaires?|diaries|included "
    r"(?:only )?(?:patients|subjects|men|women)|responses to these)\b|"
    r"\b(?:primary|secondary|key|co-primary|composite)\b(?: \w+){0,3} (?:end-?points?|"
    r"outcomes?|objectives?)(?: \w+){0,3} (?:was|were|is|included?)|"
    r"\b(?:mean|median) (?:age|duration|follow-?up|baseline|treatment)|\bage range\b|"
    r"\bbaseline (?:characteristics|demographics|LDL)|\beligib|\binclusion criteria|"
    r"\b(?:patients?|subjects|participants) received\b|\bwe (?:conducted|searched|"
    r"assessed|randomi[sz]ed|enrolled|compared|did|analy[sz]ed|measured|used)\b|"
    r"\b(?:\d+|\w+) (?:studies|trials) (?:were|was)\b|\bthe (?:study|trial) (?:was|"
    r"compared|included|population|consisted|enrolled)\b|\bCaucasians?\b|"
    r"\btreatment (?:period|duration)\b|\b(?:to|we) (?:determine|evaluate|assess)\b",
    re.IGNORECASE,
)
PLAINLY_METHODS = re.compile(
    r"\b(?:was|were) (?:assessed|evaluated|studied|investigated|examined|compared) "
    r"(?:in|to|for|with|by|at)\b|\bto (?:assess|determine|evaluate) (?:whether|the)\b|"
    r"\b(?:mean|median) baseline\b|\breceived (?:maximum|either|an?)\b|"
    r"\buptitrated\b|\bfollowed for\b",
    re.IGNORECASE,
)
SHOWN = re.compile(
    r"\bp\s?[<=≤>]\s?0?\.\d|\bCI\b|\bsignificant|\brelative risk|\bhazard ratio",
    re.IGNORECASE,
)
RESULT = re.compile(
    r"\bp\s?[<=≤>]\s?0?\.\d|\bhazard ratio\b|\b(?:HR|RR|OR)\s?[=:]?\s?\d|\bCI\b|"
    r"\b(?:significant(?:ly)?|reduc(?:ed|tion|ing|es)|improv(?:ed|ement|es)|"
    r"lowered|decreas(?:ed|es)|increas(?:ed|es)|superior|effective|fell|rose|achieved|"
    r"comparable|similar (?:to|between|across)|experienced|prevented|produced|"
    r"resulted|incidence|discontinued|discontinuations?|showed|demonstrated|occurred|"
    r"maintained|no (?:significant )?(?:clinically )?(?:significant |relevant |"
    r"apparent )?(?:differences?|effects?))\b|"
    r"\d\s?%\s?(?:vs\.?|versus|compared|of (?:patients|men|women) )",
    re.IGNORECASE,
)
ASKS = re.compile(r"\?\s*\Z")


def refusal(text: str) -> str:
    """Why a statement is not offered as a claim, "" if it may be one.

    The reason is a sentence with "It" for the statement.
    """
    if len(text) > MOST:
        return f"It is longer than {MOST:,} characters."
    if text.rstrip().endswith(":"):
        return "It only leads into what follows."
    if _is_fragment(text):
        return "It is a heading or no whole sentence."
    if CONTINUING.search(text):
        return "It goes on from the words before it, such as an item of a list."
    if _is_list(text):
        return "It is a list of terms."
    told = next((why for tell, why in REASONS if tell.search(text)), "")
    return told or _methods(text) or _leaning(text)


def _is_fragment(text: str) -> bool:
    """Whether it has too few words, or no end and no verb, or is all capitals."""
    words = [word for word in text.split() if len(word) > 3]
    if len(text.split()) < LEAST_WORDS:
        return True
    if ENDED.search(text):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return not FINITE.search(text) or 2 * capitals > len(words)


def _is_list(text: str) -> bool:
    """Whether it only names things, perhaps under a label such as "Nervous:"."""
    if AUXILIARY.search(text):
        return False
    if LABELLED.match(text):
        return True
    return text.count(",") > 2 and not ACTING.search(text)


REASONS = (
    (ASKS, "It is a question."),
    (BOILERPLATE, "It is standard text that labels and papers carry."),
    (ELSEWHERE, "It refers to another place."),
    (SHOWN_IN, "It refers to another place."),
    (COUNSEL, "It is advice to a patient or for talking to one."),
    (UNKNOWN, "It says what is not known."),
    (ANIMALS, "It is about animals."),
)


def _methods(text: str) -> str:
    """Figures that compare two arms are findings, whatever else is told beside them."""
    tells = PLAINLY_METHODS.search(text) or (
        METHODS.search(text) and not (RESULT.search(text) or COMPARED.search(text))
    )
    if not tells or SHOWN.search(text):
        return ""
    return "It tells how a study was done, not what it found."


def _leaning(text: str) -> str:
    leans = LEANING.search(text) and not COMPARED.search(text)
    return "It leans on the sentence before it." if leans else ""

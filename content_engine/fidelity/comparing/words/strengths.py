"""Words of negation, hedging, emphasis, comparison with all others, and cause."""

from content_engine.fidelity.comparing.words.grammar import listed, phrased

DENIALS = phrased(
    """
    not, no, none, neither, nor, without, did not, does not, do not, was not, were not
    is not, are not, has not, have not, had not, n't, non
    """
)
NEGATIONS = phrased(
    """
    never, cannot, can not, unable to, unable, fail to, fails to, failed to, failing to
    failure to, failed, fail, fails, absence of, absent, lack of, lacks, lacked
    lacking, lack, free of, free from, devoid of, in the absence of, rather than
    instead of, excluding, except, nobody, nothing, no longer, ruled out, refused
    denied
    """
)
PREFIXED = listed(
    """
    unaffected unchanged unlikely uncommon unaltered unable unrelated unstable untreated
    uncontrolled unresponsive unknown unclear unnecessary unsuitable unsafe unacceptable
    unresectable unexpected uncomplicated undetectable unmedicated unvaccinated
    unavailable unfavourable unfavorable unproven unconfirmed uncorrected unadjusted
    unblinded unimpaired undiagnosed unsupervised untested unwanted unwilling
    unsuccessful unhealthy unrestricted unapproved unlicensed unrelieved unmeasurable
    ineffective inactive inadequate insufficient insignificant inappropriate incomplete
    ineligible inoperable insensitive intolerable intolerant inconsistent incompatible
    inconclusive infrequent invalid indirect independent irrelevant irreversible
    irregular immature impossible imprecise impermissible asymptomatic atypical
    discontinuous disproportionate nonsignificant nonfatal nonserious
    nonresponder nonresponders nonresponsive nonsmoker nonsmokers nonadherent
    disallowed disagree disagreed disapproved
    """
)
PREFIXES = ("non", "un", "in", "im", "ir", "dis", "a")
HEDGES = phrased(
    """
    may, might, could, can, possibly, perhaps, probably, potentially, potential, likely
    seem, seems, seemed, appear to, appears to, appeared to, appear, appears, appeared
    suggest, suggests, suggested, suggesting, indicate that, indicates that
    tend to, tends to, tended to, trend, trends, trend toward, trend towards
    approximately, about, around, roughly, nearly, almost, circa, estimated, generally
    usually, typically, often, frequently, sometimes, occasionally, in some cases
    exploratory, post hoc, preliminary, interim, hypothesis generating, hypothesised
    thought to, believed to, expected to, assumed to, considered to, presumably
    numerically, nominally, partly, partially, mostly, mainly, modestly, modest, slight
    slightly, somewhat, mild improvement, some evidence, limited evidence, limited data
    not established, unknown whether, it is possible that, in part, up to, relatively
    apparently, arguably, conceivably, presumed, putative, suspected, putatively
    to some extent, in certain, in many, many, some, several, certain, early
    in the short term, for some, contribute to, contributed to, help, helps, helped
    """
)
INTENSIFIERS = phrased(
    """
    very, clearly, strongly, markedly, significantly, highly, truly, remarkably, truly
    substantially, dramatically, really, impressively, greatly, considerably, extremely
    exceptionally, extraordinarily, profoundly, vastly, hugely, massively, tremendously
    significant, substantial, dramatic, remarkable, impressive, striking, strikingly
    marked, profound, powerful, powerfully, potent, potently, robust, robustly, strong
    exceptional, extraordinary, outstanding, excellent, superb, amazing, incredible
    incredibly, great, huge, massive, tremendous, enormous, major, important, dramatic
    rapid, rapidly, fast, quickly, swift, swiftly, immediate, immediately, instantly
    completely, totally, fully, entirely, absolutely, perfectly, always, consistently
    consistent, definitely, definitively, undoubtedly, certainly, conclusively, proven
    clear, meaningful, meaningfully, compelling, convincingly, convincing, unequivocally
    notably, notable, far, much, even, severely, overwhelmingly, sharply, steeply
    revolutionary, breakthrough, game changing, game changer, groundbreaking, landmark
    innovative, cutting edge, transformative, slashed, slashes, plummeted
    plunged, skyrocketed, soared, eradicated, eradicates, eliminated, eliminates
    transforms, transformed, proved, proves, prove, guaranteed, guarantees, guarantee
    ensures, ensured, effortlessly, effortless, reliably, reliable, sustained, durable
    deep, deeply, high, superbly, wonderfully, excellently, unprecedented, safe, safely
    whopping, sizeable, sizable, considerable, pronounced, undeniable, undeniably
    confirmed, confirms, established, definitive, long lasting, lasting, permanently
    permanent, vital, critical, crucial, urgently, intensely, intense, drastically
    drastic, exactly, good, well, beneficial, effective, effectively
    """
)
SUPERLATIVES = phrased(
    """
    best, most, greatest, fastest, strongest, safest, first, only, unmatched, superior
    ultimate, leading, highest, largest, most effective, most powerful, number one
    unrivalled, unrivaled, unparalleled, unsurpassed, second to none, unbeatable, top
    first line choice, gold standard, of choice, preferred, first choice, better
    better than any, superiority, premier, foremost, finest, unique, uniquely, ideal
    optimal, perfect, world class, best in class, state of the art, least, simplest
    easiest, quickest, longest, lowest, smallest, richest, newest, latest, deepest
    widest, broadest, mildest, outperforms, outperformed, surpasses, surpassed, beats
    unlike any other, any other, than any other, all other, every other, like no other
    the choice, world's, most advanced, most prescribed, most trusted, most studied
    unequalled, unequaled, matchless, peerless, earliest, sole, exclusive, cleanest
    market leading, class leading, best tolerated, standard setting, incomparable
    """
)
CAUSES = phrased(
    """
    because of, because, due to, owing to, thanks to, caused by, causes, caused, cause
    causing, as a result of, result in, results in, resulted in, resulting in
    led to, leads to, leading to, prevents, prevented, prevent, preventing, produces
    produced, responsible for, attributable to, attributed to, explained by, drives
    driven by, drove, brings about, brought about, induces, induced, triggers, triggered
    triggering, therefore, cures, cured, cure, protects, protected, protect, makes
    made, makes possible, provokes, provoked, gives rise to, gave rise to, stops
    stopped, halts, halted, reverses, reversed, generates, generated, creates
    enables, enabled, thereby, delivers, delivered, yields, yielded, guarantees
    stems from, creates, as a consequence of, consequence of, through the action of
    by virtue of, on account of, directly, saves, saved, brings, brought, ends, ended
    """
)
ASSOCIATIONS = phrased(
    """
    associated with, association with, linked to, linked with, correlated with
    correlates with, related to, observed with, observed in, seen with, seen in
    reported with, reported in, occurred with, accompanied by, coincided with
    correlation with, in association with, was associated, were associated, associated
    association, correlated, correlation, linked, coincide with, correlate with
    """
)
QUALIFIERS = listed(
    """
    only alone subgroup secondary exploratory prespecified predefined adjunct adjunctive
    combination monotherapy addition initial maintenance short-term long-term interim
    relative absolute adjusted unadjusted estimated modelled simulated vitro animal
    preclinical open-label retrospective observational observed
    """
)

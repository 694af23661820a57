"""Which way words point: more or less, better or worse, and exact opposites."""

from content_engine.fidelity.comparing.words.grammar import listed, phrased

UP = listed(
    """
    increase increased increases increasing increasingly rise rises rising rose risen
    raise raised raises raising higher more greater grow grows grew grown growth longer
    elevate elevated elevates elevation elevations gain gained gains prolong prolonged
    prolongs prolonging extend extended extends extending lengthened lengthen larger
    bigger upward upwards exceed exceeded exceeds exceeding accelerate accelerated
    accelerates faster boosted boost boosts upregulated up climbed climb climbs enhance
    enhanced enhances heightened doubled tripled earlier frequent maximum majority above
    over heavier hasten hastened hastens quickened sped intensified intensifies
    multiplied
    expand expanded surge surged augmented augment stimulates stimulated
    activates activated hyperglycaemia hypertension maximal
    """
)
DOWN = listed(
    """
    decrease decreased decreases decreasing reduce reduced reduces reducing reduction
    reductions lower lowered lowers lowering fall falls fell fallen falling decline
    declined declines declining drop dropped drops dropping fewer less diminish
    diminished diminishes smaller shorten shortened shortens shorter lessen lessened
    downward downwards halved cut cuts slow slowed slows slower slowing suppress
    suppressed suppresses inhibit inhibited inhibits delay delayed delays delaying
    attenuated attenuates downregulated down shrank shrunk shrink shrinks minimised
    minimise minimum minority later below under rarer infrequent lighter curbed curb
    limits limited blunted hypoglycaemia hypotension minimal loss lost lose lowering
    mitigated mitigates
    """
)
GOOD = listed(
    """
    improve improved improves improving improvement improvements better relief relieve
    relieved relieves relieving eased eases ease remission remit remitted respond
    responded responds response responder responders benefit benefits benefited
    benefitted beneficial cleared clearance clearing recover recovered recovers recovery
    healed heals healing resolved resolves resolution superior favourable favoured
    favour
    favours favorable effective survive survived survival controlled success successful
    successfully safe tolerable tolerated well good strengthened strengthen stable
    stabilised stabilized met positive gained pass passed cure cured protect protected
    alleviate alleviated alleviates mild eligible included inclusion indicated allowed
    permitted accepted recommended able adequate compatible normal healthy alive
    completed
    """
)
BAD = listed(
    """
    worsen worsened worsens worsening worse deteriorate deteriorated deteriorates
    deterioration aggravate aggravated aggravates exacerbate exacerbated exacerbates
    progressed progress progression relapsed relapse inferior unfavourable unfavoured
    poorly poor poorer harmful harm harms harmed died fail failed failure failing
    failures ineffective impaired impairs impair weakened weaken negative missed severe
    nonresponder ineligible excluded exclusion contraindicated forbidden prohibited
    banned barred rejected toxic unsafe dead discontinued damaged
    """
)
SAME = phrased(
    """
    similar, similarly, comparable, comparably, unchanged, equivalent, equal, equally
    same, identical, no difference, no differences, no significant difference
    did not differ, non inferior, noninferior, non inferiority, no effect, no change
    not different, similar to, as effective as, same as, constant
    """
)
PAIRS = phrased(
    """
    before/after, above/below, over/under, high/low, early/late, earlier/later
    first/last, pre/post, start/stop, starting/stopping, begin/end, acute/chronic
    short/long, old/young, older/younger, male/female, men/women, man/woman, boy/girl
    adult/child, mild/severe, moderate/severe, mild/moderate, left/right, upper/lower
    hypo/hyper, include/exclude, included/excluded, inclusion/exclusion, with/without
    positive/negative, present/absent, oral/intravenous, oral/subcutaneous
    fasting/fed, benign/malignant, left/right, active/inactive, primary/secondary
    proximal/distal, systolic/diastolic, maximum/minimum, all/none, all/some, all/any
    always/never, many/few, more/less, morning/evening, day/night, pass/fail
    open/closed
    agonist/antagonist, inhibitor/activator, inhibits/activates
    initiation/discontinuation
    initiate/discontinue, continue/discontinue, continued/discontinued
    naive/experienced
    naive/pretreated, smoker/non-smoker, remission/relapse, allowed/prohibited
    permitted/prohibited, eligible/ineligible, accept/reject, required/optional
    required/prohibited, required/forbidden, recommended/contraindicated, gained/lost
    alive/dead, survived/died, success/failure, strong/weak, stronger/weaker, hot/cold
    local/systemic, early/advanced, localised/metastatic, normal/abnormal
    tolerated/untolerated, well/poorly, best/worst, good/poor, safe/unsafe, full/partial
    complete/partial, reversible/irreversible, common/rare, frequent/rare, often/rarely
    single/multiple, same/different, similar/different, healthy/ill, met/missed
    inpatient/outpatient, immediate/delayed, faster/slower, fast/slow, rapid/slow
    gain/loss, wide/narrow, dominant/recessive, sufficient/insufficient, at/after
    """
)
RELATIVE = listed("relative absolute")

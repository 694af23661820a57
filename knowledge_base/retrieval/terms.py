"""Knows which words of patients, marketers and prescribers mean the same.

A thesaurus of the whole trade and of no single brand: whoever asks about side effects
means adverse reactions, whoever says "after a year" means week 52.
"""

import functools
import re
from collections.abc import Iterator

from knowledge_base.wording import stems

MOST_WORDS = 5  # in a term of the thesaurus
GROUPS = """
iga = investigator's global assessment = clear or almost clear skin
easi = eczema area and severity index = extent of eczema
pasi = psoriasis area and severity index = extent of psoriasis
poem = patient-oriented eczema measure = eczema symptoms
dlqi = dermatology life quality index = quality of life
nrs = numeric rating scale
wpai = work productivity and activity impairment = productivity
pgic = patient's impression of change = patient's own impression
midas = migraine disability assessment
mmd = monthly migraine days = headache days
hit-6 = headache impact test
nnt = number needed to treat
acr20 = joint symptoms
das28 = disease activity of arthritis
hba1c = glycated haemoglobin = blood sugar
fev1 = lung function
egfr = kidney function
lvef = heart function
mace = major adverse cardiovascular events
vte = venous thromboembolism = blood clots
pfs = progression-free survival
os = overall survival
orr = objective response rate = tumour shrinkage
qol = quality of life
teae = adverse event
sae = serious adverse event
pk = pharmacokinetics
cmax = peak plasma concentration
moa = mechanism of action
hr = hazard ratio
ci = confidence interval
bid = twice daily
qd = once daily
side effect = unwanted effect = adverse reaction = adverse event = tolerability = safety
tolerate = tolerability = discontinued because of adverse events
complication = serious adverse event
serious = severe = dangerous
death = die = fatal = mortality
harm = harmful = toxic = injury = safety
warn = caution = precaution = risk
give up = quit = stop taking = drop out = dropout = discontinue = stopped
pause = hold = interrupt = suspend treatment
finish = complete = completer
start = begin = initiate = initiation = first dose
rule out = exclude = screen = test for = screening
check = test = monitor = monitoring = screen
blood test = blood work = lab test = laboratory = blood count
cbc = fbc = complete blood count = full blood count = blood count
blood count = neutrophil count = lymphocyte count = hemoglobin = platelets
anaemia = hemoglobin = iron
white cell = leukocyte = neutrophil = lymphocyte
cholesterol = lipids = ldl
blood sugar = glucose = hba1c = diabetes = glycaemic
liver = hepatic = transaminases = alt = ast = liver enzymes
kidney = renal = creatinine = egfr
heart = cardiac = cardiovascular = coronary
heart attack = myocardial infarction = major adverse cardiovascular event
artery = vessel = vascular = coronary
narrow = constrict = contraction = vasoconstriction
stroke = cerebrovascular
clot = thrombosis = thromboembolism = embolism
blood thinner = anticoagulant
bleed = haemorrhage = bleeding
blood pressure = hypertension
heartbeat = heart rhythm = arrhythmia = qt
lung = pulmonary = respiratory
breathless = shortness of breath = dyspnoea
cough = respiratory infection
cold = runny nose = nasopharyngitis = upper respiratory tract infection
flu = influenza
bowel = constipation = diarrhoea = gastrointestinal = gut
stomach = gastric = gastrointestinal = abdominal
feel sick = queasy = nausea
throw up = vomit = emesis
appetite = hungry = eating less = decreased appetite
weight = body weight = kg = bmi
tired = tiredness = fatigue = exhaustion = asthenia
sleepy = drowsy = somnolence = sedation
sleepless = awake = insomnia = sleep
dizzy = dizziness = vertigo
headache = migraine
attack = migraine = headache = flare = exacerbation
sufferer = patient = adults with the disease
allergy = allergic = hypersensitivity = anaphylaxis
allergic shock = anaphylaxis = anaphylactic
hives = urticaria
swelling = oedema = angioedema
rash = skin lesion = exanthema = skin score
skin = dermal = dermatological = cutaneous
eczema = atopic dermatitis
itch = itching = scratch = pruritus = itch nrs
scratching = itch = pruritus
clear skin = skin clearance = iga 0 or 1 = iga score = easi
spots = pimples = acne
shingles = herpes zoster
cold sore = herpes simplex
infection = infectious = opportunistic infection
tb = tuberculosis
hepatitis = viral hepatitis
cancer = tumour = malignancy = neoplasm = carcinoma
jab = shot = vaccine = vaccination = immunization
mood = depression = suicidal
fit = seizure = convulsion = epilepsy
joint pain = arthralgia = arthritis
muscle pain = myalgia = creatine phosphokinase
bone = fracture = osteoporosis = bone density
hair loss = alopecia
eye = ocular = vision
sugar pill = dummy pill = dummy = sham = placebo
pregnant = pregnancy = unborn = fetus = embryo
breastfeed = nursing mother = lactation
birth control = contraception = contraceptive
elderly = older people = seniors = aged 65 = geriatric
child = kids = teenager = paediatric = adolescent
smoker = smoke = tobacco
comorbidity = other illness = risk factors
inflammation = inflammatory = cytokine
peptide = cgrp = calcitonin gene-related peptide
enzyme = kinase
block = inhibit = inhibitor = antagonist
target = receptor
work in the body = how it works = mechanism = mode of action = inhibitor = antagonist
test tube = laboratory = in vitro = assay
healthy people = healthy volunteers
blood level = plasma concentration = exposure
bloodstream = plasma = half-life
highest = peak = cmax = peak plasma concentration
leave the body = out of the system = eliminate = half-life
absorb = absorption = exposure = auc
broken down = metabolised = cyp3a4
meal = dinner = breakfast = eat = mealtime = food = fasting
pill = tablet = capsule
crush = chew = split = swallow whole
swallow = by mouth = orally
how much = amount = dose = dosage
how often = once daily = every day = frequency
each day = every day = once daily
use = take = administration
forgot = forget = skipped = missed dose
double up = two tablets = make up for a missed dose
build up = increase slowly = titration = titrate
failure = failing = impaired = impairment
other medicine = alongside = interaction = concomitant = cyp3a4 inhibitors
cream = ointment = topical
steroid = corticosteroid
steroid cream = topical corticosteroids
painkiller = analgesic = acute medication
rescue drug = rescue medication = acute medication
triptan = serotonin = acute medication
prophylactic = prophylaxis = prevention = preventive
other drugs = earlier treatment = previous treatment = prior therapy
remember to take = adherence = compliance = scheduled doses
stay on treatment = persistence = prescription in force
insurer = insurance = health plan = formulary = coverage
insurer's approval = prior authorization
medicare = part d = government plan
private insurer = commercial = commercial formularies
family doctor = gp = general practitioner = primary care
health service = nhs
cost = price = list price
container = bottle = box = pack = blister = supplied
reimbursed = listed = formulary
job = employment = work
productive = productivity = work impairment
housework = chores = household activity
everyday life = daily life = quality of life = limitation
enjoy life = quality of life
disease burden = registry = observational = survey
population = registry = prevalence = observational
real world = real-life = observational = registry
expert = guideline = council = recommendation
severity = score = rating = assessment
feel better = got better = much improved
benefit = get better = improve = improvement
worsen = deteriorate = relapse
relief = relieve = improve = improvement = reduction
cut = drop = fewer = save = fell = decrease = reduction
responder = response = reduction of at least
gain = rise = improvement
likelihood = ratio of response = odds
how soon = how quickly = how fast = onset = early = first dose
initial = first
still = maintained = long-term
blinded = double-blind = randomised
compared with = versus = vs = placebo
dose response = dose finding = phase 2
trial = study
several trials together = pooled = combined = meta-analysis
half = 50% = 50 percent
quarter = 25% = 25 percent
three quarters = 75% = 75 percent
a third = 33%
two thirds = 67%
nine in ten = 90%
"""
YEAR_WEEKS, MONTH_WEEKS, MONTHS, DAYS = 52, 4, 12, 7
NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
BEFORE = "after|for|over|in|within|of|by|until|than|during|at"
# "Over a year" is a span of time, "days a year" is a rate.
SPAN = re.compile(
    rf"\b(?:(half an?|first|full|whole|\d+|{'|'.join(NUMBERS)})"
    rf"|(?:{BEFORE})\s+(?:an?|the)(?:\s+(?:full|whole))?)"
    r"\s+(day|week|month|year)s?\b"
)


def also(text: str) -> tuple[str, ...]:
    """Terms that mean what words of the text mean, each once, none of its own words."""
    said = stems.tokens(text)
    own = " ".join(said)
    found = dict.fromkeys((*_synonyms(said), *_spans(text)))
    return tuple(term for term in found if " ".join(stems.tokens(term)) not in own)


def _synonyms(said: list[str]) -> Iterator[str]:
    place = 0
    while place < len(said):
        length = _longest(said, place)
        yield from _thesaurus().get(tuple(said[place : place + length]), ())
        place += max(length, 1)


def _longest(said: list[str], place: int) -> int:
    """Words of the longest term that stands there: "half-life" is not "half"."""
    for length in range(min(MOST_WORDS, len(said) - place), 0, -1):
        if tuple(said[place : place + length]) in _thesaurus():
            return length
    return 0


def _spans(text: str) -> Iterator[str]:
    """Time as trials count it: a year is 52 weeks, the first month weeks 1 to 4."""
    for amount, unit in SPAN.findall(text.casefold()):
        weeks, days = _weeks(amount, unit)
        if amount == "first" and weeks > 1:
            yield f"weeks 1 to {weeks}"
        elif weeks:
            yield from (f"week {weeks}", f"{weeks} weeks")
        if unit == "year" and amount.startswith("half"):
            yield "6 months"
        if days == 1:
            yield "day after the first dose"


def _weeks(amount: str, unit: str) -> tuple[int, int]:
    """Whole weeks, and days where they make no week."""
    number = NUMBERS.index(amount) + 1 if amount in NUMBERS else 1
    number = int(amount) if amount.isdigit() else number
    if unit == "year":
        return (YEAR_WEEKS * number // (2 if amount.startswith("half") else 1), 0)
    if unit == "month":
        return (MONTH_WEEKS * number if number < MONTHS else YEAR_WEEKS, 0)
    if unit == "week":
        return (number, 0)
    return (number // DAYS if number % DAYS == 0 else 0, number)


@functools.cache
def _thesaurus() -> dict[tuple[str, ...], tuple[str, ...]]:
    """For the stems of each term: the other terms of its groups."""
    known: dict[tuple[str, ...], dict[str, None]] = {}
    for line in GROUPS.strip().splitlines():
        terms = [term.strip() for term in line.split("=")]
        for term in terms:
            others = known.setdefault(tuple(stems.tokens(term)), {})
            others |= dict.fromkeys(other for other in terms if other != term)
    return {term: tuple(others) for term, others in known.items()}

"""Real-looking figures, and how each is read: words at the margin, readings indented.

A reading is ``kind label operator+value unit``, parts that are empty left out; ranges
stand as ``low..high``, counts and fractions as ``part/whole``; ``-`` reads nothing.
"""

from knowledge_base.wording.quantities import Kind, Quantity

SHORT = {
    Kind.PERCENTAGE: "pct",
    Kind.DIFFERENCE: "diff",
    Kind.RATIO: "ratio",
    Kind.INTERVAL: "ci",
    Kind.P: "p",
    Kind.COUNT: "n",
    Kind.RATE: "rate",
    Kind.DOSE: "dose",
    Kind.FREQUENCY: "freq",
    Kind.TIME: "time",
    Kind.NNT: "nnt",
    Kind.FOLD: "fold",
    Kind.FRACTION: "frac",
    Kind.SCORE: "score",
    Kind.RANGE: "range",
    Kind.VALUE: "val",
}


def shown(quantity: Quantity) -> str:
    """A quantity as the tables below write it."""
    values = [format(value, "f") for value in quantity.values]
    is_part = quantity.kind in {Kind.COUNT, Kind.FRACTION}
    joint = "/" if is_part and quantity.label != "range" else ".."
    is_plain = quantity.operator == "=" and quantity.kind is not Kind.P
    operator = "" if is_plain else quantity.operator
    parts = (
        SHORT[quantity.kind],
        quantity.label,
        operator + joint.join(values),
        quantity.unit,
    )
    return " ".join(part for part in parts if part)


def cases(table: str) -> list[tuple[str, tuple[str, ...]]]:
    """The texts of a table with their readings in order."""
    made: list[tuple[str, tuple[str, ...]]] = []
    words: list[str] = []
    found: list[str] = []
    for line in table.strip("\n").split("\n"):
        is_reading = line.startswith("    ")
        if found and not is_reading:
            made.append((" ".join(words), tuple(found)))
            words, found = [], []
        (found if is_reading else words).extend(line.strip().split(" | "))
    made.append((" ".join(words), tuple(found)))
    return [(text, tuple(part for part in read if part != "-")) for text, read in made]


PERCENTAGES = """
9.8 % of patients had a first event
    pct 9.8 %
9.8% of patients
    pct 9.8 %
9·8% of the participants responded
    pct 9.8 %
9,8 % of patients
    pct 9.8 %
nine point eight per cent of patients
    pct 9.8 %
twelve percent reported nausea
    pct 12 %
The rate was 0.5 %.
    pct 0.5 %
.5% of the population
    pct 0.5 %
Seventy-one per cent of respondents agreed
    pct 71 %
an increase of 12 percent
    pct 12 %
100% adherence was recorded
    pct 100 %
a change of −3.2 %
    pct -3.2 %
a change of -3.2%
    pct -3.2 %
a change of –3.2 % in LDL cholesterol
    pct -3.2 %
+4.1 % in bone density
    pct 4.1 %
5–10 % of patients
    pct 5..10 %
between 5 % and 10 % of patients
    pct 5..10 %
5% to 10% of people
    pct 5..10 %
from 12.4 to 18.6 percent
    pct 12.4..18.6 %
9.80 % of patients
    pct 9.80 %
48%, 31% and 12%
    pct 48 % | pct 31 % | pct 12 %
13.1 %² on placebo
    pct 13.1 %
13.1%[3] on placebo
    pct 13.1 %
13.1 %¹,² on placebo
    pct 13.1 %
13.1 %¹² on placebo
    pct 13.1 %
relative risk reduction of 26 %
    pct relative 26 %
absolute risk reduction, 3.3 %
    pct absolute 3.3 %
an RRR of 26%
    pct relative 26 %
ARR 3.3%
    pct absolute 3.3 %
a relative reduction in hospitalisation of 26 %
    pct relative 26 %
a 26% relative risk reduction
    pct relative 26 %
26 % lower risk of death
    pct 26 %
1.5 pct of the cohort
    pct 1.5 %
forty-eight percent of patients on Velorin
    pct 48 %
a hundred per cent of the centres
    pct 100 %
12½ % of the dose
    pct 12.5 %
"""

OPERATORS = """
<1% on placebo
    pct <1 %
< 1 % of patients
    pct <1 %
≥ 10 % of patients
    pct >=10 %
≤5% of women
    pct <=5 %
>90 % of the dose is excreted
    pct >90 %
>=50% reduction in seizures
    pct >=50 %
<= 2% of injections
    pct <=2 %
~30 % of adults
    pct ~30 %
≈ 30 % of adults
    pct ~30 %
at least 50% improvement
    pct >=50 %
at least a 50% improvement
    pct >=50 %
up to 80 % of those treated
    pct <=80 %
fewer than 1 % of patients
    pct <1 %
less than 0.1% of doses
    pct <0.1 %
more than 60 % of patients
    pct >60 %
no more than 5 % of the batch
    pct <=5 %
not more than 5 % of the batch
    pct <=5 %
no fewer than 12 patients
    n >=12
no less than 40 % of the sample
    pct >=40 %
a minimum of 50 %
    pct >=50 %
a maximum of 20 %
    pct <=20 %
at most 3% of cases
    pct <=3 %
about 15 % of people with asthma
    pct ~15 %
approximately 1,200 patients
    n ~1200
approx. 40 % of the variance
    pct ~40 %
around 7 % in both arms
    pct ~7 %
nearly 20 % of adults
    pct ~20 %
almost 90% of the study days
    pct ~90 %
roughly 25% of attacks
    pct ~25 %
greater than 75 % of baseline
    pct >75 %
higher than 30 % of baseline
    pct >30 %
exceeding 10 % of the control value
    pct >10 %
below 5 % in each group
    pct <5 %
above 95% in both seasons
    pct >95 %
under 2% of prescriptions
    pct <2 %
over 80% of clinics
    pct >80 %
50% or more of the days
    pct >=50 %
10 % or less of the dose
    pct <=10 %
itch down 4+ points
    score >=4 points
20 patients or fewer
    n <=20
75 % or greater improvement
    pct >=75 %
a mean score of 7 or above
    val >=7
equal to or greater than 30 %
    pct >=30 %
greater than or equal to 30 %
    pct >=30 %
less than or equal to 30 %
    pct <=30 %
"""

RATIOS = """
HR 0.74
    ratio HR 0.74
HR=0.74
    ratio HR 0.74
HR: 0.74
    ratio HR 0.74
HR .74
    ratio HR 0.74
HR, 0.74
    ratio HR 0.74
a hazard ratio of 0.74
    ratio HR 0.74
hazard ratio (HR) 0.74
    ratio HR 0.74
hazard ratio [HR], 0.74
    ratio HR 0.74
The hazard ratio was 0·74
    ratio HR 0.74
adjusted hazard ratio 1.12
    ratio HR 1.12
aHR 1.12
    ratio HR 1.12
The hazard ratio for death from any cause was 0.91
    ratio HR 0.91
hazard ratio for Velorin versus placebo, 0.88
    ratio HR 0.88
RR 0.80
    ratio RR 0.80
relative risk 1.4
    ratio RR 1.4
a relative risk of 1.4
    ratio RR 1.4
risk ratio 0.67
    ratio RR 0.67
rate ratio 0.55
    ratio IRR 0.55
OR 2.3
    ratio OR 2.3
OR = 2.31
    ratio OR 2.31
odds ratio, 2.31
    ratio OR 2.31
an odds ratio of 1.05
    ratio OR 1.05
IRR 0.62
    ratio IRR 0.62
incidence rate ratio of 0.62
    ratio IRR 0.62
HR < 1.3
    ratio HR <1.3
patients were randomised 1:1
    ratio 1..1
randomly assigned in a 2:1 ratio
    ratio 2..1
the ratio of response, Velorin to placebo, was 1.78
    ratio 1.78
subhazard ratio 0.95
    ratio HR 0.95
geometric mean ratio 1.02
    ratio GMR 1.02
"""

INTERVALS = """
HR 0.74; 95 % CI 0.64–0.86; p<0.001
    ratio HR 0.74 | ci 95% CI 0.64..0.86 | p <0.001
HR 0.74 (95% CI, 0.64 to 0.86; P<.001)
    ratio HR 0.74 | ci 95% CI 0.64..0.86 | p <0.001
hazard ratio, 0.74; 95% confidence interval [CI], 0.64 to 0.86; P<0.001
    ratio HR 0.74 | ci 95% CI 0.64..0.86 | p <0.001
HR 0.74 (95% CI: 0.64, 0.86)
    ratio HR 0.74 | ci 95% CI 0.64..0.86
HR 0.74 [95% CI 0.64-0.86]
    ratio HR 0.74 | ci 95% CI 0.64..0.86
HR 0.74 (0.64–0.86)
    ratio HR 0.74 | ci CI 0.64..0.86
HR 0.74 (0.64; 0.86)
    ratio HR 0.74 | ci CI 0.64..0.86
HR 0·74 (95% CI 0·64–0·86)
    ratio HR 0.74 | ci 95% CI 0.64..0.86
95 % CI 0.64 — 0.86
    ci 95% CI 0.64..0.86
95% CI of 0.64 to 0.86
    ci 95% CI 0.64..0.86
95% CI = 0.64-0.86
    ci 95% CI 0.64..0.86
95% CI [0.64, 0.86]
    ci 95% CI 0.64..0.86
95 % CI from 0.64 to 0.86
    ci 95% CI 0.64..0.86
90% CI 1% to 9%
    ci 90% CI 1..9 %
99% CI -0.8 to 2.4
    ci 99% CI -0.8..2.4
95% CI −7.7 to −4.3
    ci 95% CI -7.7..-4.3
95% CI -7.7--4.3
    ci 95% CI -7.7..-4.3
95% CI −7.7, −4.3
    ci 95% CI -7.7..-4.3
95% credible interval 0.71 to 1.02
    ci 95% CrI 0.71..1.02
95% CrI 0.71–1.02
    ci 95% CrI 0.71..1.02
97.5% CI 0.60–0.93
    ci 97.5% CI 0.60..0.93
95% CI for the difference, 1.2 to 3.0
    ci 95% CI 1.2..3.0
95% C.I. 1.2 to 3.0
    ci 95% CI 1.2..3.0
difference 2.2 days (95% CI 1.7 to 2.7)
    diff 2.2 day | ci 95% CI 1.7..2.7
95% CI 0.6 days to 2.6 days
    ci 95% CI 0.6..2.6 day
confidence interval 0.64 to 0.86
    ci CI 0.64..0.86
95% confidence limits 0.64 and 0.86
    ci 95% CI 0.64..0.86
The two-sided 95% CI was 0.64 to 0.86
    ci 95% CI 0.64..0.86
OR 1.9 (95 % CI: 1.1–3.3)
    ratio OR 1.9 | ci 95% CI 1.1..3.3
-0.8 mmol/L (95% CI -1.0 to -0.6)
    val -0.8 mmol/L | ci 95% CI -1.0..-0.6
RR 0.62 [0.48, 0.81]
    ratio RR 0.62 | ci CI 0.48..0.81
95% CI 1,204 to 1,410
    ci 95% CI 1204..1410
95% prediction interval 0.4 to 1.6
    ci 95% PI 0.4..1.6
CI95 0.64–0.86
    ci 95% CI 0.64..0.86
CI 95% 0.64–0.86
    ci 95% CI 0.64..0.86
"""

P_VALUES = """
p<0.001
    p <0.001
P < .001
    p <0.001
p=0.56
    p =0.56
P = .56
    p =0.56
p = 0·04
    p =0.04
(p=0.0321)
    p =0.0321
p≤0.05
    p <=0.05
p>0.05
    p >0.05
p ≥ 0.2
    p >=0.2
p-value 0.03
    p =0.03
a P value of 0.03
    p =0.03
P value <0.01
    p <0.01
p value: 0.012
    p =0.012
p for trend = 0.02
    p =0.02
P for interaction = 0.12
    p =0.12
Pinteraction=0.12
    p =0.12
nominal p=0.03
    p =0.03
two-sided p = 0.049
    p =0.049
one-sided P<0.025
    p <0.025
p=NS
    p NS
p = n.s.
    p NS
(NS)
    p NS
the difference was not statistically significant
    p NS
p < 0.0001 for superiority
    p <0.0001
p<0.001 vs placebo
    p <0.001
P value less than 0.001
    p <0.001
p = 1.2 × 10−5
    p =0.000012
p<10⁻⁵
    p <0.00001
p<0,001
    p <0.001
all p<0.001
    p <0.001
"""

COUNTS = """
n = 3,870
    n 3870
n=372
    n 372
(N=1,372)
    n 1372
N = 24
    n 24
190/1,934
    n 190/1934
190 of 1,934 patients
    n 190/1934
190 out of 1,934
    n 190/1934
1\u2009934 patients
    n 1934
1\u202f934 patients were enrolled
    n 1934
1 934 patients
    n 1934
12 345 678 people
    n 12345678
1'934 patients
    n 1934
48% (192/400)
    pct 48 % | n 192/400
48% (192 of 400 patients)
    pct 48 % | n 192/400
192 (48%) of 400
    n 192 | pct 48 % | n 400
24 healthy volunteers
    n 24
742 adults with episodic migraine
    n 742
640 adult patients
    n 640
two hundred and twelve patients
    n 212
one hundred ninety participants
    n 190
12 patients in the study
    n 12
11 donors
    n 11
46 of 60 surveyed formularies
    n 46/60
bottles of 30 tablets
    n 30 tablet
two tablets should not be taken on one day
    n 2 tablet | time on 1 day
three trials in adults
    n 3 trial
15 centres in 6 countries
    n 15 centre | n 6 country
8 adverse events
    n 8 event
4 exacerbations
    n 4 exacerbation
n/N = 190/1,934
    n 190/1934
(n=688) vs placebo (n=684)
    n 688 | n 684
1,000 women and 2,000 men
    n 1000 | n 2000
2.4 million people
    n 2400000
1.2 million adults
    n 1200000
three million people in Europe
    n 3000000
5,491/12,480
    n 5491/12480
n=1372 patients
    n 1372
one of three injections
    n 1/3
three of the four trials
    n 3/4
seven in both arms of 212 patients
    n 212
"""

DIFFERENCES = """
3.3 percentage points
    diff 3.3 pp
3.3 percentage-point difference
    diff 3.3 pp
difference 36.0 percentage points
    diff 36.0 pp
a difference of 13.5 percentage points
    diff 13.5 pp
an absolute difference of 3.3 percentage points
    diff absolute 3.3 pp
3.3 pp
    diff 3.3 pp
3.3 %-points
    diff 3.3 pp
3.3 % points
    diff 3.3 pp
3.3 %
    pct 3.3 %
difference 2.2 days
    diff 2.2 day
difference, -1.5 mmHg
    diff -1.5 mmHg
treatment difference −0.8 mmol/L
    diff -0.8 mmol/L
between-group difference of 4.1 points
    diff 4.1 points
the mean difference was 1.6 kg
    diff 1.6 kg
difference 6.6 points
    diff 6.6 points
difference: 0.24 g/dL
    diff 0.24 g/dL
-21.5 percentage points on Velorin
    diff -21.5 pp
a 3.3 percentage point reduction
    diff 3.3 pp
at least 10 percentage points
    diff >=10 pp
two percentage points
    diff 2 pp
3.3 to 4.5 percentage points
    diff 3.3..4.5 pp
a difference in favour of Velorin of 4.2 %
    pct 4.2 %
risk difference 4.2 %
    diff 4.2 %
"""

RATES = """
4.2 per 100 patient-years
    rate 4.2 /100 patient-year
4.2 events per 100 patient-years
    rate 4.2 /100 patient-year
4.2/100 patient-years
    rate 4.2 /100 patient-year
4.2 per 100 patient years
    rate 4.2 /100 patient-year
4.2 per 100 PY
    rate 4.2 /100 patient-year
7.1 events per 1,000 person-months
    rate 7.1 /1000 patient-month
7.1 per 1 000 person-years
    rate 7.1 /1000 patient-year
12 patients (2.0 per 100 patient-years)
    n 12 | rate 2.0 /100 patient-year
<0.1 per 1,000 patient-years
    rate <0.1 /1000 patient-year
0.82 exacerbations per patient per year
    rate 0.82 /patient/year
1.2 relapses per year
    rate 1.2 /year
2 attacks per month
    rate 2 /month
5 per 10,000 patients
    rate 5 /10000 patient
1 per 1,000 women
    rate 1 /1000 patient
3.5 per 100 subject-years of exposure
    rate 3.5 /100 patient-year
0.34 hypoglycaemic events per patient-year
    rate 0.34 /patient-year
15.3 vs 20.1 per 100 patient-years
    rate 15.3 /100 patient-year | rate 20.1 /100 patient-year
at least 4 migraine days per month
    rate >=4 day/month
8 headache days a month
    rate 8 day/month
11.4 cases per 100,000 population
    rate 11.4 /100000 patient
an annualised rate of 0.23 relapses per person-year
    rate 0.23 /patient-year
"""

DOSES = """
30 mg
    dose 30 mg
30 mg once daily
    dose 30 mg | freq 1 /day
30mg od
    dose 30 mg | freq 1 /day
30 mg o.d.
    dose 30 mg | freq 1 /day
30 mg QD
    dose 30 mg | freq 1 /day
30 mg once a day
    dose 30 mg | freq 1 /day
30 mg daily
    dose 30 mg | freq 1 /day
30 mg every day
    dose 30 mg | freq 1 /day
15 mg twice daily
    dose 15 mg | freq 2 /day
15 mg bid
    dose 15 mg | freq 2 /day
15 mg b.i.d.
    dose 15 mg | freq 2 /day
15 mg bd
    dose 15 mg | freq 2 /day
10 mg three times daily
    dose 10 mg | freq 3 /day
10 mg three times a day
    dose 10 mg | freq 3 /day
10 mg tid
    dose 10 mg | freq 3 /day
10 mg tds
    dose 10 mg | freq 3 /day
5 mg four times daily
    dose 5 mg | freq 4 /day
5 mg qid
    dose 5 mg | freq 4 /day
2 × 15 mg
    dose 2x 15 mg
2 x 15 mg daily
    dose 2x 15 mg | freq 1 /day
two 15 mg tablets
    dose 2x 15 mg
one 15 mg tablet taken orally once daily
    dose 15 mg | freq 1 /day
300 mg every 4 weeks
    dose 300 mg | freq 1 /4 week
300 mg q4w
    dose 300 mg | freq 1 /4 week
300 mg Q2W
    dose 300 mg | freq 1 /2 week
500 mg every 8 hours
    dose 500 mg | freq 1 /8 hour
500 mg q8h
    dose 500 mg | freq 1 /8 hour
1 mg once weekly
    dose 1 mg | freq 1 /week
1 mg weekly
    dose 1 mg | freq 1 /week
70 mg once monthly
    dose 70 mg | freq 1 /month
150 mg every other week
    dose 150 mg | freq 1 /2 week
20 mg every other day
    dose 20 mg | freq 1 /2 day
60 mg every six months
    dose 60 mg | freq 1 /6 month
8 mg/kg
    dose 8 mg/kg
8 mg per kg body weight
    dose 8 mg/kg
10 mg/kg/day
    dose 10 mg/kg/day
2 g/day
    dose 2 g/day
75 mg/m²
    dose 75 mg/m2
100 mcg
    dose 100 mcg
100 µg
    dose 100 mcg
100 μg
    dose 100 mcg
100 micrograms
    dose 100 mcg
30,000 mcg
    dose 30000 mcg
30 000 mcg
    dose 30000 mcg
0.5 g
    dose 0.5 g
500 milligrams
    dose 500 mg
1,000 IU
    dose 1000 IU
1000 international units
    dose 1000 IU
20 units once daily
    dose 20 U | freq 1 /day
0.5 mL
    dose 0.5 mL
5 ml twice a day
    dose 5 mL | freq 2 /day
10 to 20 mg
    dose 10..20 mg
10–20 mg per day
    dose 10..20 mg/day
10 mg to 20 mg
    dose 10..20 mg
up to 40 mg daily
    dose <=40 mg | freq 1 /day
a maximum of 4 g per day
    dose <=4 g/day
at least 5 mg
    dose >=5 mg
40 mg Velorin (n=106)
    dose 40 mg | n 106
Velorin 15mg tablets
    dose 15 mg
150/12.5 mg
    dose 150..12.5 mg
two puffs twice daily
    n 2 puff | freq 2 /day
once-daily dosing
    freq 1 /day
one tablet once a day
    n 1 tablet | freq 1 /day
one injection every three months
    n 1 injection | freq 1 /3 month
thirty milligrams once daily
    dose 30 mg | freq 1 /day
15-mg dose
    dose 15 mg
half a tablet twice daily
    n 0.5 tablet | freq 2 /day
1½ tablets in the morning
    n 1.5 tablet
30 mсg
    dose 30 mcg
10 or 20 mg once daily
    dose 10 mg | dose 20 mg | freq 1 /day
10 mg/day or 80 mg/day
    dose 10 mg/day | dose 80 mg/day
10, 20, 40 and 80 mg
    dose 10 mg | dose 20 mg | dose 40 mg | dose 80 mg
7 TABLETS
    n 7 tablet
"""

MEASURES = """
52 pmol/L
    val 52 pmol/L
0.04 nM
    val 0.04 nM
10 micromolar
    val 10 mcM
120 mmHg
    val 120 mmHg
130/80 mmHg
    val 130..80 mmHg
7.1 mmol/L
    val 7.1 mmol/L
180 mg/dL
    val 180 mg/dL
12 ng/mL
    val 12 ng/mL
12 ng per ml
    val 12 ng/mL
60 mL/min/1.73 m²
    val 60 mL/minute/1.73 m2
30 mL/min
    val 30 mL/minute
27 kg/m²
    val 27 kg/m2
1,000 cells/mm³
    val 1000 cell/mm3
below 1,000 cells/mm3
    val <1000 cell/mm3
1.0 x 10^9/L
    val 1000000000 /L
0.5 × 10⁹/L
    val 500000000 /L
8 g/dL
    val 8 g/dL
80 g/L
    val 80 g/L
a weight change of 0.1 kg
    val 0.1 kg
72 beats per minute
    val 72 beat/minute
72 bpm
    val 72 beat/minute
450 ms
    val 450 ms
1.5 cm
    val 1.5 cm
37.5 °C
    val 37.5 °C
240 mL of water
    dose 240 mL
GBP 118.00 for 28 tablets
    val 118.00 GBP | n 28 tablet
£118.00
    val 118.00 GBP
€ 42.50
    val 42.50 EUR
3 times the upper limit of normal
    fold 3 ULN
3 × ULN
    fold 3 ULN
>3x ULN
    fold >3 ULN
50 copies/mL
    val 50 copy/mL
40 U/L
    val 40 U/L
fell by a mean of 4.6 with Velorin
    val 4.6
a mean of 0.1 kg (SD 3.9)
    val 0.1 kg | val SD 3.9
median 12 (IQR 8–17)
    val 12 | val IQR 8..17
4.1 ± 0.3
    val 4.1 | val SD 0.3
an annual cost of $1,250
    val 1250 USD
53 mmol/mol
    val 53 mmol/mol
"""

TIMES = """
within 18 months
    time within 18 month
18 months
    time 18 month
1.5 years
    time 1.5 year
week 8
    time at 8 week
at week 8
    time at 8 week
by week 8
    time by 8 week
at 6 months
    time at 6 month
after 12 weeks
    time after 12 week
over 12 weeks
    time over 12 week
for 52 weeks
    time for 52 week
a 12-week study
    time 12 week
pooled 16-week data
    time 16 week
weeks 1 to 12
    time at 1..12 week
over weeks 1 to 4
    time over 1..4 week
fewer migraine days over 12 weeks
    time over 12 week
no higher than 2 mg a day
    dose <= 2 mg/day
not exceeding 40 mg
    dose <= 40 mg
a dose that should not exceed 80 mg
    dose <= 80 mg
no greater than 5%
    pct <= 5 %
no lower than 90 mmHg
    val >= 90 mmHg
to a maximum of 60 mg
    dose <= 60 mg
at weeks 49 to 52
    time at 49..52 week
day 1
    time at 1 day
from day 1
    time from 1 day
at month 18
    time at 18 month
up to 24 months
    time <=24 month
for up to 24 months
    time for <=24 month
at least 6 months
    time >=6 month
for at least 6 months
    time for >=6 month
within the first 30 days
    time within 30 day
during the first year
    -
2 to 4 weeks
    time 2..4 week
2–4 weeks
    time 2..4 week
24 hours after the dose
    time 24 hour
within 2 h
    time within 2 hour
within 8 hours
    time within 8 hour
twelve weeks of treatment
    time 12 week
a half-life of 11 hours
    time 11 hour
the median time was 1.5 hours
    time 1.5 hour
until week 24
    time until 24 week
through week 24
    time through 24 week
at weeks 4, 8 and 12
    time at 4 week | time at 8 week | time at 12 week
5-year survival
    time 5 year
more than 2 years
    time >2 year
less than 30 minutes
    time <30 minute
in 12 weeks
    time in 12 week
every 2 weeks
    freq 1 /2 week
a 24-month follow-up
    time 24 month
median follow-up 3.2 years
    time 3.2 year
months 6–12
    time at 6..12 month
before week 4
    time before 4 week
3 nights a week
    rate 3 night/week
18 mo
    time 18 month
two years
    time 2 year
"""

WORDS = """
NNT 31
    nnt 31
NNT=31
    nnt 31
NNT of 31
    nnt 31
an NNT of 31 (95% CI 20 to 66)
    nnt 31 | ci 95% CI 20..66
number needed to treat 31
    nnt 31
the number needed to treat was 31
    nnt 31
number needed to treat for one additional patient to respond was 5
    nnt 5
number needed to harm 120
    nnt NNH 120
NNH 120
    nnt NNH 120
a twofold increase
    fold 2
a 2-fold increase
    fold 2
a 2.5-fold higher risk
    fold 2.5
two-fold
    fold 2
threefold
    fold 3
tenfold lower
    fold 10
The risk doubled
    fold 2
The rate was halved
    fold 0.5
doubling of serum creatinine
    fold 2
tripled the chance
    fold 3
twice as many patients
    fold 2
twice as likely
    fold 2
three times as likely
    fold 3
1.5 times higher
    fold 1.5
about 20 and 40 times the human dose
    fold ~20 | fold 40
half as many attacks
    fold 0.5
one in eight adults
    frac 1/8
1 in 20 people
    frac 1/20
one in every ten patients
    frac 1/10
nine out of ten patients
    n 9/10
a quarter of patients
    frac 1/4
one quarter of the patients
    frac 1/4
three quarters of patients
    frac 3/4
three-quarters of patients
    frac 3/4
a third of patients
    frac 1/3
two thirds of patients
    frac 2/3
two-thirds of patients
    frac 2/3
a third fewer hospitalisations
    frac fewer 1/3
one third lower
    frac lower 1/3
half of the patients
    frac 1/2
nearly half of patients
    frac ~1/2
more than half of women
    frac >1/2
over a third of respondents
    frac >1/3
up to one third of cases
    frac <=1/3
a fifth of those screened
    frac 1/5
one-tenth of the dose
    frac 1/10
cut by half
    frac 1/2
by a third
    frac 1/3
four in ten people
    frac 4/10
"""

SCORES = """
−6 points on the KCCQ from baseline
    score KCCQ from baseline -6 points
-6 points from baseline
    score from baseline -6 points
a mean of 16.8 points
    score 16.8 points
an improvement of at least 4 points
    score >=4 points
a 4-point improvement
    score 4 points
rose by 5.2 points on the Migraine Daily Life Index
    score Migraine Daily Life Index 5.2 points
an IGA score of 0 or 1
    score IGA 0..1
IGA 0/1 in 48%
    score IGA 0..1 | pct 48 %
a DLQI of 0 or 1
    score DLQI 0..1
a baseline itch NRS of 4 or above
    score NRS >=4
DLQI above 1
    score DLQI >1
EDSS score ≤ 5.5
    score EDSS <=5.5
on a scale from 0 to 10
    score scale 0..10
a scale of 0–100
    score scale 0..100
+16.8 points with Velorin
    score 16.8 points
MADRS total score 28
    score MADRS 28
HAM-D score of at least 20
    score HAM-D >=20
PHQ-9 score of 10 or more
    score PHQ-9 >=10
an NRS of 7
    score NRS 7
lowered by 3.1 points in the EASI from baseline
    score EASI from baseline 3.1 points
two points on the Barthel index
    score Barthel index 2 points
"""

POPULATIONS = """
LVEF ≤ 35 %
    range LVEF <=35 %
LVEF 35–49 %
    range LVEF 35..49 %
an ejection fraction of 40 % or less
    range LVEF <=40 %
left ventricular ejection fraction (LVEF) > 40 %
    range LVEF >40 %
18 to 75 years
    range age 18..75 year
aged 18 to 75 years
    range age 18..75 year
aged 18–75
    range age 18..75 year
aged 65 years and over
    range age >=65 year
65 years and older
    range age >=65 year
18 years of age or older
    range age >=18 year
adults aged ≥ 18 years
    range age >=18 year
children under 12 years of age
    range age <12 year
children 6 to 11 years old
    range age 6..11 year
aged 6 months to 5 years
    range age 6..60 month
patients older than 75 years
    range age >75 year
patients younger than 40 years
    range age <40 year
patients over 75 years
    range age >75 year
38% were ≥ 65 years
    pct 38 % | range age >=65 year
advanced age (> 65)
    range age >65 year
a 65-year-old man
    range age 65 year
BMI ≥ 30 kg/m²
    range BMI >=30 kg/m2
eGFR ≥ 25 mL/min/1.73 m²
    range eGFR >=25 mL/minute/1.73 m2
eGFR 30 to 60 mL/min
    range eGFR 30..60 mL/minute
HbA1c 7–10 %
    range HbA1c 7..10 %
HbA1c of 7.0 % or more
    range HbA1c >=7.0 %
NT-proBNP > 600 pg/mL
    range NT-proBNP >600 pg/mL
systolic blood pressure ≥ 140 mmHg
    range SBP >=140 mmHg
LDL-C < 1.8 mmol/L
    range LDL-C <1.8 mmol/L
creatinine clearance below 30 mL/min
    range CrCl <30 mL/minute
haemoglobin below 80 g/L
    range haemoglobin <80 g/L
hemoglobin below 8 g/dL
    range haemoglobin <8 g/dL
NYHA II–III
    -
NYHA class II and LVEF ≤ 35 %
    range LVEF <=35 %
platelet count < 50 × 10⁹/L
    range platelets <50000000000 /L
"""

NOTHING = """
1 October 2026
    -
October 1, 2026
    -
2026-10-01
    -
01/10/2026
    -
1.10.2026
    -
Oct 2026
    -
in 2025
    -
(observational, 2025)
    -
call 1-800-555-0100
    -
call +49 30 901820
    -
telephone 020 7946 0018
    -
as shown before [3]
    -
as shown before [1,2]
    -
as shown before [4–6]
    -
as shown before.¹²
    -
UK-VEL-0012
    -
VEL/2026/0031
    -
Job code 2026-00318-EM
    -
see page 12
    -
pp. 1475-85
    -
p. 14
    -
Section 4.4
    -
see Table 2 and Figure 3
    -
in Study 2
    -
type 2 diabetes
    -
NYHA class III
    -
stage 3b kidney disease
    -
grade 3 neutropenia
    -
a phase 3 trial
    -
phase 2/3
    -
available 24/7
    -
TIDEMARK-1 and TIDEMARK-2
    -
EASI-75 at week 16
    time at 16 week
CYP3A4 inhibitors
    -
interleukin 6
    -
IL-4 and IL-13
    -
COVID-19
    -
HbA1c was measured
    -
vitamin B12
    -
factor VIII
    -
https://example.org/a/12?b=3
    -
write to info24@example.org
    -
at 9:30 on the day of the visit
    -
N Engl J Med 2024;391:1475-85
    -
doi:10.1000/182.45
    -
NCT01234567
    -
the 1st dose and the 2nd dose
    -
Child-Pugh C
    -
serotonin 1B, 1D and 1F receptors
    -
version 2.1
    -
EASI-75 or PASI 90
    -
room 14, building 3
    -
SARS-CoV-2
    -
omega-3 fatty acids
    -
ICD-10 code I50.9
    -
one of the most common reactions
    -
no dose adjustment is needed
    -
HELMSMAN-1 and -2 trials
    -
Medicare Part D
    -
avoid it [see Warnings and Precautions (5.1)]
    -
avoid it ( see Clinical Pharmacology (12.3) )
    -
LAB-0220-11.0
    -
"""

SENTENCES = """
With Velorin, 9.8 % of patients had a first HF hospitalisation within 18 months,
compared with 13.1 % on placebo (HR 0.74; 95 % CI 0.64–0.86; p<0.001).
    pct 9.8 % | time within 18 month | pct 13.1 % | ratio HR 0.74
    ci 95% CI 0.64..0.86 | p <0.001
At week 16, 64% (256/400) of patients on Velorin 15 mg once daily responded.
    time at 16 week | pct 64 % | n 256/400 | dose 15 mg | freq 1 /day
The number of events was 4.2 vs 6.1 per 100 patient-years (IRR 0.69; p=0.002).
    rate 4.2 /100 patient-year | rate 6.1 /100 patient-year | ratio IRR 0.69 | p =0.002
Adults aged 18 to 75 years with LVEF ≤ 35 % received 10 mg/kg every 4 weeks.
    range age 18..75 year | range LVEF <=35 % | dose 10 mg/kg | freq 1 /4 week
In 2024, 1,204 patients (mean age 64.2 years) were randomised 2:1.
    n 1204 | range age 64.2 year | ratio 2..1
Nausea was reported by one in eight patients in the first 4 weeks.
    frac 1/8 | time in 4 week
Hospitalisations fell by a third (absolute risk reduction 3.3 percentage points; NNT
31).
    frac 1/3 | diff absolute 3.3 pp | nnt 31
Median progression-free survival was 18.2 months with Velorin vs 12.1 with placebo.
    time 18.2 month | val 12.1
Velorin 30 mg od (n=967) or placebo (n=967) was given for up to 24 months.
    dose 30 mg | freq 1 /day | n 967 | n 967 | time for <=24 month
The score improved by at least 4 points in 55 % v 37 % (p<0.001).[2]
    score >=4 points | pct 55 % | pct 37 % | p <0.001
In vitro, the Ki was 0.04 nM at the receptor and 96 nM at the other.
    val 0.04 nM | val 96 nM
ALT above 3 times the upper limit of normal occurred in 0.9% (6/688).
    fold >3 ULN | pct 0.9 % | n 6/688
Of the 46 surveyed formularies, 29 (63%) required prior authorization.
    n 46 formulary | n 29 | pct 63 %
From 2 November 2026 the list price is GBP 118.00 for 28 tablets.
    val 118.00 GBP | n 28 tablet
Herpes zoster occurred in 21 patients (3.5 per 100 patient-years).
    n 21 | rate 3.5 /100 patient-year
The effect was seen as early as week 2 and lasted through week 52.
    time at 2 week | time through 52 week
About one third of the 1,934 participants had type 2 diabetes.
    frac ~1/3 | n 1934
The difference was 2.3 days (95% CI 1.8 to 2.7) over 12 weeks.
    diff 2.3 day | ci 95% CI 1.8..2.7 | time over 12 week
Systolic blood pressure fell by 8.4 mmHg (P<.001; NNT, 9).
    val 8.4 mmHg | p <0.001 | nnt 9
Quality of life (MDLI, 0-100) rose by 16.8 on Velorin.
    score MDLI 0..100 | val 16.8
At least 30% fewer attacks at month 6
    pct >=30 % | time at 6 month
the missed dose may be taken within 8 hours; two doses must not be taken on one day
    time within 8 hour | n 2 dose | time on 1 day
Serious infections: 0.8% (6/760) vs 0.5% (2/380)
    pct 0.8 % | n 6/760 | pct 0.5 % | n 2/380
Treatment is stopped if there is no adequate benefit after 16 weeks.
    time after 16 week
"""

GERMAN = """
9,8 % der Patienten
    pct 9.8 %
9,8 Prozent der Patienten
    pct 9.8 %
1.934 Patienten
    n 1934
190 von 1.934 Patienten
    n 190/1934
1.234,5 mg
    dose 1234.5 mg
0,74 (95%-KI: 0,64–0,86)
    val 0.74 | ci 95% CI 0.64..0.86
HR 0,74; 95%-KI 0,64 bis 0,86; p<0,001
    ratio HR 0.74 | ci 95% CI 0.64..0.86 | p <0.001
mindestens 50 % Besserung
    pct >=50 %
höchstens 5 % der Fälle
    pct <=5 %
weniger als 1 % der Patienten
    pct <1 %
mehr als 60 % der Frauen
    pct >60 %
bis zu 80 % der Behandelten
    pct <=80 %
etwa 15 % der Erwachsenen
    pct ~15 %
innerhalb von 18 Monaten
    time within 18 month
nach 12 Wochen
    time after 12 week
in Woche 16
    time at 16 week
über 52 Wochen
    time over 52 week
3,3 Prozentpunkte
    diff 3.3 pp
4,2 pro 100 Patientenjahre
    rate 4.2 /100 patient-year
30 mg einmal täglich
    dose 30 mg | freq 1 /day
15 mg zweimal täglich
    dose 15 mg | freq 2 /day
300 mg alle 4 Wochen
    dose 300 mg | freq 1 /4 week
1.500 mg täglich
    dose 1500 mg | freq 1 /day
ein Viertel der Patienten
    frac 1/4
ein Drittel weniger Krankenhausaufenthalte
    frac fewer 1/3
einer von acht Patienten
    n 1/8
zwei Tabletten
    n 2 tablet
n = 3.870
    n 3870
1.10.2026
    -
0.74 als Quotient
    val 0.74
doppelt so häufig
    fold 2
halbiert
    fold 0.5
"""

TABLES = (
    PERCENTAGES,
    OPERATORS,
    RATIOS,
    INTERVALS,
    P_VALUES,
    COUNTS,
    DIFFERENCES,
    RATES,
    DOSES,
    MEASURES,
    TIMES,
    WORDS,
    SCORES,
    POPULATIONS,
    NOTHING,
    SENTENCES,
)
CASES = [(text, read, "en") for table in TABLES for text, read in cases(table)]
CASES += [(text, read, "de") for text, read in cases(GERMAN)]

# Written after the parser, without looking at it. First score: 63 of 67, that is 0.940;
# the four that were missed were mended in the parser.
HELD_OUT = """
Median overall survival was 21.4 months (95% CI, 18.9 to 24.6) with Ostravel.
    time 21.4 month | ci 95% CI 18.9..24.6
The annualised relapse rate was 0.17 (95% CI 0.14–0.21) versus 0.36 with placebo.
    val 0.17 | ci 95% CI 0.14..0.21 | val 0.36
Serum urate below 6 mg/dL was reached by 71 % at month 6.
    val <6 mg/dL | pct 71 % | time at 6 month
Patients received 240 mg subcutaneously every 4 weeks for 48 weeks.
    dose 240 mg | freq 1 /4 week | time for 48 week
Sixty-three patients (12.4%) discontinued treatment.
    n 63 | pct 12.4 %
a 38% reduction in the risk of relapse (HR 0.62, 95% CI 0.51–0.75, p<0.0001)
    pct 38 % | ratio HR 0.62 | ci 95% CI 0.51..0.75 | p <0.0001
FEV1 increased by 120 mL (95% CI 84 to 156)
    dose 120 mL | ci 95% CI 84..156
LDL cholesterol fell from 3.4 mmol/L to 1.6 mmol/L
    val 3.4 mmol/L | val 1.6 mmol/L
The incidence was 3.1 cases per 1000 patient-years.
    rate 3.1 /1000 patient-year
approximately one in five adults worldwide
    frac ~1/5
A total of 2,418 participants were assigned in a 1:1 ratio.
    n 2418 | ratio 1..1
Women aged 50 years or older with a T-score of -2.5 or less
    range age >=50 year | score T-score <=-2.5
an eGFR of less than 45 mL/min/1.73 m²
    range eGFR <45 mL/minute/1.73 m2
Doses above 80 mg daily are not recommended.
    dose >80 mg | freq 1 /day
The difference was not significant (P=0.21).
    p NS | p =0.21
HbA1c decreased by 1.2 percentage points from a baseline of 8.1 %.
    diff 1.2 pp | pct 8.1 %
Adherence exceeded 90% in 1,102 of 1,240 patients.
    pct >90 % | n 1102/1240
nausea (18% vs 7%), vomiting (9% vs 3%)
    pct 18 % | pct 7 % | pct 9 % | pct 3 %
Take 2 tablets twice a day with food.
    n 2 tablet | freq 2 /day
The half-life is 28 days; steady state is reached after 4 months.
    time 28 day | time after 4 month
In 3 of 4 trials, pain fell by at least 2 points on the NRS.
    n 3/4 | score NRS >=2 points
LDL-C was reduced by 52 % at week 12 and by 48 % at week 52
    pct 52 % | time at 12 week | pct 48 % | time at 52 week
more than two thirds of patients
    frac >2/3
OR, 1.45; 95% CI, 1.12-1.88; P=.004
    ratio OR 1.45 | ci 95% CI 1.12..1.88 | p =0.004
number needed to treat over 2 years: 24
    time over 2 year | nnt 24
The infusion is given over 30 minutes.
    time over 30 minute
eosinophil count ≥ 300 cells/μL
    range eosinophils >=300 cell/mcL
weighing at least 40 kg
    range body weight >=40 kg
for 12 weeks, then 20 mg weekly
    time for 12 week | dose 20 mg | freq 1 /week
0.3 mg/kg (maximum 30 mg)
    dose 0.3 mg/kg | dose <=30 mg
the rate of falls was halved at 12 months
    fold 0.5 | time at 12 month
between 2019 and 2023
    -
a median of 3 (range 1–7) prior therapies
    val 3 | val 1..7
On 3 March 2025 the label was updated (section 5.2).
    -
Please call 0800 123 4567 or write to safety@example.com.
    -
seizure frequency fell by 41.2% (IQR 12.5 to 68.0)
    pct 41.2 % | val IQR 12.5..68.0
Grade 3 or higher neutropenia occurred in 6%.
    pct 6 %
a single 1,200 mg infusion
    dose 1200 mg
serum potassium > 5.5 mEq/L
    val >5.5 mEq/L
systolic blood pressure fell by 12/7 mmHg
    val 12..7 mmHg
15 mg/mL solution in 0.8 mL pens
    val 15 mg/mL | dose 0.8 mL
PASI 90 was reached by 3 in 4 patients.
    frac 3/4
Treatment lasted 24 ± 6 weeks.
    val 24 | time 6 week
p = 0.03 vs. placebo; p = 0.41 vs. active control
    p =0.03 | p =0.41
at least one adverse event in 61.2 % of patients
    n >=1 event | pct 61.2 %
4.6-fold (95% CI 3.1–6.9)
    fold 4.6 | ci 95% CI 3.1..6.9
the 5-year event-free survival rate was 82 %
    time 5 year | pct 82 %
one 10 mg tablet in the evening
    dose 10 mg
no more than 3 doses in 24 hours
    n <=3 dose | time in 24 hour
Ages 12 to 17 years
    range age 12..17 year
12 years and older
    range age >=12 year
a twice-daily regimen
    freq 2 /day
QTc > 500 ms in 2 patients
    val >500 ms | n 2
(RR=0.82; 95%CI=0.70-0.96)
    ratio RR 0.82 | ci 95% CI 0.70..0.96
Cmax rose by 35% and AUC by 50%.
    pct 35 % | pct 50 %
every second patient was a woman
    -
up to 1 in 10 people
    frac <=1/10
hospitalised for 3-5 days
    time for 3..5 day
1.2% (12/1,004) and 1.1% (11/998)
    pct 1.2 % | n 12/1004 | pct 1.1 % | n 11/998
with a mean follow-up of 4.2 years (N = 8,442)
    time 4.2 year | n 8442
CD4 count below 200 cells/mm³
    range CD4 <200 cell/mm3
an absolute risk increase of 0.4 %
    pct absolute 0.4 %
"""
HELD_OUT_CASES = [(text, read, "en") for text, read in cases(HELD_OUT)]
HELD_OUT_GERMAN = """
Die Rate betrug 4,2 % gegenüber 6,1 % unter Placebo (HR 0,69; 95%-KI 0,58-0,82).
    pct 4.2 % | pct 6.1 % | ratio HR 0.69 | ci 95% CI 0.58..0.82
nach 24 Wochen bei 1.204 Patienten
    time after 24 week | n 1204
2,5 mg zweimal täglich
    dose 2.5 mg | freq 2 /day
mindestens 18 Jahre alt
    time >=18 year
p = 0,003
    p =0.003
"""
HELD_OUT_CASES += [(text, read, "de") for text, read in cases(HELD_OUT_GERMAN)]

# A second and a third set, each written before the parser was mended for it. First
# scores: 30 of 40 (0.750) and 34 of 40 (0.850); three readings wanted in the second and
# one in the third were put in better words afterwards (rates, teaspoons, open ranges).
# A fourth, written after that: 35 of 40 (0.875). All are read now.
HELD_OUT_TWO = """
ORR was 54.7% (95% CI: 46.2, 63.0) in 137 patients.
    pct 54.7 % | ci 95% CI 46.2..63.0 | n 137
median PFS 11.1 vs 7.3 months; HR 0.65 (95% CI 0.52–0.81); P<0.0001
    time 11.1 month | time 7.3 month | ratio HR 0.65 | ci 95% CI 0.52..0.81 | p <0.0001
Ferritin rose from 18 ng/mL to 92 ng/mL by week 8.
    val 18 ng/mL | val 92 ng/mL | time by 8 week
The 24-hour urine protein fell by 41%.
    time 24 hour | pct 41 %
30 of the 120 patients (25%) stopped.
    n 30/120 | pct 25 %
Six in ten patients were free of attacks.
    frac 6/10
1 g intravenously every 12 hours for 7 to 14 days
    dose 1 g | freq 1 /12 hour | time for 7..14 day
no more than two injections a week
    rate <=2 /week
a threefold to fourfold increase
    fold 3 | fold 4
ACQ score fell by 0.9 points (p=0.01)
    score 0.9 points | p =0.01
adults weighing 50 kg or more
    range body weight >=50 kg
HbA1c ≥ 7.5 % and BMI 25–40 kg/m²
    range HbA1c >=7.5 % | range BMI 25..40 kg/m2
5 mg/kg at weeks 0, 2 and 6, then every 8 weeks
    dose 5 mg/kg | time at 0 week | time at 2 week | time at 6 week | freq 1 /8 week
Time to first event: HR, 0.79 (95.02% CI, 0.64 to 0.97)
    ratio HR 0.79 | ci 95.02% CI 0.64..0.97
the number needed to treat for 3 years was 17
    time for 3 year | nnt 17
Over a median of 26.2 months, 386 of 2373 patients (16.3%) died.
    time over 26.2 month | n 386/2373 | pct 16.3 %
LVEF of 40% or lower and NYHA class II to IV
    range LVEF <=40 %
risk reduced by a quarter
    frac 1/4
17.0 vs 21.6 events per 100 patient-years
    rate 17.0 /100 patient-year | rate 21.6 /100 patient-year
Blood glucose 4.0–7.0 mmol/L before meals
    val 4.0..7.0 mmol/L
roughly half the patients
    frac ~1/2
peak at 1–2 h; half-life 12 h
    time at 1..2 hour | time 12 hour
a decrease in MADRS total score of 15.4 points versus 11.2 points with placebo
    score MADRS 15.4 points | score 11.2 points
5 mL (1 teaspoon) every 4 to 6 hours
    dose 5 mL | n 1 teaspoon | freq 1 /4-6 hour
Fewer than 1 in 100 people
    frac <1/100
At 52 weeks, 8 of 10 responders kept their response.
    time at 52 week | n 8/10
interaction P value, 0.43
    p =0.43
mean (SD) age, 66.3 (10.9) years
    range age 66.3 year | val 10.9
cost EUR 1.250 per pack
    val 1.250 EUR
two-thirds lower (RR 0.33; 95% CI, 0.12–0.90)
    frac lower 2/3 | ratio RR 0.33 | ci 95% CI 0.12..0.90
No difference was seen (P>.99).
    p >0.99
platelets below 100 × 10⁹/L
    range platelets <100000000000 /L
patients aged 12 years to less than 18 years
    range age <12..18 year
as early as day 3
    time at 3 day
more than 10 years of follow-up in over 5,000 patients
    time >10 year | n >5000
a loading dose of 600 mg, then 300 mg every other week
    dose 600 mg | dose 300 mg | freq 1 /2 week
serious infections: 3.9 E/100 PY
    rate 3.9 /100 patient-year
a 0.5% to 1.0% cream
    pct 0.5..1.0 %
maintained for up to 5 years in 91% of eyes
    time for <=5 year | pct 91 %
1.8-point difference in EDSS at month 24
    diff 1.8 points | time at 24 month
"""
HELD_OUT_THREE = """
Of 1,118 randomised patients, 559 received Ostravel 60 mg.
    n 1118 | n 559 | dose 60 mg
At month 12 the mean difference in KCCQ was 4.1 points (95% CI 2.2 to 6.0).
    time at 12 month | diff 4.1 points | ci 95% CI 2.2..6.0
Response rates were 61.3% and 40.2%, respectively (P<0.0001).
    pct 61.3 % | pct 40.2 % | p <0.0001
The exacerbation rate was reduced by 31% (rate ratio 0.69; 95% CI 0.60–0.79).
    pct 31 % | ratio IRR 0.69 | ci 95% CI 0.60..0.79
Give 0.1 mL/kg over 2 hours.
    dose 0.1 mL/kg | time over 2 hour
Eligible patients were at least 40 years old and had an FEV1 below 80 %.
    range age >=40 year | range FEV1 <80 %
Cmax was 1,250 ng/mL (CV 34%).
    val 1250 ng/mL | pct 34 %
Serious adverse events: 14.2% vs 14.9%
    pct 14.2 % | pct 14.9 %
One 70 mg injection once a month
    dose 70 mg | freq 1 /month
Within 24 hours of the first dose, 3 of 206 patients had a rash.
    time within 24 hour | n 3/206
a reduction of one third in the risk of stroke
    frac 1/3
the incidence fell from 6.1 to 4.2 per 100 patient-years
    rate 6.1 /100 patient-year | rate 4.2 /100 patient-year
over two years of treatment
    time over 2 year
Half of the patients improved by day 10.
    frac 1/2 | time by 10 day
urate < 360 µmol/L
    val <360 mcmol/L
odds of response were doubled (OR 2.04, 95 % CI 1.31 to 3.17)
    fold 2 | ratio OR 2.04 | ci 95% CI 1.31..3.17
The 95% CI excluded 1.
    val 1
Hazard ratio for the primary outcome in patients with diabetes, 0.70 (0.55 to 0.90)
    ratio HR 0.70 | ci CI 0.55..0.90
given as 4 × 250 mg per day
    dose 4x 250 mg/day
between 1 in 1,000 and 1 in 100 patients
    frac 1/1000 | frac 1/100
pain at rest of 6 or more on a 0–10 numerical rating scale
    val >=6 | score scale 0..10
heart rate 60–100 beats per minute
    range heart rate 60..100 beat/minute
treated for a median of 9.4 months (range, 0.3 to 31.2)
    time for 9.4 month | val 0.3..31.2
Platelet counts recovered in 12 of 15 (80%) by week 4.
    n 12/15 | pct 80 % | time by 4 week
age ≥ 75 years, n=312
    range age >=75 year | n 312
lowered A1C by 1.1% at 26 weeks
    pct 1.1 % | time at 26 week
After 5 half-lives, the drug is cleared.
    val 5
4.4-kg weight loss versus 0.9 kg
    val 4.4 kg | val 0.9 kg
75% of patients aged 6–11 years
    pct 75 % | range age 6..11 year
nearly 9 out of 10 patients
    n ~9/10
0.4 events per patient-year
    rate 0.4 /patient-year
p=0.07 (not significant)
    p =0.07 | p NS
Doses of 2.5, 5 and 10 mg twice daily were studied.
    dose 2.5 mg | dose 5 mg | dose 10 mg | freq 2 /day
eGFR slope: -1.8 vs -3.6 mL/min/1.73 m² per year
    val -1.8 mL/minute/1.73 m2/year | val -3.6 mL/minute/1.73 m2/year
seven days a week
    rate 7 day/week
A quarter-century of research
    -
four-fifths of clinics
    frac 4/5
10-year risk of 7.5 % or higher
    time 10 year | pct >=7.5 %
less than a fifth of visits
    frac <1/5
1–2 capsules up to three times daily
    n range 1..2 capsule | freq <=3 /day
"""
HELD_OUT_FOUR = """
Treatment success at week 24 was 72.1% with Ostravel and 48.9% with comparator
(p<0.001).
    time at 24 week | pct 72.1 % | pct 48.9 % | p <0.001
LDL-C <1.4 mmol/L was attained by 8 in 10 patients.
    range LDL-C <1.4 mmol/L | frac 8/10
The NNT over 5 years was 14 (95% CI 10–24).
    time over 5 year | nnt 14 | ci 95% CI 10..24
Risk of fracture was cut by 48% over 3 years (RR 0.52; P<0.001).
    pct 48 % | time over 3 year | ratio RR 0.52 | p <0.001
Inject 80 mg on day 1, then 40 mg every other week.
    dose 80 mg | time at 1 day | dose 40 mg | freq 1 /2 week
Exposure (AUC) was 2.1-fold higher in severe renal impairment (CrCl 15–29 mL/min).
    fold 2.1 | range CrCl 15..29 mL/minute
Mean change in body weight at 68 weeks was −14.9% vs −2.4% with placebo.
    time at 68 week | pct -14.9 % | pct -2.4 %
1,961 adults were randomised in a 2:1 ratio to 68 weeks of treatment.
    n 1961 | ratio 2..1 | time 68 week
Hypoglycaemia was uncommon (<1%).
    pct <1 %
The onset of action is 15 minutes and lasts up to 12 hours.
    time 15 minute | time <=12 hour
at a dose of 2 inhalations (160/4.5 micrograms) twice daily
    n 2 inhalation | dose 160..4.5 mcg | freq 2 /day
Among 4,744 patients with LVEF ≤40%, the primary outcome occurred in 16.3% and 21.2%.
    n 4744 | range LVEF <=40 % | pct 16.3 % | pct 21.2 %
Viral load below 50 copies/mL in 93 % at week 96
    range viral load <50 copy/mL | pct 93 % | time at 96 week
mortality 7.7% vs 9.0% (hazard ratio 0.84, 95% CI 0.74 to 0.95)
    pct 7.7 % | pct 9.0 % | ratio HR 0.84 | ci 95% CI 0.74..0.95
FVC declined by 114.7 mL per year
    val 114.7 mL/year
a 30% or greater reduction in pain
    pct >=30 %
Children weighing 15 to <30 kg: 5 mg
    range body weight <15..30 kg | dose 5 mg
rescue medication was used on 1.3 days per week
    rate 1.3 day/week
The median age was 58 years (range 19–86).
    range age 58 year | val 19..86
in the first 12 hours after birth
    time in 12 hour
one quarter lower
    frac lower 1/4
up to 600 mg/day in divided doses
    dose <=600 mg/day
after a single 300-mg dose
    dose 300 mg
the 2.5-mg and 5-mg arms
    dose 2.5 mg | dose 5 mg
annual relapse rate 0.22 with Ostravel vs. 0.39 with interferon
    val 0.22 | val 0.39
47 patients (12 %) in each arm
    n 47 | pct 12 %
Five of 212 patients had ALT >3 × ULN.
    n 5/212 | fold >3 ULN
P=0.049 (two-sided, α=0.05)
    p =0.049 | val 0.05
24-week data from 3 phase 3 trials (N=2,004)
    time 24 week | n 3 trial | n 2004
stored below 25 °C for up to 14 days
    val <25 °C | time for <=14 day
HR 0.58 [99% CI 0.41–0.82]
    ratio HR 0.58 | ci 99% CI 0.41..0.82
OS at 5 years: 44% (95% CI 39–49)
    time at 5 year | pct 44 % | ci 95% CI 39..49
no fewer than three attacks per month
    rate >=3 /month
a tenfold dilution
    fold 10
every 28 days
    freq 1 /28 day
ages 2 years and up
    range age >=2 year
1 mg (0.5 mg for the elderly)
    dose 1 mg | dose 0.5 mg
Two-thirds of patients (66.4%) stayed on treatment for 1 year or more.
    frac 2/3 | pct 66.4 % | time for >=1 year
approximately a 20-fold difference
    fold ~20
QTcF prolongation >60 ms from baseline
    val >60 ms
"""
HELD_OUT_CASES += [
    (text, read, "en")
    for table in (HELD_OUT_TWO, HELD_OUT_THREE, HELD_OUT_FOUR)
    for text, read in cases(table)
]

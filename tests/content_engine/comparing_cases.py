"""Hand-written cases of the comparison: sentences of several areas and edits of them."""

BASES = {
    "heart": "With Velorin, 9.8 % of patients had a first HF hospitalisation within 18 "
    "months, compared with 13.1 % on placebo (HR 0.74; 95 % CI 0.64-0.86; p<0.001).",
    "asthma": "In adults with severe eosinophilic asthma, Brevotide 30 mg every 4 weeks "
    "reduced the annual exacerbation rate by 51% versus placebo over 52 weeks "
    "(n=1,204; p=0.002).",
    "lung": "Median progression-free survival was 14.2 months with Zentorib and 9.6 "
    "months with docetaxel (HR 0.58; 95% CI 0.45 to 0.74).",
    "diabetes": "Glucandra 10 mg once daily lowered HbA1c by 1.2% from baseline at week "
    "26 in patients with type 2 diabetes inadequately controlled on metformin.",
    "skin": "At week 16, 64% of patients (256/400) on Dermavix achieved EASI-75, "
    "compared with 22% (88/400) on vehicle.",
    "migraine": "Cephalor may reduce monthly migraine days in adults with episodic "
    "migraine and was generally well tolerated.",
    "safety": "The most common adverse reactions with Oncavil were nausea (31%), fatigue "
    "(24%) and neutropenia (12%); monitor blood counts before each cycle.",
    "liver": "Hepavir is contraindicated in patients with severe hepatic impairment and "
    "should not be used during pregnancy.",
    "joint": "Artheva was associated with a lower rate of serious infections than "
    "adalimumab (2.1 vs 3.4 events per 100 patient-years) in an exploratory analysis.",
    "kidney": "Renovia did not reduce all-cause mortality but slowed the decline in eGFR "
    "by 1.8 mL/min/1.73 m2 per year in adults with chronic kidney disease.",
    "mood": "Serenix 20 mg twice daily improved MADRS total score by 6.4 points compared "
    "with 4.1 points on placebo at week 8 in adults with major depressive disorder.",
    "vaccine": "A single dose of Pneumara was immunogenic in 1,934 adults aged 65 years or "
    "older; no serious adverse events related to vaccination were reported.",
    "bowel": "Colistra induced clinical remission in 38% of adults with moderate to severe "
    "ulcerative colitis after 10 weeks, when added to mesalazine.",
    "eye": "Ocuvant improved best-corrected visual acuity by 8.5 letters at month 12 and "
    "was non-inferior to aflibercept.",
    "bone": "Ossevia reduced the relative risk of new vertebral fractures by 68% over 3 "
    "years in postmenopausal women with osteoporosis.",
    "plain": "Ossevia has been studied in women with osteoporosis.",
}  # fmt: skip

# type: (base, words that are there, words that stand instead), one a line
EDITS = """
digit
heart | 9.8 % | 9.3 %
heart | 13.1 | 18.1
heart | 0.74 | 0.47
asthma | 51% | 61%
lung | 14.2 months | 15.2 months
lung | 0.58 | 0.53
diabetes | 1.2% | 1.7%
skin | 64% | 74%
safety | 31% | 13%
joint | 2.1 vs | 1.1 vs
kidney | 1.8 mL | 2.8 mL
mood | 6.4 points | 7.4 points
bowel | 38% | 58%
eye | 8.5 letters | 9.5 letters
bone | 68% | 86%
decimal
heart | 9.8 % | 98 %
heart | 13.1 % | 1.31 %
heart | 0.74 | 0.074
asthma | 51% | 5.1%
lung | 0.58 | 5.8
diabetes | 1.2% | 12%
skin | 64% | 6.4%
safety | 31% | 3.1%
joint | 2.1 vs | 21 vs
kidney | 1.8 mL | 18 mL
mood | 6.4 points | 64 points
bowel | 38% | 3.8%
eye | 8.5 letters | 85 letters
unit
asthma | 30 mg | 30 g
asthma | 30 mg | 30 mcg
diabetes | 10 mg | 10 mcg
diabetes | 1.2% | 1.2 percentage points
mood | 20 mg | 20 g
mood | 20 mg | 20 mL
kidney | mL/min/1.73 m2 | L/min/1.73 m2
joint | per 100 patient-years | per 1,000 patient-years
joint | per 100 patient-years | per 100 patient-months
heart | 18 months | 18 weeks
lung | 14.2 months | 14.2 weeks
bowel | 10 weeks | 10 days
bone | 3 years | 3 months
interval
heart | 0.64-0.86 | 0.46-0.86
heart | 0.64-0.86 | 0.64-0.68
heart | 0.64-0.86 | 0.54-0.86
heart | 95 % CI | 90 % CI
heart | 0.64-0.86 | 0.64-0.98
heart | 0.64-0.86 | 0.70-0.80
lung | 0.45 to 0.74 | 0.54 to 0.74
lung | 0.45 to 0.74 | 0.45 to 0.47
lung | 0.45 to 0.74 | 0.35 to 0.74
lung | 95% CI | 99% CI
lung | 0.45 to 0.74 | 0.45 to 0.84
lung | 0.45 to 0.74 | 0.5 to 0.7
p_value
heart | p<0.001 | p<0.01
heart | p<0.001 | p<0.0001
heart | p<0.001 | p=0.001
heart | p<0.001 | p>0.001
heart | p<0.001 | p<0.05
heart | p<0.001 | p=0.01
asthma | p=0.002 | p<0.002
asthma | p=0.002 | p=0.02
asthma | p=0.002 | p=0.001
asthma | p=0.002 | p=0.0002
asthma | p=0.002 | p<0.001
asthma | p=0.002 | p=0.2
sample_size
asthma | n=1,204 | n=1,402
asthma | n=1,204 | n=12,040
asthma | n=1,204 | n=204
asthma | n=1,204 | n=1,304
asthma | n=1,204 | n=2,204
skin | 256/400 | 265/400
skin | 256/400 | 256/500
skin | 88/400 | 98/400
skin | 88/400 | 88/300
vaccine | 1,934 adults | 1,394 adults
vaccine | 1,934 adults | 19,340 adults
vaccine | 1,934 adults | 2,934 adults
dose
asthma | 30 mg | 60 mg
asthma | 30 mg | 3 mg
asthma | 30 mg | 300 mg
asthma | 30 mg | 35 mg
diabetes | 10 mg | 25 mg
diabetes | 10 mg | 5 mg
diabetes | 10 mg | 100 mg
diabetes | 10 mg once daily | once daily
mood | 20 mg | 40 mg
mood | 20 mg | 200 mg
mood | 20 mg | 10 mg
mood | 20 mg | 2 mg
frequency
asthma | every 4 weeks | every 8 weeks
asthma | every 4 weeks | every 2 weeks
asthma | every 4 weeks | every week
asthma | every 4 weeks | every 4 months
asthma | every 4 weeks | once daily
diabetes | once daily | twice daily
diabetes | once daily | once weekly
diabetes | once daily | three times daily
diabetes | 10 mg once daily | 10 mg
mood | twice daily | once daily
mood | twice daily | three times daily
mood | twice daily | twice weekly
timepoint
heart | within 18 months | within 8 months
heart | within 18 months | within 24 months
heart | within 18 months | after 18 months
asthma | over 52 weeks | over 25 weeks
asthma | over 52 weeks | over 12 weeks
diabetes | at week 26 | at week 62
diabetes | at week 26 | at week 52
skin | At week 16 | At week 12
skin | At week 16 | At week 4
mood | at week 8 | at week 6
bowel | after 10 weeks | after 2 weeks
eye | at month 12 | at month 2
bone | over 3 years | over 5 years
arm_swap
heart | 9.8 % of patients had a first HF hospitalisation within 18 months, compared with 13.1 % | 13.1 % of patients had a first HF hospitalisation within 18 months, compared with 9.8 %
heart | With Velorin, 9.8 % of patients had a first HF hospitalisation within 18 months, compared with 13.1 % on placebo | With placebo, 9.8 % of patients had a first HF hospitalisation within 18 months, compared with 13.1 % on Velorin
asthma | Brevotide 30 mg every 4 weeks reduced the annual exacerbation rate by 51% versus placebo | placebo reduced the annual exacerbation rate by 51% versus Brevotide 30 mg every 4 weeks
lung | 14.2 months with Zentorib and 9.6 months with docetaxel | 9.6 months with Zentorib and 14.2 months with docetaxel
lung | 14.2 months with Zentorib and 9.6 months with docetaxel | 14.2 months with docetaxel and 9.6 months with Zentorib
skin | on Dermavix achieved EASI-75, compared with 22% (88/400) on vehicle | on vehicle achieved EASI-75, compared with 22% (88/400) on Dermavix
skin | 64% of patients (256/400) on Dermavix achieved EASI-75, compared with 22% (88/400) | 22% of patients (88/400) on Dermavix achieved EASI-75, compared with 64% (256/400)
skin | 64% of patients (256/400) on Dermavix achieved EASI-75, compared with 22% (88/400) | 22% of patients (256/400) on Dermavix achieved EASI-75, compared with 64% (88/400)
joint | Artheva was associated with a lower rate of serious infections than adalimumab | adalimumab was associated with a lower rate of serious infections than Artheva
joint | 2.1 vs 3.4 | 3.4 vs 2.1
mood | 6.4 points compared with 4.1 points | 4.1 points compared with 6.4 points
eye | Ocuvant improved best-corrected visual acuity by 8.5 letters at month 12 and was non-inferior to aflibercept | Aflibercept improved best-corrected visual acuity by 8.5 letters at month 12 and was non-inferior to Ocuvant
comparator
heart | on placebo | on standard of care
heart | on placebo | on ramipril
asthma | versus placebo | versus omalizumab
asthma | versus placebo | versus usual care
asthma |  versus placebo |
lung | docetaxel | pembrolizumab
lung | docetaxel | best supportive care
skin | vehicle | tacrolimus
joint | than adalimumab | than placebo
joint | than adalimumab | than methotrexate
mood | on placebo | on sertraline
eye | aflibercept | ranibizumab
population
heart | of patients had | of women had
heart | of patients had | of patients with diabetes had
asthma | severe eosinophilic asthma | asthma
asthma | severe eosinophilic asthma | moderate eosinophilic asthma
asthma | In adults with | In children with
diabetes | type 2 diabetes | type 1 diabetes
diabetes |  inadequately controlled on metformin |
migraine | episodic migraine | chronic migraine
kidney | adults with chronic kidney disease | adults with acute kidney injury
mood | major depressive disorder | bipolar disorder
vaccine | 65 years | 50 years
bowel | moderate to severe ulcerative colitis | ulcerative colitis
bone | postmenopausal women | men
bone | postmenopausal women | women
endpoint
heart | HF hospitalisation | stroke
heart | HF hospitalisation | cardiovascular death
asthma | exacerbation rate | hospitalisation rate
lung | progression-free survival | overall survival
diabetes | HbA1c | body weight
skin | EASI-75 | EASI-90
migraine | monthly migraine days | monthly headache days
kidney | all-cause mortality | cardiovascular mortality
mood | MADRS total score | quality of life
bowel | clinical remission | clinical response
bowel | clinical remission | mucosal healing
bone | vertebral fractures | hip fractures
joint | serious infections | malignancies
product
heart | Velorin | Cardiplex
asthma | Brevotide | Airolimab
lung | Zentorib | Lungavix
diabetes | Glucandra | Metabrix
skin | Dermavix | Tacronil
migraine | Cephalor | Neuronil
joint | Artheva | Rheumabrix
kidney | Renovia | Nephralis
mood | Serenix | Calmadol
vaccine | Pneumara | Bronchivax
bowel | Colistra | Enteroval
bone | Ossevia | Calcimax
negation
heart | had a first | did not have a first
asthma | reduced the | failed to reduce the
diabetes | lowered HbA1c | did not lower HbA1c
diabetes | inadequately controlled | adequately controlled
skin | achieved EASI-75 | did not achieve EASI-75
migraine | was generally well | was not generally well
liver | is contraindicated | is not contraindicated
liver | should not be used | should be used
kidney | did not reduce | reduced
vaccine | no serious adverse events | serious adverse events
vaccine | was immunogenic | was not immunogenic
joint | was associated with | was not associated with
eye | was non-inferior | was inferior
bowel | induced clinical | induced no clinical
direction
asthma | reduced the | increased the
diabetes | lowered HbA1c | raised HbA1c
migraine | may reduce | may increase
joint | a lower rate | a higher rate
kidney | slowed the | accelerated the
kidney | the decline | the rise
mood | improved MADRS | worsened MADRS
eye | improved best | worsened best
bone | reduced the relative | increased the relative
asthma | reduced the | raised the
joint | lower rate | greater rate
safety | before each | after each
hedge_dropped
migraine | may reduce | reduces
migraine | generally well | well
joint | in an exploratory analysis | in an analysis
migraine | may reduce | does reduce
migraine | may reduce | will reduce
@ Treatment with Velorin appears to improve exercise capacity. | Treatment with Velorin improves exercise capacity.
@ Data suggest that Artheva could delay joint damage. | Data suggest that Artheva delays joint damage.
@ Zentorib might prolong survival in some patients. | Zentorib prolongs survival in patients.
@ Approximately 40% of adults responded to Serenix. | 40% of adults responded to Serenix.
@ Colistra is likely to maintain remission. | Colistra maintains remission.
@ Ocuvant can potentially preserve vision. | Ocuvant preserves vision.
@ A trend towards lower mortality was seen with Velorin. | Lower mortality was seen with Velorin.
@ In a preliminary analysis, Renovia reduced albuminuria. | In an analysis, Renovia reduced albuminuria.
hedge_added
asthma | reduced the | may have reduced the
diabetes | lowered HbA1c | possibly lowered HbA1c
diabetes | 1.2% | approximately 1.2%
bowel | induced clinical | appeared to induce clinical
bone | reduced the | potentially reduced the
eye | was non-inferior | was probably non-inferior
mood | improved MADRS | seemed to improve MADRS
vaccine | was immunogenic | might be immunogenic
lung | 14.2 months | about 14.2 months
liver | is contraindicated | is generally contraindicated
liver | should not | could perhaps not
kidney | slowed the | partly slowed the
intensifier
asthma | reduced the | dramatically reduced the
diabetes | lowered HbA1c | markedly lowered HbA1c
bone | reduced the | substantially reduced the
mood | improved MADRS | significantly improved MADRS
eye | improved best | strikingly improved best
bowel | clinical remission | impressive clinical remission
kidney | slowed the | powerfully slowed the
joint | a lower rate | a remarkably lower rate
migraine | well tolerated | extremely well tolerated
vaccine | was immunogenic | was highly immunogenic
asthma | reduced the | slashed the
plain | has been studied | has been thoroughly and very extensively studied
superlative
heart | With Velorin | With Velorin, the best treatment
asthma | reduced the | achieved the greatest reduction in the
lung | with Zentorib | with Zentorib, the leading therapy
diabetes | Glucandra 10 mg | Unmatched Glucandra 10 mg
skin | on Dermavix | on market-leading Dermavix
migraine | Cephalor may | Cephalor, the safest option, may
bone | Ossevia reduced | Ossevia, the gold standard, reduced
mood | Serenix 20 mg | Serenix, the most effective option, 20 mg
eye | was non-inferior | was superior
bowel | Colistra induced | The unique Colistra induced
kidney | slowed the | is the only medicine that slowed the
vaccine | was immunogenic | was the most immunogenic
causality
heart | With Velorin | Because of Velorin
joint | was associated with | caused
joint | was associated with | led to
joint | was associated with | resulted in
@ Fewer falls were observed with Neurelan. | Fewer falls were caused by Neurelan.
@ Lower LDL-C was linked to fewer events with Lipidal. | Lower LDL-C produced fewer events with Lipidal.
@ Adherence correlated with better asthma control. | Adherence caused better asthma control.
@ Patients on Velorin lived longer. | Patients lived longer due to Velorin.
@ Weight loss was seen with Glucandra. | Weight loss was seen thanks to Glucandra.
@ Use of Serenix was accompanied by better sleep. | Use of Serenix led to better sleep.
@ Fractures were less frequent in women taking Ossevia. | Ossevia prevented fractures in women.
@ Remission was reported with Colistra. | Remission was attributable to Colistra.
relative_absolute
bone | the relative risk | the absolute risk
bone | the relative risk | the risk
asthma | reduced the annual exacerbation rate by 51% | prevented exacerbations in 51% of patients
@ Velorin reduced the risk of stroke by 26%. | With Velorin 26% of patients avoided a stroke.
@ A 32% reduction in flares was seen with Artheva. | 32% of patients had no flares with Artheva.
@ The relative risk reduction was 20% with Lipidal. | The absolute risk reduction was 20% with Lipidal.
@ The absolute difference was 3.3 percentage points with Velorin. | The difference was 3.3% with Velorin.
@ Cardiplex lowered the hazard of death by 18%. | Cardiplex saved 18% of patients from death.
@ An absolute risk reduction of 2.1% was seen with Ossevia. | A relative risk reduction of 2.1% was seen with Ossevia.
@ Mortality was 12% lower with Zentorib. | 12% of patients survived with Zentorib.
@ Response rates rose by 15 percentage points with Serenix. | Response rates rose by 15% with Serenix.
@ There was a relative increase of 40% in clearance with Dermavix. | There was an increase of 40% in clearance with Dermavix.
statistic_dropped
heart |  (HR 0.74; 95 % CI 0.64-0.86; p<0.001) |
heart | ; p<0.001) | )
heart | ; 95 % CI 0.64-0.86; | ;
asthma |  (n=1,204; p=0.002) |
asthma | ; p=0.002 |
lung |  (HR 0.58; 95% CI 0.45 to 0.74) |
lung | ; 95% CI 0.45 to 0.74 |
safety | nausea (31%), fatigue (24%) and neutropenia (12%) | nausea, fatigue and neutropenia
safety | fatigue (24%) | fatigue
joint |  (2.1 vs 3.4 events per 100 patient-years) |
mood |  by 6.4 points compared with 4.1 points on placebo |
bone |  by 68% |
safety_dropped
safety | ; monitor blood counts before each cycle |
liver |  and should not be used during pregnancy |
@ Velorin is effective; discontinue if angioedema occurs. | Velorin is effective.
@ Glucandra lowers glucose. Warning: risk of ketoacidosis. | Glucandra lowers glucose.
@ Oncavil delays progression and can cause serious hepatotoxicity. | Oncavil delays progression.
@ Serenix relieves depression; monitor for suicidal thoughts. | Serenix relieves depression.
@ Take Artheva weekly. Caution in patients with hypersensitivity. | Take Artheva weekly.
@ Dermavix clears skin; avoid contact with eyes. | Dermavix clears skin.
@ Opiorel relieves pain but carries a boxed warning for dependence. | Opiorel relieves pain.
@ Colistra works; serious adverse reactions include sepsis. | Colistra works.
@ Cephalor is for adults; contraindicated in uncontrolled hypertension. | Cephalor is for adults.
@ Ocuvant improves vision; adverse reactions include endophthalmitis. | Ocuvant improves vision.
qualifier_dropped
joint |  in an exploratory analysis |
bowel |  when added to mesalazine |
heart |  within 18 months |
asthma |  over 52 weeks |
diabetes |  from baseline |
@ Velorin, used with diuretics, improves symptoms. | Velorin improves symptoms.
@ Zentorib improved survival in the predefined subgroup. | Zentorib improved survival.
@ Glucandra lowers glucose as an adjunct to diet. | Glucandra lowers glucose.
@ Effects of Serenix were seen in open-label treatment. | Effects of Serenix were seen in treatment.
@ Pneumara protects against vaccine serotypes only. | Pneumara protects against vaccine serotypes.
@ In vitro, Hepavir inhibited replication. | Hepavir inhibited replication.
@ At least 50% of adults responded to Cephalor. | 50% of adults responded to Cephalor.
statement_added
heart | on placebo | on placebo and enjoyed a full working day
asthma | reduced the | reduced medical visits and the
plain | with osteoporosis | with osteoporosis and is reimbursed by insurers
bone | with osteoporosis | with osteoporosis and builds new bone tissue
eye | to aflibercept | to aflibercept while saving clinic appointments
bowel | to mesalazine | to mesalazine, and doctors recommend it
migraine | well tolerated | well tolerated and compatible with alcohol
kidney | kidney disease | kidney disease; dialysis was postponed
mood | depressive disorder | depressive disorder and restored family life
vaccine | were reported | were reported. Immunity lasts ten winters
diabetes | on metformin | on metformin, with weight loss
liver | during pregnancy | during pregnancy. Experts trust Hepavir
other
plain | studied | licensed
plain | studied | marketed
vaccine | immunogenic | popular
vaccine | single dose | booster injection
eye | was non-inferior to | resembled
bowel | induced | mimicked
@ Velorin is taken in the morning. | Velorin is taken in the kitchen.
@ Store Pneumara in a refrigerator. | Store Pneumara in a cupboard.
@ Swallow Glucandra tablets whole. | Swallow Glucandra tablets crushed.
@ Artheva is supplied as a pen. | Artheva is supplied as a vial.
@ Serenix binds the transporter. | Serenix blocks the transporter.
@ Ocuvant is given by a specialist. | Ocuvant is given by a pharmacist.
"""

FAITHFUL = """
verbatim
heart | With Velorin | As reported in the pivotal trial, with Velorin
asthma | In adults | Dear doctor, please note that in adults
lung | Median | According to the published results, median
bone | Ossevia reduced | The data show that Ossevia reduced
mood | Serenix 20 | In this phase 3 study, Serenix 20
plain | Ossevia has | As you know, Ossevia has
eye | Ocuvant improved | Importantly, the investigators reported that Ocuvant improved
bowel | to mesalazine. | to mesalazine, as the trial showed.
kidney | Renovia did | We would like to share that Renovia did
typography
heart | 9.8 % | 9.8%
heart | 0.64-0.86 | 0.64–0.86
heart | p<0.001 | p < 0.001
heart | Velorin | Velorin®
asthma | n=1,204 | n = 1,204
asthma | versus placebo | versus placebo
lung | 14.2 | 14·2
safety | (31%) | ( 31 % )
liver | pregnancy. | pregnancy
skin | (256/400) | (256 / 400)
number
asthma | 1,204 | 1204
asthma | 1,204 | 1 204
vaccine | 1,934 | 1934
vaccine | 1,934 | 1 934
heart | p<0.001 | P<.001
heart | 0.74 | .74
heart | 9.8 % | 9·8 %
heart | 9.8 % | nine point eight per cent
asthma | every 4 weeks | every four weeks
unit
asthma | 30 mg | 30,000 mcg
diabetes | 10 mg | 10000 micrograms
mood | 20 mg | 0.02 g
heart | 18 months | 1.5 years
bone | 3 years | 36 months
bowel | 10 weeks | 70 days
diabetes | once daily | every day
diabetes | 10 mg | 0.01 g
percent
heart | 9.8 % | 9.8 per cent
heart | 13.1 % | 13.1 percent
asthma | 51% | 51 per cent
skin | 64% | 64 percent
skin | 22% | 22 per cent
safety | 31% | 31 percent
bowel | 38% | 38 per cent
bone | 68% | 68 percent
abbreviation
heart | HF | heart failure
heart | HR | hazard ratio
heart | 95 % CI | 95 % confidence interval
lung | progression-free survival | PFS
kidney | chronic kidney disease | CKD
mood | major depressive disorder | major depressive disorder (MDD)
eye | best-corrected visual acuity | BCVA
bowel | ulcerative colitis | UC
lung | docetaxel (HR | docetaxel (hazard ratio
kidney | eGFR | estimated glomerular filtration rate
fronted
heart | With Velorin, 9.8 % of patients had a first HF hospitalisation within 18 months, | Within 18 months, with Velorin, 9.8 % of patients had a first HF hospitalisation,
skin | At week 16, 64% of patients (256/400) on Dermavix achieved EASI-75 | 64% of patients (256/400) on Dermavix achieved EASI-75 at week 16
asthma | In adults with severe eosinophilic asthma, Brevotide 30 mg every 4 weeks reduced the annual exacerbation rate by 51% versus placebo over 52 weeks | Over 52 weeks, Brevotide 30 mg every 4 weeks reduced the annual exacerbation rate by 51% versus placebo in adults with severe eosinophilic asthma
bone | Ossevia reduced the relative risk of new vertebral fractures by 68% over 3 years | Over 3 years, Ossevia reduced the relative risk of new vertebral fractures by 68%
bowel | Colistra induced clinical remission in 38% of adults with moderate to severe ulcerative colitis after 10 weeks, when added to mesalazine | When added to mesalazine, Colistra induced clinical remission in 38% of adults with moderate to severe ulcerative colitis after 10 weeks
diabetes | Glucandra 10 mg once daily lowered HbA1c by 1.2% from baseline at week 26 | At week 26, Glucandra 10 mg once daily lowered HbA1c by 1.2% from baseline
joint | Artheva was associated with a lower rate of serious infections than adalimumab (2.1 vs 3.4 events per 100 patient-years) in an exploratory analysis | In an exploratory analysis, Artheva was associated with a lower rate of serious infections than adalimumab (2.1 vs 3.4 events per 100 patient-years)
plain | Ossevia has been studied in women with osteoporosis | In women with osteoporosis, Ossevia has been studied
brackets
asthma | by 51% versus placebo over 52 weeks (n=1,204; p=0.002) | by 51% (p=0.002; n=1,204) versus placebo over 52 weeks
heart | (HR 0.74; 95 % CI 0.64-0.86; p<0.001) | [p<0.001; HR 0.74; 95 % CI 0.64-0.86]
heart | (HR 0.74; 95 % CI 0.64-0.86; p<0.001) | : HR 0.74, 95 % CI 0.64-0.86, p<0.001
lung | (HR 0.58; 95% CI 0.45 to 0.74) | [HR 0.58 (95% CI 0.45-0.74)]
skin | 64% of patients (256/400) | 64% (256/400) of patients
lung | 0.45 to 0.74 | 0.45; 0.74
heart | (HR 0.74; 95 % CI 0.64-0.86; | (HR 0.74, 95 % CI 0.64 to 0.86,
asthma | (n=1,204; p=0.002) | (p=0.002) [n=1,204]
marks
heart | p<0.001). | p<0.001).¹
heart | p<0.001). | p<0.001) [1].
asthma | p=0.002). | p=0.002).²,³
lung | 0.74). | 0.74).[2]
bone | osteoporosis. | osteoporosis.³
plain | osteoporosis. | osteoporosis [4].
eye | aflibercept. | aflibercept¹.
mood | disorder. | disorder [1,2].
connective
heart | With Velorin | However, with Velorin
asthma | In adults | Moreover, in adults
lung | Median | In addition, median
kidney | but slowed | and slowed
bone | Ossevia reduced | Furthermore, Ossevia reduced
safety | ; monitor | , and monitor
vaccine | ; no serious | , and no serious
plain | Ossevia has | Additionally, Ossevia has
layout
heart | With Velorin | • With Velorin
asthma | In adults | - In adults
lung | Median | 1. Median
safety | nausea (31%), fatigue (24%) and neutropenia (12%) | \\n- nausea (31%)\\n- fatigue (24%)\\n- neutropenia (12%)
bone | Ossevia reduced | * Ossevia reduced
kidney | disease. | disease.\\n
vaccine | ; no serious | .\\nNo serious
liver | and should | \\n• and should
"""


def sections(table: str) -> list[tuple[str, str, str]]:
    """Each case of a table: its name, the approved wording and the candidate."""
    cases: list[tuple[str, str, str]] = []
    name = ""
    for line in table.strip().splitlines():
        if "|" not in line:
            name = line.strip()
            continue
        cases.append((name, *_pair(line.replace("\\n", "\n"))))
    return cases


def _pair(line: str) -> tuple[str, str]:
    parts = line.split("|")
    if line.startswith("@"):
        return parts[0][1:].strip(), parts[1].strip()
    base = BASES[parts[0].strip()]
    old, new = parts[1][1:], parts[2]
    old = old.removesuffix(" ") if len(parts) == 3 else old
    new = new.removeprefix(" ")
    assert old in base, (old, base)
    return base, base.replace(old, new, 1)


def distortions() -> list[tuple[str, str, str]]:
    """Type, approved, candidate."""
    return sections(EDITS)


def faithful() -> list[tuple[str, str, str]]:
    """Kind, approved, candidate."""
    return sections(FAITHFUL)

"""Pairs written after the engine was finished, before it was tried on them."""

PAIRS = """
digit | In the STELLAR-4 study, 71 of 148 participants randomised to Nocturval were free of seizures at six months. | In the STELLAR-4 study, 17 of 148 participants randomised to Nocturval were free of seizures at six months.
digit | Peak flow rose by 42 L/min in the Airovent arm. | Peak flow rose by 24 L/min in the Airovent arm.
decimal | Haemoglobin increased by 1.5 g/dL after twelve weeks of Ferronex. | Haemoglobin increased by 15 g/dL after twelve weeks of Ferronex.
unit | Inject 250 micrograms of Ovulin into the abdomen. | Inject 250 milligrams of Ovulin into the abdomen.
unit | LDL-C fell by 1.3 mmol/L with Lipidal. | LDL-C fell by 1.3 mg/dL with Lipidal.
interval | The odds of response were higher with Serenix (OR 2.14, 95% CI 1.32 to 3.47). | The odds of response were higher with Serenix (OR 2.14, 95% CI 1.23 to 3.47).
p_value | Lesion counts fell by half (P=.03). | Lesion counts fell by half (P=.003).
sample_size | Safety was assessed in 2,318 infants. | Safety was assessed in 3,218 infants.
sample_size | Data come from a registry (N = 514). | Data come from a registry (N = 541).
dose | The recommended starting dose of Thyronil is 0.5 mg/kg. | The recommended starting dose of Thyronil is 1.5 mg/kg.
dose | Take two 150 mg capsules of Cystafen with food. | Take two 250 mg capsules of Cystafen with food.
frequency | Apply Dermavix cream twice a day to affected areas. | Apply Dermavix cream once a day to affected areas.
frequency | Infuse Osteolim every six months. | Infuse Osteolim every three months.
timepoint | Overall survival at two years was 61% with Myeloxa. | Overall survival at five years was 61% with Myeloxa.
timepoint | Relief began within 30 minutes of the first inhalation. | Relief began within 30 hours of the first inhalation.
arm_swap | Relapse occurred in 12% of the Neurelan group and 29% of the interferon group. | Relapse occurred in 29% of the Neurelan group and 12% of the interferon group.
arm_swap | Glucandra was superior to sitagliptin in lowering fasting glucose. | Sitagliptin was superior to Glucandra in lowering fasting glucose.
arm_swap | Rates of hypoglycaemia were 3.1% with insulin degrodec and 5.4% with insulin glargine. | Rates of hypoglycaemia were 5.4% with insulin degrodec and 3.1% with insulin glargine.
comparator | Bleeding was less frequent with Coagulex than with warfarin. | Bleeding was less frequent with Coagulex than with apixaban.
comparator | Versus best supportive care, Hepavir prolonged survival. | Versus sorafenib, Hepavir prolonged survival.
population | Enuresin is indicated for children aged 6 years and over with nocturnal enuresis. | Enuresin is indicated for children aged 5 years and over with nocturnal enuresis.
population | Myeloxa improved survival in patients with relapsed multiple myeloma who had received at least two prior lines. | Myeloxa improved survival in patients with multiple myeloma.
population | Nocturval is approved for adults with focal seizures. | Nocturval is approved for adults with generalised seizures.
endpoint | Coagulex lowered the rate of recurrent venous thromboembolism. | Coagulex lowered the rate of major bleeding.
endpoint | Airovent improved FEV1 at week 12. | Airovent improved quality of life at week 12.
product | Myeloxa was generally well tolerated. | Bortezan was generally well tolerated.
negation | Dose adjustment is not required in elderly patients. | Dose adjustment is required in elderly patients.
negation | Nocturval showed no interaction with oral contraceptives. | Nocturval showed an interaction with oral contraceptives.
negation | Treatment was effective in patients previously treated with biologics. | Treatment was ineffective in patients previously treated with biologics.
direction | Osteolim increases bone mineral density at the hip. | Osteolim decreases bone mineral density at the hip.
direction | Fewer patients on Ferronex needed a transfusion. | More patients on Ferronex needed a transfusion.
direction | Take Thyronil before breakfast. | Take Thyronil after breakfast.
hedge_dropped | Early treatment with Neurelan could slow disability progression. | Early treatment with Neurelan slows disability progression.
hedge_dropped | Results suggest Ovulin may improve implantation rates. | Ovulin improves implantation rates.
hedge_added | Coagulex prevents stroke in atrial fibrillation. | Coagulex might prevent stroke in atrial fibrillation.
intensifier | Cystafen improved lung function. | Cystafen vastly improved lung function.
intensifier | Serenix reduced anxiety at week 6. | Serenix profoundly reduced anxiety at week 6.
superlative | Enuresin is a treatment for bedwetting. | Enuresin is the most trusted treatment for bedwetting.
superlative | Airovent is a once-daily inhaler. | Airovent is the first and only once-daily inhaler.
causality | Lower relapse rates were observed in people taking Neurelan. | Neurelan caused lower relapse rates.
causality | Use of Lipidal was associated with fewer infarctions. | Use of Lipidal prevented infarctions.
relative_absolute | Coagulex cut the relative risk of embolism by 41%. | Coagulex protected 41% of patients from embolism.
relative_absolute | The absolute reduction in mortality was 1.9 percentage points. | The reduction in mortality was 1.9%.
statistic_dropped | Response was 54% with Serenix and 37% with placebo (difference 17 percentage points; 95% CI 9 to 25). | Response was 54% with Serenix and 37% with placebo.
safety_dropped | Thyronil restores hormone levels. Overdose can cause arrhythmia; monitor heart rate. | Thyronil restores hormone levels.
safety_dropped | Osteolim is given yearly. Hypocalcaemia must be corrected before treatment. | Osteolim is given yearly.
qualifier_dropped | In a post hoc analysis of responders, Ferronex improved fatigue. | Ferronex improved fatigue.
qualifier_dropped | Hepavir cleared virus in 92% of patients when combined with ribavirin. | Hepavir cleared virus in 92% of patients.
statement_added | Cystafen thins mucus. | Cystafen thins mucus and frees families from daily physiotherapy.
statement_added | Airovent delivers one dose per click. | Airovent delivers one dose per click, so nothing can go wrong.
other | Keep Ovulin below 25 degrees. | Keep Ovulin near 25 degrees.
other | Neurelan is a monoclonal antibody. | Neurelan is a small molecule.
exact | Serenix reduced anxiety at week 6. | Serenix® reduced anxiety at week 6 [3]
equivalent | Fewer patients on Ferronex needed a transfusion. | Please note that fewer patients on Ferronex needed a transfusion.
equivalent | Overall survival at two years was 61% with Myeloxa. | At 2 years, OS was 61 per cent with Myeloxa.
equivalent | The odds of response were higher with Serenix (OR 2.14, 95% CI 1.32 to 3.47). | The odds of response were higher with Serenix (odds ratio 2.14; 95% confidence interval 1.32–3.47).
equivalent | Inject 250 micrograms of Ovulin into the abdomen. | Inject 0.25 mg of Ovulin into the abdomen.
equivalent | Haemoglobin increased by 1.5 g/dL after twelve weeks of Ferronex. | After 12 weeks of Ferronex, hemoglobin increased by 1.5 g/dL.
equivalent | Bleeding was less frequent with Coagulex than with warfarin. | Bleeding was less frequent with Coagulex compared with warfarin.
equivalent | Safety was assessed in 2,318 infants. | Safety was assessed in 2318 infants.
equivalent | Relapse occurred in 12% of the Neurelan group and 29% of the interferon group. | Relapse occurred in 12 % of the Neurelan group and in 29 % of the interferon group.²
equivalent | Infuse Osteolim every six months. | Infuse Osteolim every 6 months.
equivalent | Apply Dermavix cream twice a day to affected areas. | Apply Dermavix cream twice daily to affected areas.
equivalent | Versus best supportive care, Hepavir prolonged survival. | Hepavir prolonged survival versus best supportive care.
equivalent | Airovent improved FEV1 at week 12. | • At week 12, Airovent improved FEV1.
equivalent | Coagulex lowered the rate of recurrent venous thromboembolism. | Coagulex reduced the rate of recurrent VTE.
different | Fewer patients on Ferronex needed a transfusion. | The need for blood products went down among those given Ferronex.
different | Bleeding was less frequent with Coagulex than with warfarin. | People treated with Coagulex bled less often than people who took warfarin.
different | Overall survival at two years was 61% with Myeloxa. | Two years on, 61% of people given Myeloxa were still alive.
different | Osteolim increases bone mineral density at the hip. | Hip bones become denser with Osteolim.
different | Relapse occurred in 12% of the Neurelan group and 29% of the interferon group. | Some 12% of people on Neurelan had a relapse, against 29% of those on interferon.
different | Dose adjustment is not required in elderly patients. | Older people can take the usual dose.
different | Glucandra was superior to sitagliptin in lowering fasting glucose. | Fasting glucose fell further with Glucandra than with sitagliptin.
different | The primary trial requires a minimum body weight of 50 kg. | To join the primary study, candidates need to weigh at least 50 kg.
different | Patients must have an ECOG score of at most 2 to be eligible. | Only patients with an ECOG score no higher than 2 can take part.
different | Lower relapse rates were observed in people taking Neurelan. | People on Neurelan had relapses less often.
digit | Patients gained 7.3 quality-adjusted weeks with Lumbrezia. | Patients gained 9.3 quality-adjusted weeks with Lumbrezia.
digit | One in eight patients on Pruritol reported dry mouth. | One in five patients on Pruritol reported dry mouth.
decimal | Serum potassium rose by 0.4 mmol/L on Kalexa. | Serum potassium rose by 4.0 mmol/L on Kalexa.
unit | Nasoril delivers 50 micrograms per spray. | Nasoril delivers 50 milligrams per spray.
interval | The incidence rate ratio was 0.61 (95% CI: 0.50, 0.75). | The incidence rate ratio was 0.61 (95% CI: 0.50, 0.95).
p_value | Differences in gait speed favoured Myotonix (p = 0.041). | Differences in gait speed favoured Myotonix (p < 0.041).
sample_size | A pooled analysis of 6,105 women evaluated Fertilex. | A pooled analysis of 6,501 women evaluated Fertilex.
dose | Start Kalexa at 8.4 g daily. | Start Kalexa at 16.8 g daily.
frequency | Myotonix is injected once every 12 weeks. | Myotonix is injected once every 6 weeks.
frequency | Use Pruritol at bedtime, one tablet nightly. | Use Pruritol at bedtime, one tablet weekly.
timepoint | Improvement was sustained through month 18. | Improvement was sustained through month 8.
arm_swap | Dry mouth occurred more often with Pruritol than with cetirizine. | Dry mouth occurred more often with cetirizine than with Pruritol.
arm_swap | With Kalexa and placebo, 78% and 41% of patients, respectively, reached normal potassium. | With Kalexa and placebo, 41% and 78% of patients, respectively, reached normal potassium.
arm_swap | Mean change in itch score: Pruritol -3.2, placebo -1.1. | Mean change in itch score: Pruritol -1.1, placebo -3.2.
comparator | Lumbrezia relieved back pain better than naproxen. | Lumbrezia relieved back pain better than paracetamol.
comparator | In a sham-controlled trial, Retinex preserved vision. | In an aflibercept-controlled trial, Retinex preserved vision.
population | Fertilex is for women under 38 years. | Fertilex is for women under 42 years.
population | Nasoril relieves congestion in adolescents with seasonal allergic rhinitis. | Nasoril relieves congestion in patients with allergic rhinitis.
population | Kalexa is used in hyperkalaemia in adults not on dialysis. | Kalexa is used in hyperkalaemia in adults on dialysis.
endpoint | Myotonix reduced spasticity in the upper limb. | Myotonix reduced tremor in the upper limb.
endpoint | Fertilex increased the number of oocytes retrieved. | Fertilex increased the number of live births.
product | Nasoril spray acts locally in the nose. | Sinuclar spray acts locally in the nose.
negation | Lumbrezia has not been studied in people with renal failure. | Lumbrezia has been studied in people with renal failure.
negation | Kalexa can be taken without food. | Kalexa can be taken with food.
negation | Most infections resolved. | Most infections did not resolve.
direction | Retinex slowed loss of vision. | Retinex hastened loss of vision.
direction | Itch intensity dropped on Pruritol. | Itch intensity climbed on Pruritol.
direction | Nasoril was superior to saline spray. | Nasoril was inferior to saline spray.
hedge_dropped | Retinex may slow geographic atrophy. | Retinex slows geographic atrophy.
hedge_dropped | Fertilex was generally safe in this preliminary study. | Fertilex was safe in this preliminary study.
hedge_added | Kalexa lowers potassium. | Kalexa appears to lower potassium.
intensifier | Lumbrezia relieved pain within an hour. | Lumbrezia instantly and powerfully relieved pain within an hour.
intensifier | Pruritol gave relief from itch. | Pruritol gave exceptional relief from itch.
superlative | Myotonix is an option for spasticity. | Myotonix is the best option for spasticity.
superlative | Retinex is a treatment for geographic atrophy. | Retinex is the number one treatment for geographic atrophy.
causality | Higher implantation rates were seen with Fertilex. | Fertilex led to higher implantation rates.
causality | Treatment with Retinex was associated with slower lesion growth. | Slower lesion growth was due to treatment with Retinex.
relative_absolute | Flare frequency was reduced by 35% on Pruritol. | On Pruritol 35% of patients had no flare.
relative_absolute | Relative to baseline, the absolute change was 4 percentage points. | Relative to baseline, the change was 4%.
statistic_dropped | Retinex slowed lesion growth by 22% (p=0.0003; N=627). | Retinex slowed lesion growth.
safety_dropped | Lumbrezia relieves pain. Do not use in patients with active gastric ulcer. | Lumbrezia relieves pain.
safety_dropped | Fertilex stimulates the ovaries and may cause ovarian hyperstimulation syndrome. | Fertilex stimulates the ovaries.
qualifier_dropped | In clinical trials lasting up to one year, Nasoril kept its effect. | Nasoril kept its effect.
qualifier_dropped | Kalexa is an add-on to a low-potassium diet. | Kalexa is an add-on.
statement_added | Myotonix relaxes muscles. | Myotonix relaxes muscles and gives people their independence back.
statement_added | Pruritol is a tablet. | Pruritol is a tablet that pharmacists favour.
other | Store Nasoril upright. | Store Nasoril flat.
exact | Serum potassium rose by 0.4 mmol/L on Kalexa. | Serum potassium rose by 0.4 mmol/l on Kalexa®.
equivalent | Myotonix is injected once every 12 weeks. | Myotonix is injected once every twelve weeks.
equivalent | A pooled analysis of 6,105 women evaluated Fertilex. | A pooled analysis of 6105 women evaluated Fertilex.[2]
equivalent | Retinex slowed lesion growth by 22% (p=0.0003; N=627). | Retinex slowed lesion growth by 22 per cent (N=627; P=.0003).
equivalent | Improvement was sustained through month 18. | Improvement was sustained through Month 18.
equivalent | With Kalexa and placebo, 78% and 41% of patients, respectively, reached normal potassium. | With Kalexa and placebo, 78 % and 41 % of patients, respectively, reached normal potassium.¹
equivalent | Nasoril relieves congestion in adolescents with seasonal allergic rhinitis. | In adolescents with seasonal allergic rhinitis, Nasoril relieves congestion.
equivalent | The incidence rate ratio was 0.61 (95% CI: 0.50, 0.75). | The IRR was 0.61 (95% confidence interval 0.50 to 0.75).
equivalent | Start Kalexa at 8.4 g daily. | Start Kalexa at 8,400 mg once daily.
equivalent | Treatment with Retinex was associated with slower lesion growth. | As the investigators concluded, treatment with Retinex was associated with slower lesion growth.
equivalent | Kalexa is used in hyperkalaemia in adults not on dialysis. | Kalexa is used in hyperkalemia in adults not on dialysis.
equivalent | Dry mouth occurred more often with Pruritol than with cetirizine. | Dry mouth occurred more often with Pruritol vs. cetirizine.
equivalent | Lumbrezia relieved pain within an hour. | Within one hour, Lumbrezia relieved pain.
equivalent | Nasoril delivers 50 micrograms per spray. | Nasoril delivers 50 µg per spray.
different | Dry mouth occurred more often with Pruritol than with cetirizine. | Cetirizine users had a dry mouth less frequently than Pruritol users.
different | Kalexa lowers potassium. | Potassium levels come down on Kalexa.
different | Retinex slowed loss of vision. | Vision was preserved for longer with Retinex.
different | Most infections resolved. | The majority of infections cleared up.
different | Myotonix is injected once every 12 weeks. | An injection of Myotonix is due every 12 weeks.
different | Fertilex increased the number of oocytes retrieved. | More oocytes were collected after Fertilex.
different | With Kalexa and placebo, 78% and 41% of patients, respectively, reached normal potassium. | Potassium returned to normal in 78% of those on Kalexa and 41% of those on placebo.
different | A pooled analysis of 6,105 women evaluated Fertilex. | Fertilex was assessed in pooled data from 6,105 women.
different | Lumbrezia has not been studied in people with renal failure. | There are no studies of Lumbrezia in renal failure.
different | Improvement was sustained through month 18. | Patients were still better at 18 months.
different | Eligible participants must be 18 years or older. | Only adults (at least 18 years of age) can enter the trial.
different | The most common adverse event in cohort 1 was anaemia, affecting 5 of 21 patients. | Anaemia was the adverse event seen most in cohort 1, with 5/21 cases.
different | Patients with prior chemotherapy are excluded from the primary trial. | Prior chemotherapy is an exclusion criterion in the primary trial.
different | Both trials administer the intervention orally. | The study drug is taken by mouth in both trials.
different | Cohort 2 had a longer median survival than cohort 1. | Median survival was shorter in cohort 1 than in cohort 2.
"""


def rows() -> list[tuple[str, str, str]]:
    """What is expected, the approved wording, the candidate."""
    parts = [line.split(" | ") for line in PAIRS.strip().splitlines()]
    return [(name, approved, candidate) for name, approved, candidate in parts]

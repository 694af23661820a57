"""Clinical vocabulary: people, what is compared, outcomes, safety, names of drugs."""

from content_engine.fidelity.comparing.words.grammar import listed, phrased

PEOPLE = listed(
    """
    patient participant subject people person adult child children adolescent infant
    neonate newborn toddler teenager woman women man men male female individual
    volunteer boy girl elderly senior pregnant paediatric pediatric adults patients
    population populations smoker smokers survivor survivors recipient recipients
    everyone anyone everybody anybody cohort youth mothers mother
    """
)
CONDITIONS = listed(
    """
    mild moderate severe moderate-to-severe chronic acute advanced metastatic early
    stage refractory resistant naive untreated pretreated previously newly diagnosed
    uncontrolled controlled stable unstable symptomatic asymptomatic active inactive
    recurrent relapsed relapsing primary secondary hospitalised outpatient inpatient
    ambulatory elderly older younger aged age overweight obese type grade class nyha
    hereditary familial homozygous heterozygous positive negative mutated wild-type
    treatment-naive eligible ineligible resectable unresectable episodic persistent
    intermittent locally high-risk low-risk intermediate-risk comorbid healthy
    diabetic hypertensive renal hepatic immunocompromised postmenopausal premenopausal
    """
)
COMPARATORS = phrased(
    """
    placebo, vehicle, sham, usual care, standard of care, standard care
    standard therapy, standard treatment, control, controls, control group, control arm
    active control, comparator, active comparator, no treatment, best supportive care
    conventional therapy, conventional treatment, background therapy, chemotherapy
    current standard, other treatments, other therapies, alternatives, competitors
    existing treatments, existing therapies, established treatments, diet and exercise
    """
)
OUTCOMES = listed(
    """
    death mortality hospitalisation hospitalization admission readmission stroke
    infarction event events symptom symptoms pain fatigue nausea vomiting headache
    exacerbation exacerbations relapse relapses remission response responder seizure
    seizures attack attacks flare flares survival progression recurrence bleeding
    haemorrhage hemorrhage thrombosis embolism infection infections pneumonia fracture
    fractures fall falls pressure systolic diastolic cholesterol ldl ldl-c hdl
    triglyceride triglycerides glucose hba1c haemoglobin hemoglobin weight bmi egfr
    creatinine albuminuria proteinuria ejection fraction lvef output function fev1 fvc
    spirometry capacity exercise quality life score scale index itch pruritus lesion
    lesions clearance skin plaque rash joint joints swelling stiffness disability
    cognition
    memory depression anxiety mood sleep insomnia wakefulness migraine tremor spasticity
    gait vision acuity retinal density bone mineral load viral titre titer antibody
    seroconversion immunogenicity clotting platelet platelets neutrophil neutropenia
    anaemia anemia leukopenia transfusion dialysis transplant rejection graft amputation
    ulcer ulcers healing wound incontinence urgency frequency nocturia erection libido
    ovulation pregnancy birth fertility asthma cough dyspnoea dyspnea breathlessness
    wheeze sputum oedema edema arrhythmia fibrillation tachycardia bradycardia
    palpitations
    angina revascularisation revascularization restenosis cirrhosis fibrosis steatosis
    ascites encephalopathy diarrhoea diarrhea constipation bloating reflux heartburn
    tumour tumor metastasis metastases toxicity tolerability adherence persistence
    discontinuation discontinuations withdrawal withdrawals dropout cost costs
    utilisation exacerbated hypoglycaemia hypoglycemia hypotension hypertension
    dementia psychosis hallucinations delusions mania relapse-free concentration
    exposure absorption half-life clearance bioavailability auc cmax efficacy safety
    satisfaction mobility strength walking distance endurance growth height puberty
    cognition delirium apnoea apnea oxygen saturation ventilation intubation sepsis
    shock bacteraemia viraemia cure eradication carriage colonisation hearing tinnitus
    vertigo dizziness syncope fever chills malaise myalgia arthralgia neuropathy
    numbness cramps weakness stability endpoint outcome incidence prevalence rate risk
    severity duration onset occurrence intensity
    """
)
OUTCOME_PHRASES = phrased("all cause, any cause, well being")
SAFETY = listed(
    """
    adverse contraindicated contraindication contraindications warning warnings caution
    cautions precaution precautions monitor monitored monitoring toxicity toxic
    hypersensitivity anaphylaxis serious fatal fatalities boxed teratogenic
    embryo-fetal pregnant pregnancy breastfeeding lactation avoid discontinue
    discontinuation discontinued reaction reactions side-effect interaction interactions
    overdose hepatotoxicity nephrotoxicity cardiotoxicity bleeding haemorrhage
    hemorrhage hypoglycaemia hypoglycemia hypotension hyperkalaemia hyperkalemia
    ketoacidosis angioedema suicidal suicidality dependence abuse misuse withdrawal
    sedation drowsiness infection infections malignancy malignancies nausea vomiting
    diarrhoea diarrhea headache dizziness rash fatigue constipation neutropenia
    anaemia anemia thrombocytopenia impairment driving machines life-threatening death
    deaths safety side effect effects harm risk risks tolerability injury injection-site
    should must
    """
)
STRONG_SAFETY = SAFETY - listed(
    """
    death deaths infection infections bleeding effect effects headache fatigue pregnancy
    pregnant risk risks interaction interactions withdrawal impairment safety
    discontinued discontinuation rash diarrhoea diarrhea anaemia anemia injury should
    must haemorrhage hemorrhage hypoglycaemia hypoglycemia hypotension
    """
)
STATISTICS = phrased(
    """
    hazard ratio, odds ratio, risk ratio, rate ratio, relative risk, hr, or:, rr, irr
    confidence interval, credible interval, ci, cri, p value, p, n, mean difference
    least squares, ls mean, standard deviation, sd, se, iqr, interquartile range, nnt
    number needed to treat, 95% ci, median, mean, log rank, two sided, one sided
    """
)
BARRING = listed(
    """
    exclude excluded excludes preclude precluded precludes prohibit prohibited ban
    banned barred forbidden ineligible reject rejected refuse refused disqualify
    disqualified disqualifies exclusion rule prevent prevented contraindicated
    """
)
PERMITTED = listed(
    """
    enrol enroll enrolled join participate participation enter attend included eligible
    take qualify know recall remember wish aware recruited admitted accepted apply
    """
)
GROUPS = listed("arm group cohort part period stage panel stratum sequence")
DRUG_ENDINGS = (
    *("mab", "nib", "ciclib", "gliptin", "gliflozin", "glutide", "vastatin", "sartan"),
    *("olol", "dipine", "xaban", "gatran", "prazole", "mycin", "cillin", "floxacin"),
    *("navir", "tegravir", "buvir", "asvir", "ciclovir", "setron", "triptan", "gepant"),
    *("lukast", "tropium", "terol", "parib", "limus", "fungin", "conazole", "dronate"),
    *("parin", "grelor", "grel", "oxetine", "azepam", "idone", "profen", "coxib"),
    *("grastim", "poetin", "cept", "kinra", "leucel", "formin", "pril", "glitazone"),
    *("azosin", "lamide", "platin", "taxel", "rubicin", "bicin", "trexed", "citabine"),
    *("trexate", "thiazide", "semide", "ketide", "tadine", "tidine", "zolamide"),
    *(
        "izine",
        "azine",
        "tidine",
        "oxen",
        "sone",
        "solone",
        "sonide",
        "caine",
        "orphan",
        "morphone",
        "codone",
        "fentanil",
    ),
    *("lipase", "reotide", "relin", "relix", "paratide", "gabalin", "gabapentin"),
    *("racetam", "bamate", "toin", "setib", "rasib", "denib", "clax", "degib", "stat"),
)
DRUGS = listed(
    """
    aspirin warfarin insulin metformin ibuprofen paracetamol acetaminophen digoxin
    heparin morphine lithium carbamazepine lamotrigine clozapine tamoxifen letrozole
    anastrozole methotrexate mesalazine mesalamine azathioprine ciclosporin cyclosporine
    theophylline salbutamol albuterol amoxicillin vancomycin levodopa donepezil
    memantine interferon rituximab lenalidomide bortezomib cisplatin carboplatin
    docetaxel paclitaxel doxorubicin capecitabine fluorouracil tramadol ketamine
    naloxone buprenorphine bupropion venlafaxine duloxetine sertraline escitalopram
    """
)

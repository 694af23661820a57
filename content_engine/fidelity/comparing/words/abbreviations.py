"""Medical abbreviations and what they stand for; capital letters count."""

LONG = """
    HF | heart failure
    CV | cardiovascular
    CVD | cardiovascular disease
    MI | myocardial infarction
    CHF | congestive heart failure
    CAD | coronary artery disease
    ACS | acute coronary syndrome
    AF | atrial fibrillation
    VTE | venous thromboembolism
    DVT | deep vein thrombosis
    PE | pulmonary embolism
    PAH | pulmonary arterial hypertension
    PAD | peripheral arterial disease
    MACE | major adverse cardiovascular events
    LVEF | left ventricular ejection fraction
    EF | ejection fraction
    HFrEF | heart failure with reduced ejection fraction
    HFpEF | heart failure with preserved ejection fraction
    BP | blood pressure
    SBP | systolic blood pressure
    DBP | diastolic blood pressure
    LDL-C | low-density lipoprotein cholesterol | LDL cholesterol
    HDL-C | high-density lipoprotein cholesterol | HDL cholesterol
    LDL | low-density lipoprotein
    HDL | high-density lipoprotein
    TIA | transient ischaemic attack
    HR | hazard ratio
    OR | odds ratio
    RR | risk ratio | relative risk
    IRR | incidence rate ratio
    CI | confidence interval
    CrI | credible interval
    NNT | number needed to treat
    NNH | number needed to harm
    ITT | intention-to-treat | intent-to-treat
    RCT | randomised controlled trial
    SD | standard deviation
    SE | standard error
    IQR | interquartile range
    RRR | relative risk reduction
    T1D | type 1 diabetes
    T2D | type 2 diabetes
    T1DM | type 1 diabetes mellitus
    T2DM | type 2 diabetes mellitus
    HbA1c | glycated haemoglobin | haemoglobin A1c | glycosylated haemoglobin | A1C
    FPG | fasting plasma glucose
    BMI | body mass index
    eGFR | estimated glomerular filtration rate
    GFR | glomerular filtration rate
    CKD | chronic kidney disease
    ESRD | end-stage renal disease
    ESKD | end-stage kidney disease
    UACR | urine albumin-to-creatinine ratio | urinary albumin-to-creatinine ratio
    AKI | acute kidney injury
    COPD | chronic obstructive pulmonary disease
    FEV1 | forced expiratory volume in 1 second | forced expiratory volume in one second
    FVC | forced vital capacity
    ICS | inhaled corticosteroids | inhaled corticosteroid
    LABA | long-acting beta-agonist | long-acting beta2-agonist
    LAMA | long-acting muscarinic antagonist
    IPF | idiopathic pulmonary fibrosis
    CF | cystic fibrosis
    PFS | progression-free survival
    OS | overall survival
    DFS | disease-free survival
    EFS | event-free survival
    RFS | relapse-free survival
    ORR | objective response rate | overall response rate
    CR | complete response
    PR | partial response
    DOR | duration of response
    NSCLC | non-small cell lung cancer | non-small-cell lung cancer
    SCLC | small cell lung cancer | small-cell lung cancer
    CRC | colorectal cancer
    HCC | hepatocellular carcinoma
    RCC | renal cell carcinoma
    AML | acute myeloid leukaemia
    ALL | acute lymphoblastic leukaemia
    CLL | chronic lymphocytic leukaemia
    CML | chronic myeloid leukaemia
    DLBCL | diffuse large B-cell lymphoma
    MM | multiple myeloma
    RA | rheumatoid arthritis
    PsA | psoriatic arthritis
    AS | ankylosing spondylitis
    OA | osteoarthritis
    SLE | systemic lupus erythematosus
    JIA | juvenile idiopathic arthritis
    UC | ulcerative colitis
    CD | crohn's disease
    IBD | inflammatory bowel disease
    IBS | irritable bowel syndrome
    GERD | gastroesophageal reflux disease
    GORD | gastro-oesophageal reflux disease
    NASH | nonalcoholic steatohepatitis | non-alcoholic steatohepatitis
    AD | atopic dermatitis
    PASI | psoriasis area and severity index
    EASI | eczema area and severity index
    DLQI | dermatology life quality index
    IGA | investigator's global assessment | investigator global assessment
    MS | multiple sclerosis
    RRMS | relapsing-remitting multiple sclerosis
    EDSS | expanded disability status scale
    PD | parkinson's disease
    ALS | amyotrophic lateral sclerosis
    SMA | spinal muscular atrophy
    DMD | duchenne muscular dystrophy
    MDD | major depressive disorder
    GAD | generalised anxiety disorder
    ADHD | attention-deficit hyperactivity disorder
    ADHD | attention deficit hyperactivity disorder
    MADRS | montgomery-asberg depression rating scale
    PANSS | positive and negative syndrome scale
    QoL | quality of life
    HRQoL | health-related quality of life
    VAS | visual analogue scale
    AE | adverse event | adverse events
    AEs | adverse events
    SAE | serious adverse event | serious adverse events
    SAEs | serious adverse events
    TEAE | treatment-emergent adverse event | treatment-emergent adverse events
    TEAEs | treatment-emergent adverse events
    ADR | adverse drug reaction
    HIV | human immunodeficiency virus
    HCV | hepatitis C virus
    HBV | hepatitis B virus
    RSV | respiratory syncytial virus
    CMV | cytomegalovirus
    HPV | human papillomavirus
    SVR | sustained virological response | sustained virologic response
    UTI | urinary tract infection
    OAB | overactive bladder
    BPH | benign prostatic hyperplasia
    ED | erectile dysfunction
    AMD | age-related macular degeneration
    nAMD | neovascular age-related macular degeneration
    DME | diabetic macular oedema
    BCVA | best-corrected visual acuity
    IOP | intraocular pressure
    BMD | bone mineral density
    TNF | tumour necrosis factor
    IL | interleukin
    NSAID | nonsteroidal anti-inflammatory drug | non-steroidal anti-inflammatory drug
    NSAIDs | nonsteroidal anti-inflammatory drugs
    NSAIDs | non-steroidal anti-inflammatory drugs
    DMARD | disease-modifying antirheumatic drug
    DMARDs | disease-modifying antirheumatic drugs
    ACE | angiotensin-converting enzyme
    ARB | angiotensin receptor blocker
    MRA | mineralocorticoid receptor antagonist
    SGLT2 | sodium-glucose cotransporter 2 | sodium-glucose co-transporter 2
    GLP-1 | glucagon-like peptide-1 | glucagon-like peptide 1
    DPP-4 | dipeptidyl peptidase-4 | dipeptidyl peptidase 4
    CNS | central nervous system
    ICU | intensive care unit
    ECG | electrocardiogram
    MRI | magnetic resonance imaging
    CT | computed tomography
    ULN | upper limit of normal
    ALT | alanine aminotransferase
    AST | aspartate aminotransferase
    CRP | C-reactive protein
    hsCRP | high-sensitivity C-reactive protein
    AUC | area under the curve
    SC | subcutaneous
    IV | intravenous
    IM | intramuscular
    SoC | standard of care
    GI | gastrointestinal
    ENT | ear nose and throat
    NYHA | new york heart association
    WHO | world health organization
    FDA | food and drug administration
    EMA | european medicines agency
    US | united states
    UK | united kingdom
    HAE | hereditary angioedema
    ITP | immune thrombocytopenia
    PNH | paroxysmal nocturnal haemoglobinuria
    GvHD | graft-versus-host disease
    6MWD | 6-minute walk distance | six-minute walk distance
    6MWT | 6-minute walk test | six-minute walk test
    SCD | sickle cell disease
    ECOG | eastern cooperative oncology group
"""

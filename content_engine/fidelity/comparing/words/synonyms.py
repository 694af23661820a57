"""Wordings that say the same: close ones change nothing, near ones need a person."""

CLOSE = """
    versus | vs | compared with | compared to | in comparison with | in comparison to
    versus | as compared with | as compared to | when compared with | against | than
    versus | relative to | when compared to | by comparison with | v
    patient | patients
    hospitalisation | hospital admission | admission to hospital | hospitalisations
    hospitalisation | hospital admissions
    myocardial infarction | heart attack
    subcutaneous | subcutaneously | sc
    intravenous | intravenously | iv
    intramuscular | intramuscularly | im
    oral | orally | by mouth | po | per os
    approximately | about | roughly | circa | around | approx
    begin | start | commence | initiate
    began | started | commenced | initiated
    receiving | treated with | on treatment with | on therapy with | taking
    received | were treated with | was treated with | were given | was given
    received | were administered
    decreased | reduced | lowered
    decrease | reduce | lower
    decreases | reduces | lowers
    reduction | decrease
    decreasing | reducing | lowering
    fewer | less
    increase | raise | rise
    increased | raised | rose
    while | whereas
    renal | kidney
    hepatic | liver
    pulmonary | lung
    cardiac | heart
    high blood pressure | hypertension
    shortness of breath | dyspnoea | breathlessness
    paediatric | children's
    double blind | double blinded | doubleblind
    non inferior | noninferior
    non inferiority | noninferiority
    follow up | followup
    long term | longterm
    placebo | dummy treatment
    standard of care | standard care
    baseline | study entry
    demonstrated | showed | shown
    demonstrates | shows
    for example | e.g. | eg
    that is | i.e. | ie
    discontinued | stopped
    trial | study | clinical trial | clinical study
    phase 1 | phase i | phase one
    phase 2 | phase ii | phase two
    phase 3 | phase iii | phase three
    phase 4 | phase iv | phase four
    type 1 | type i | type one
    type 2 | type ii | type two
    well tolerated | welltolerated
    health related | healthrelated
    stroke | cerebrovascular accident
    heartbeat | heart beat
    white blood cell | white cell | leukocyte | leucocyte | wbc
    red blood cell | red cell | erythrocyte | rbc
    platelet | thrombocyte
    twice a day | twice daily | two times a day
    once a day | once daily | one time a day
    side effect | side effects
    additional | further
    every day | each day | daily
    every week | each week | weekly
    every month | each month | monthly
"""
NEAR = """
    patient | participant | subject | people | person | individual | adult | volunteer
    trial | research | investigation
    showed | demonstrated | found | revealed | reported | observed | displayed | seen
    show | find | reveal | report | demonstrate | indicate
    treatment | therapy | medication | medicine | drug | intervention | regimen | agent
    treated | given | received | receiving | took | taking | administered | assigned
    treated | randomised | allocated | used | using | use | prescribed
    compared | versus | comparison | relative
    decreased | reduced | lower | fewer | fell
    decreased | declined | dropped | decline | reduction
    decreased | decrease | less | diminished | lowered | cut | fall | drop | smaller
    increased | increase | higher | rose | more | greater | rise | raised | elevated
    increased | gain | larger | gained | grew | growth | up
    improved | improvement | better | improve | improving | enhanced | benefit
    worsened | worse | worsening | deteriorated | deterioration | progression
    had | experienced | reported | suffered | presented | developed | encountered
    achieved | reached | attained | obtained | met | accomplished
    event | occurrence | incident | episode
    rate | incidence | frequency | proportion | percentage | share | number
    risk | probability | likelihood | chance | hazard
    death | mortality | died | dying | die | dead | fatal
    survival | survived | alive
    hospitalisation | hospitalised | admitted | admission | hospital
    condition | disease | illness | disorder
    symptom | complaint | sign
    pain | painful
    exacerbation | flare | worsening
    duration | length | period | time
    start | initiation | beginning | onset | initial | first | starting | began
    end | completion | final | last | conclusion
    during | over | throughout | within
    baseline | starting | initial
    common | frequent | commonest
    severe | serious
    main | primary | principal | key
    required | need | needed | require | must | necessary | mandatory
    eligible | qualify | permitted | allowed | included | enrol | enrolled | participate
    eligible | eligibility | join | recruited | entry | admitted | accepted | suitable
    excluded | exclusion | ineligible | barred | prohibited
    arm | group | cohort
    dose | dosage | dosing
    once | one | single
    maintained | sustained | remained | kept | persisted
    effect | efficacy | effective | effectiveness | impact | result | outcome
    safety | safe | tolerability | tolerated
    total | overall | altogether | entire | whole
    blood | serum | plasma
    level | concentration | value
    cancer | carcinoma | tumour | malignancy | neoplasm
    heart | cardiac | cardiovascular
    kidney | renal | nephropathy
    high | elevated | raised
    quick | fast | rapid
    measure | measured | assessed | evaluated | assessment | evaluation
    tablet | pill | capsule
    women | female | woman
    men | male | man
    child | paediatric | children
    older | elderly | aged | age
    average | mean
    about | approximately | around
    different | differ | difference
    stop | stopped | discontinuation | discontinued | cessation | withdrew | withdrawal
    bleeding | haemorrhage
    fever | pyrexia
    itch | pruritus | itching
    weight | bodyweight | body
    change | changed
    doctor | physician | clinician
    vomiting | emesis
    tiredness | fatigue
    stroke | cva
    recurrence | recurred | relapse
    response | responded | responder | respond
    remission | remitted
    continue | continued | ongoing
    complete | completed | full
    avoid | avoided
    infection | infected
"""

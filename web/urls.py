"""Which address leads where."""

from django.urls import URLPattern, URLResolver, include, path

from web.api import api
from web.views import (
    account,
    approvals,
    block_drafts,
    block_pages,
    blocks,
    checks,
    claim_bulk,
    claim_editor,
    claim_pages,
    editing,
    exchange,
    expiry,
    home,
    insights,
    knowledge,
    label_uploads,
    labels,
    marketing,
    proposals,
    references,
    releasing,
    retractions,
    reviewing,
    rules,
)

account_urls = [
    path("sign-in/", account.SignIn.as_view(), name="sign_in"),
    path("sign-out/", account.SignOut.as_view(), name="sign_out"),
]
marketing_urls = [
    path("briefs/new/", marketing.brief, name="brief"),
    path("families/", marketing.families, name="families"),
    path("families/<uuid:uid>/", marketing.family, name="family"),
    path("families/<uuid:uid>/progress/", marketing.progress, name="progress"),
    path("families/<uuid:uid>/again/", marketing.run_again, name="run_again"),
    path("families/<uuid:uid>/submit/", marketing.submit_family, name="submit_family"),
    path("variants/<uuid:uid>/", marketing.variant, name="variant"),
    path("variants/<uuid:uid>/preview/", marketing.preview, name="preview"),
    path("variants/<uuid:uid>/edit/", editing.edit, name="edit"),
    path("variants/<uuid:uid>/edit/result/", editing.result, name="edit_result"),
    path("variants/<uuid:uid>/submit/", marketing.submit, name="submit"),
]
checks_urls = [
    path("check/", checks.editor, name="editor"),
    path("check/result/", checks.result, name="result"),
]
rules_urls = [
    path("rule-report/", rules.report, name="report"),
    path("findings/<int:pk>/dispose/", rules.dispose, name="dispose"),
]
reviewing_urls = [
    path("reviews/", reviewing.inbox, name="inbox"),
    path("reviews/<int:pk>/", reviewing.detail, name="detail"),
    path("reviews/<int:pk>/decide/", reviewing.decide, name="decide"),
    path("reviews/<int:pk>/cancel/", reviewing.cancel, name="cancel"),
    path("reviews/<int:pk>/certify/", reviewing.certify, name="certify"),
    path("reviews/<int:pk>/release/", reviewing.release, name="release"),
]
releasing_urls = [
    path("library/", releasing.library, name="library"),
    path("library/<uuid:uid>/", releasing.asset, name="asset"),
    path("library/<uuid:uid>/preview/", releasing.preview, name="preview"),
    path("library/<uuid:uid>/suspend/", releasing.suspend, name="suspend"),
    path("library/<uuid:uid>/resume/", releasing.resume, name="resume"),
    path("library/<uuid:uid>/withdraw/", releasing.withdraw, name="withdraw"),
]
knowledge_urls = [
    path("claims/", knowledge.claims, name="claims"),
    path("claims/selected/", claim_bulk.selected, name="selected"),
    path("claims/suspend/", claim_bulk.suspend_selected, name="suspend_selected"),
    path("claims/<slug:brand>/<str:key>/", claim_pages.claim, name="claim"),
    path(
        "claims/<slug:brand>/<str:key>/withdraw/",
        claim_pages.withdraw_claim,
        name="withdraw_claim",
    ),
    path("claims/<slug:brand>/<str:key>/compare/", claim_pages.compare, name="compare"),
    path("claims/<slug:brand>/<str:key>/approve/", claim_pages.approve, name="approve"),
    path("claims/<slug:brand>/<str:key>/suspend/", claim_pages.suspend, name="suspend"),
    path(
        "claims/<slug:brand>/<str:key>/reconfirm/",
        claim_pages.reconfirm,
        name="reconfirm",
    ),
    path("approvals/", approvals.claims, name="approvals"),
    path("approvals/sign/", approvals.sign, name="sign_approvals"),
    path(
        "references/<slug:brand>/<str:key>/retract/",
        retractions.retract,
        name="retract_reference",
    ),
]
labels_urls = [
    path("labels/", labels.label_list, name="labels"),
    path("labels/upload/", label_uploads.upload, name="upload"),
    path("labels/upload/<uuid:uid>/", label_uploads.uploaded, name="uploaded"),
    path(
        "labels/upload/<uuid:uid>/import/",
        label_uploads.import_uploaded,
        name="import_uploaded",
    ),
    path("labels/<int:pk>/", labels.label, name="label"),
    path("labels/<int:pk>/compare/<int:old>/", labels.compare, name="compare"),
    path("labels/<int:pk>/adopt/", labels.adopt, name="adopt"),
    path("labels/<int:pk>/adopt/sign/", labels.sign_adoption, name="sign_adoption"),
    path("labels/<int:pk>/safety/", labels.state_safety, name="state_safety"),
    path("labels/<int:pk>/withdraw/", labels.withdraw, name="withdraw"),
]
exchange_urls = [
    path("exchange/", exchange.start, name="start"),
    path("exchange/export/", exchange.export, name="export"),
    path("exchange/columns/", exchange.columns, name="columns"),
    path("exchange/<uuid:uid>/columns/", exchange.mapping, name="mapping"),
    path("exchange/<uuid:uid>/trial/", exchange.trial, name="trial"),
    path("exchange/<uuid:uid>/done/", exchange.done, name="done"),
]
references_urls = [
    path("references/", references.references, name="references"),
    path("references/<slug:brand>/<str:key>/", references.reference, name="reference"),
    path("references/<slug:brand>/<str:key>/attach/", references.attach, name="attach"),
    path("references/<slug:brand>/<str:key>/place/", references.place, name="place"),
    path(
        "references/<slug:brand>/<str:key>/document/<int:pk>/",
        references.document,
        name="document",
    ),
]
blocks_urls = [
    path("blocks/", blocks.blocks, name="blocks"),
    path("blocks/coverage/", blocks.coverage, name="coverage"),
    path("blocks/new/", block_drafts.new, name="new"),
    path("blocks/<slug:brand>/<str:key>/", block_pages.block, name="block"),
    path("blocks/<slug:brand>/<str:key>/revise/", block_drafts.revise, name="revise"),
    path(
        "blocks/<slug:brand>/<str:key>/<int:number>/approve/",
        block_pages.approve,
        name="approve",
    ),
    path(
        "blocks/<slug:brand>/<str:key>/<int:number>/<slug:name>/",
        block_pages.step,
        name="step",
    ),
]
expiry_urls = [
    path("expiry/", expiry.calendar, name="calendar"),
    path("expiry/table/", expiry.table, name="table"),
]
proposals_urls = [
    path("proposals/", proposals.start, name="start"),
    path("proposals/sections/<int:pk>/", proposals.section, name="section"),
    path(
        "proposals/sections/<int:pk>/draft/",
        proposals.draft_section,
        name="draft_section",
    ),
    path("proposals/text/<slug:brand>/draft/", proposals.draft_text, name="draft_text"),
]
claim_editor_urls = [
    path("claim-drafts/new/", claim_editor.new, name="new"),
    path("claim-drafts/new/<slug:brand>/", claim_editor.new, name="new"),
    path("claim-drafts/read/<slug:brand>/", claim_editor.read, name="read"),
    path(
        "claim-drafts/revise/<slug:brand>/<str:key>/",
        claim_editor.revise,
        name="revise",
    ),
]
insights_urls = [path("ledger/", insights.ledger, name="ledger")]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("account/", include((account_urls, "account"))),
    path("", include((marketing_urls, "marketing"))),
    path("", include((checks_urls, "checks"))),
    path("", include((rules_urls, "rules"))),
    path("", include((reviewing_urls, "reviewing"))),
    path("", include((releasing_urls, "releasing"))),
    path("", include((knowledge_urls, "knowledge"))),
    path("", include((labels_urls, "labels"))),
    path("", include((exchange_urls, "exchange"))),
    path("", include((references_urls, "references"))),
    path("", include((blocks_urls, "blocks"))),
    path("", include((expiry_urls, "expiry"))),
    path("", include((proposals_urls, "proposals"))),
    path("", include((claim_editor_urls, "claim_editor"))),
    path("", include((insights_urls, "insights"))),
    path("api/v1/", api.urls),
]

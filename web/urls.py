"""Which address leads where."""

from django.urls import URLPattern, URLResolver, include, path

from web.api import api
from web.views import (
    account,
    home,
    insights,
    knowledge,
    marketing,
    releasing,
    reviewing,
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
    path("variants/<uuid:uid>/edit/", marketing.edit, name="edit"),
    path("variants/<uuid:uid>/submit/", marketing.submit, name="submit"),
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
    path("claims/<slug:brand>/<str:key>/", knowledge.claim, name="claim"),
    path(
        "claims/<slug:brand>/<str:key>/withdraw/",
        knowledge.withdraw_claim,
        name="withdraw_claim",
    ),
]
insights_urls = [path("ledger/", insights.ledger, name="ledger")]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("account/", include((account_urls, "account"))),
    path("", include((marketing_urls, "marketing"))),
    path("", include((reviewing_urls, "reviewing"))),
    path("", include((releasing_urls, "releasing"))),
    path("", include((knowledge_urls, "knowledge"))),
    path("", include((insights_urls, "insights"))),
    path("api/v1/", api.urls),
]

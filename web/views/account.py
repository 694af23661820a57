"""Signing in and out."""

from django.contrib.auth import views as auth_views


class SignIn(auth_views.LoginView):
    """The sign-in page."""

    template_name = "account/sign_in.html"
    redirect_authenticated_user = True


class SignOut(auth_views.LogoutView):
    """Ends the session, and with it the sitting in which a person signs."""

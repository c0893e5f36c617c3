"""What a visitor sees when something goes wrong: what happened, and what to do."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.template.loader import render_to_string


def bad_request(request, exception):
    if isinstance(exception, RequestDataTooBig):
        return error_page(
            413,
            "Envoi trop volumineux",
            "Le serveur n’a pas lu ce que vous avez envoyé : c’est trop long pour lui.",
            "Revenez à la page précédente et envoyez moins de texte.",
        )
    return error_page(
        400,
        "Requête incorrecte",
        "Le serveur n’a pas compris la requête de votre navigateur.",
        "Vérifiez l’adresse, ou revenez à la page d’accueil.",
    )


def forbidden(request, exception):
    return error_page(
        403,
        "Accès refusé",
        "Le serveur vous a compris, mais cette page n’est pas ouverte à tous.",
        "Si vous devez y avoir accès, connectez-vous ou demandez à votre professeur.",
    )


def csrf_failure(request, reason=""):
    return error_page(
        403,
        "Formulaire refusé",
        "Le jeton secret qui prouve que ce formulaire vient de ce site est absent ou n’est plus valable.",
        "Revenez au formulaire, rechargez-le et envoyez-le de nouveau, avec un navigateur qui accepte les cookies.",
    )


def not_found(request, exception):
    return error_page(
        404,
        "Page introuvable",
        f"Le serveur a bien reçu votre requête, mais aucune page n’a l’adresse « {request.path} ».",
        "Vérifiez l’adresse : une lettre, une majuscule ou un « / » suffit à la changer.",
    )


def method_not_allowed(request):
    return error_page(
        405,
        "Méthode non autorisée",
        f"Cette page existe, mais elle ne répond pas à la méthode {request.method}.",
        "Revenez à la page d’accueil et suivez les liens, ou envoyez le formulaire prévu.",
    )


def server_error(request):
    return error_page(
        500,
        "Erreur du serveur",
        "Le programme du serveur s’est arrêté en préparant cette page. Vous n’y êtes pour rien.",
        "Réessayez dans un instant ; si cela recommence, prévenez votre professeur : la console du serveur dit où.",
    )


def error_page(status, title, cause, advice):
    """Rendered without the request: no context processor, session or database can fail once more."""
    context = {"status": status, "title": title, "cause": cause, "advice": advice}
    return HttpResponse(render_to_string("pages/error.html", context), status=status)

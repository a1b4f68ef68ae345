"""The addresses of training."""

from django.urls import URLPattern, URLResolver

from training.urls.duties import urlpatterns as duties
from training.urls.life import urlpatterns as life
from training.urls.proposal import urlpatterns as proposals
from training.urls.training_class import urlpatterns as classes

urlpatterns: list[URLPattern | URLResolver] = [*proposals, *life, *classes, *duties]

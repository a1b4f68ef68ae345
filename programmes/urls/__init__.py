"""The addresses of programmes."""

urlpatterns: list = []

"""The project's addresses, and in front of them pages made of samples."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from kept.config.urls import *  # noqa: F403
from kept.config.urls import urlpatterns as ours
from tests.web.hotline import samples


def show(template, make):
    def view(request):
        return render(request, f"hotline/{template}.html", {"page": make(request)})

    return view


def unchanged(request):
    return HttpResponse(status=204)


def empty_queue(request):
    return samples.pages.QueuePage(now=samples.NOW, queue=samples.queue(groups=[]))


sample_pages = [
    path(
        "queue/",
        show("queue", lambda r: samples.pages.QueuePage(now=samples.NOW, queue=samples.queue())),
    ),
    path("queue/empty/", show("queue", empty_queue)),
    path("case/", show("case", lambda r: samples.case_page())),
    path("log/find/", show("log", lambda r: samples.find_page(r.GET.get("q", "")))),
    path("log/", show("log", lambda r: samples.log_page(r.POST or None))),
    path("compare/", show("compare", lambda r: samples.compare_page())),
    path("version/", unchanged),
]

urlpatterns = [path("samples/", include(sample_pages)), *ours]

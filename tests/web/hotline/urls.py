"""The project's addresses, and in front of them pages made of samples."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import include, path

from kept.config.urls import *  # noqa: F403
from kept.config.urls import urlpatterns as ours
from kept.web.common import views
from kept.web.common.refresh import version_answer
from kept.web.hotline import pages
from tests.web.hotline import samples
from tests.web.hotline.samples import Desk


def queue(request):
    page = pages.QueuePage(now=samples.NOW, queue=Desk.current.queue())
    return render(request, "hotline/queue.html", {"page": page})


def empty(request):
    page = pages.QueuePage(now=samples.NOW, queue=samples.queue(groups=[]))
    return render(request, "hotline/queue.html", {"page": page})


def case(request):
    desk = Desk.current
    page = samples.case_page(queue=desk.queue("K-2481"), version=desk.version, title=desk.title)
    return render(request, "hotline/case.html", {"page": page})


def facts(request):
    Desk.current.recorded.append(request.POST.dict())
    return HttpResponseRedirect("/samples/case/")


def log(request):
    if request.method == "POST":
        Desk.current.asked.append(request.POST.dict())
        Desk.current.may_answer.wait(10)
    page = samples.log_page(request.POST or None)
    return render(request, "hotline/log.html", {"page": page})


def find(request):
    page = samples.find_page(request.GET.get("q", ""))
    return render(request, "hotline/log.html", {"page": page})


def compare(request):
    return render(request, "hotline/compare.html", {"page": samples.compare_page()})


def version(request):
    Desk.current.asked.append(request.GET.get("have"))
    return version_answer(request, Desk.current.version, now=samples.NOW)


def broken(request):
    raise RuntimeError("a mistake with a secret in it")


sample_pages = [
    path("queue/", queue),
    path("queue/empty/", empty),
    path("case/", case),
    path("parts/", views.parts),
    path("facts/", facts),
    path("log/find/", find),
    path("log/", log),
    path("compare/", compare),
    path("version/", version),
    path("broken/", broken),
]

urlpatterns = [path("samples/", include(sample_pages)), *ours]
handler400 = "kept.config.errors.bad_request"
handler403 = "kept.config.errors.permission_denied"
handler404 = "kept.config.errors.page_not_found"
handler500 = "kept.config.errors.server_error"

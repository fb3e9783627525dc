"""A GPU session through the launch page: chosen, waited for, used, lengthened, stopped, ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import walk
from playwright.sync_api import Page, expect, sync_playwright
from product import Product
from slurm_cluster import Cluster
from slurm_jobs import Jobs, eventually

pytestmark = [pytest.mark.slurm, pytest.mark.e2e, pytest.mark.timeout(600)]

FACTS = Path(__file__).parents[2] / "scripts" / "slurm_demo.toml"
CODE = 'import os; print("GPU", os.environ["CUDA_VISIBLE_DEVICES"], os.environ["SLURM_JOB_ID"])'
WAIT = 60_000


@pytest.fixture
def product(cluster: Cluster, learner: str, tmp_path: Path) -> Iterator[Product]:
    data = tmp_path / "data"
    data.mkdir(mode=0o711)
    facts = FACTS.read_text().replace("@CONF@", str(cluster.conf))
    facts = facts.replace("@PYTHON@", sys.executable).replace('"aif-learner"', f'"{learner}"')
    (data / "factory.toml").write_text(facts)
    running = Product.start(data)
    yield running
    assert running.stop() == 0


@pytest.fixture
def page() -> Iterator[Page]:
    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en-GB")
        page.set_default_timeout(WAIT)
        yield page
        browser.close()


def test_a_gpu_session_from_the_launch_page_to_its_end(
    product: Product, page: Page, cluster: Cluster, jobs: Jobs
):
    blockers = take_every_gpu(cluster, jobs)
    walk.log_in(page, product.address, "learner", product.accounts["learner"])
    choose_one_gpu(product, page)
    see_why_it_waits(page)
    for job in blockers:
        cluster.run("scancel", job)
    use_the_gpu(page)
    job = lengthen(product, page, cluster)
    read_why_it_ended(product, page, cluster, job)
    start_the_same_again_and_stop(product, page, cluster)


def take_every_gpu(cluster: Cluster, jobs: Jobs) -> list[str]:
    nodes = range(cluster.plan.gpu_nodes)
    options = ("-p", "gpu", "--gres=gpu:4", "-t", "30")
    blockers = [jobs.submit(*options, script="exec sleep 1800") for _ in nodes]
    for job in blockers:
        jobs.wait_for(job, "RUNNING")
    return blockers


def choose_one_gpu(product: Product, page: Page) -> None:
    page.goto(f"{product.address}/services/officina/launch?profile=gpu&minutes=60")
    expect(page.get_by_text("0 of 8 GPUs")).to_be_visible()
    walk.screenshot(page, "20-launch")
    page.get_by_role("button", name="Start the session").click()


def see_why_it_waits(page: Page) -> None:
    page.wait_for_url("**/launch/starting**")
    expect(page.get_by_text("Your session waits in the queue.")).to_be_visible()
    expect(page.get_by_text("Place in the queue")).to_be_visible(timeout=WAIT)
    walk.screenshot(page, "21-waiting")


def use_the_gpu(page: Page) -> None:
    page.wait_for_url("**/user/learner/lab**", timeout=walk.LAB_MILLISECONDS)
    page.locator(".jp-LauncherCard[title^='Python 3']").first.click()
    # What is typed before the kernel is there may go to a notebook that is still being laid out.
    expect(page.locator("#jp-main-statusbar")).to_contain_text(
        "| Idle", timeout=walk.LAB_MILLISECONDS
    )
    cell = page.locator(".jp-Notebook .cm-content").first
    cell.click()
    page.keyboard.type(CODE)
    expect(cell).to_contain_text("GPU")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".jp-OutputArea-output", has_text="GPU 0 ")).to_be_visible(
        timeout=walk.LAB_MILLISECONDS
    )
    expect(page.locator("#jp-main-statusbar")).to_contain_text("left")
    walk.screenshot(page, "22-running")


def lengthen(product: Product, page: Page, cluster: Cluster) -> str:
    page.goto(f"{product.address}/services/officina/launch")
    job = page.get_by_text("on g").first.inner_text().split()[0]
    assert limit_of(cluster, job) == "1:00:00"
    walk.screenshot(page, "23-session")
    page.get_by_role("button", name="60 minutes longer").click()
    eventually(lambda: limit_of(cluster, job) == "2:00:00", seconds=20)
    return job


def limit_of(cluster: Cluster, job: str) -> str:
    return cluster.run("squeue", "-h", "-j", job, "-o", "%l").stdout.strip()


def read_why_it_ended(product: Product, page: Page, cluster: Cluster, job: str) -> None:
    cluster.run("scancel", job)
    page.goto(f"{product.address}/services/officina/launch")
    expect(page.get_by_text("Start the same again").first).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("cancelled").first).to_be_visible()
    walk.screenshot(page, "24-ended")


def start_the_same_again_and_stop(product: Product, page: Page, cluster: Cluster) -> None:
    page.get_by_role("button", name="Start the same again").first.click()
    page.wait_for_url("**/user/learner/lab**", timeout=walk.LAB_MILLISECONDS)
    page.goto(f"{product.address}/services/officina/launch")
    page.get_by_role("link", name="Stop the session").click()
    page.get_by_role("button", name="Stop it").click()
    eventually(lambda: not cluster.run("squeue", "-h").stdout.strip(), seconds=30)

"""``officina course …``: a course from an empty folder to the portal."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "build": "officina_hub.cli.course_build:build",
        "check": "officina_hub.cli.course_check:check",
        "diff": "officina_hub.cli.course_diff:diff",
        "environment": "officina_hub.cli.course_environment:environment",
        "fork": "officina_hub.cli.course_fork:fork",
        "import": "officina_hub.cli.course_import:import_",
        "key": "officina_hub.cli.course_key:key",
        "list": "officina_hub.cli.course_list:list_",
        "new": "officina_hub.cli.course_new:new",
        "pack": "officina_hub.cli.course_pack:pack",
        "parameters": "officina_hub.cli.course_parameters:parameters",
        "publish": "officina_hub.cli.course_publish:publish",
        "regrade": "officina_hub.cli.course_regrade:regrade",
        "run": "officina_hub.cli.course_run:run",
        "translate": "officina_hub.cli.course_translate:translate",
        "unpack": "officina_hub.cli.course_unpack:unpack",
        "verify": "officina_hub.cli.course_verify:verify",
    },
    epilog=examples(
        "officina course new gpu-basics --title 'GPU basics'",
        "officina course build gpu-basics",
        "officina course check gpu-basics",
        "officina course environment build gpu-basics",
        "officina course publish gpu-basics",
        "officina course import ~/nbgrader-course ./my-course",
        "officina course list --search gpu",
        "officina course run gpu-basics --matrix seed=1,2,3",
        "officina course translate gpu-basics de",
        "officina course pack gpu-basics --key ~/.config/officina/keys/lumi",
        "officina course verify gpu-basics-1.0.0.course.zip --trust lumi.pub",
        "officina course fork gpu-basics-1.0.0.course.zip ./our-gpu --id our-gpu",
        "officina course regrade gpu-basics first-kernel",
    ),
)
def course() -> None:
    """Make, build, check, run, translate, publish, pack, fork, import and re-grade courses."""

"""Measures 200 bilingual certificates: the portal's batch against plain WeasyPrint, ReportLab and typst.

Every contender makes the same page (border, seal, code, the same texts and fonts) in a process of its own, opens
what it can open once before the clock starts, and says its peak memory. "portal" is the batch as the worker runs
it, through certificates.documents. Run from the root:
.venv/bin/python -m benchmarks.certificates [COUNT]
"""

from __future__ import annotations

import html
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

from benchmarks.rivals import PLACE, ROOT, code_of, reportlab, typst

COUNT = 200
TARGETS = {"plain": 8, "reportlab": 1, "typst": 1}
SURNAMES = "王李张刘陈杨黄赵吴周欧阳司马㼆𠅤"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平𬱖"
LATIN = ("WANG Xiaoming", "Đorđević Müller", "Nguyễn Thị Ánh", "Şahin İnönü", "María José Rodríguez")


def people(count: int) -> Iterator[dict[str, str]]:
    """Invented holders, another name for each, some with rare characters."""
    for serial in range(1, count + 1):
        yield {
            "number": f"CUIT-NDE-2026-{serial:06d}-X",
            "face_number": f"成信非学结〔2026〕第{serial:06d}号",
            "name_zh": SURNAMES[serial % 14] + GIVEN[serial % 21] + GIVEN[serial // 14 % 21],
            "name_latin": LATIN[serial % 5],
            "last4": f"{serial % 10000:04d}",
            "start_zh": "2026年7月6日",
            "end_zh": "2026年7月17日",
            "start_en": "6 July 2026",
            "end_en": "17 July 2026",
            "title_zh": "人工智能与气象大数据国际研修班",
            "title_en": "International Workshop on Artificial Intelligence and Meteorological Big Data",
            "unit_zh": "大气科学学院",
            "unit_en": "the College of Atmospheric Sciences",
            "hours": "64",
            "issued_zh": "二〇二六年十一月二十三日",
            "issued_en": "23 November 2026",
            "issuer_zh": "成都信息工程大学国际交流与合作处",
            "issuer_en": "Office of International Exchange and Cooperation, CUIT",
            "university_zh": "成都信息工程大学",
            "university_en": "Chengdu University of Information Technology",
            "disclaimer_zh": "本证书仅证明持证人完成上述非学历教育培训，不作为学历、学位凭证。",
            "disclaimer_en": "This certificate attests completion of a non-degree training course and does not "
            "constitute an academic degree or diploma.",
            "reissue_zh": "",
            "reissue_en": "",
            "verify_url": f"https://portal.example.edu.cn/v/Ab3dE6gH9jK2mN5pQ8s{serial:03d}",
            "verify_page": "https://portal.example.edu.cn/verify/",
        }


def set_up(*, whole_portal: bool = False) -> None:
    """The settings of the portal, which name the fonts; its apps only where asked. No database is touched."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if whole_portal:
        import django

        django.setup()


def page() -> tuple[str, str, dict[str, bytes]]:
    """The template of the demonstration, its style sheet and its pictures."""
    pictures = {file.name: file.read_bytes() for file in PLACE.iterdir() if file.suffix in {".svg", ".png"}}
    return (PLACE / "template.html").read_text(), (PLACE / "style.css").read_text(), pictures


def plain() -> Callable[[dict[str, str]], bytes]:
    """One HTML(...).write_pdf() for each certificate; only the fonts on the disk are shared."""
    set_up()
    from core.pdf.assets import asset_fetcher
    from core.pdf.engine import weasyprint

    library = weasyprint()
    text, css, pictures = page()

    def render(values: dict[str, str]) -> bytes:
        filled = text
        for name, value in values.items():
            filled = filled.replace("{{ " + name + " }}", html.escape(value))
        filled = filled.replace('data-qr="verify_url">', ">" + code_of(values["verify_url"]))
        fetcher = asset_fetcher(pictures)
        sheet = library.CSS(string=css + ".code svg { width: 100%; height: 100% }", url_fetcher=fetcher)
        return library.HTML(string=filled, url_fetcher=fetcher).write_pdf(stylesheets=[sheet])

    return render


def batch() -> Callable[[dict[str, str]], bytes]:
    """The portal's renderer: the page opened once, only the personal text drawn anew."""
    set_up()
    from core.pdf import BatchRenderer

    text, css, pictures = page()
    return BatchRenderer(text, css=css, images=pictures).render


def portal() -> Callable[[dict[str, str]], bytes]:
    """The same as a worker does it: every app loaded, signed where the office has a key."""
    set_up(whole_portal=True)
    from certificates.documents import printing
    from core.pdf import BatchRenderer

    text, css, pictures = page()
    renderer = BatchRenderer(text, css=css, images=pictures, allowed=printing.PLACEHOLDERS)
    printing.printer_for = lambda template: renderer
    return lambda values: printing.finished_pdf(SimpleNamespace(), values)[0]


MAKERS = {"plain": plain, "batch": batch, "portal": portal, "reportlab": reportlab, "typst": typst}


def measure(contender: str, count: int) -> None:
    """Run one contender in this process and print what it took; `go` on standard input starts the clock."""
    began = time.perf_counter()
    render = MAKERS[contender]()
    holders = list(people(count))
    render(holders[0])
    opened = time.perf_counter() - began
    print(json.dumps({"opened": opened}), flush=True)
    sys.stdin.readline()
    each, size = [], 0
    start = time.perf_counter()
    for values in holders:
        before = time.perf_counter()
        size += len(render(values))
        each.append(time.perf_counter() - before)
    result = {
        "median": statistics.median(each) * 1000,
        "whole": time.perf_counter() - start,
        "kilobytes": size / count / 1000,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(result), flush=True)


def run(contender: str, count: int, workers: int = 1) -> list[dict[str, float]]:
    """The results of so many processes that start their clocks together."""
    command = [sys.executable, "-m", "benchmarks.certificates", str(count), contender]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(workers)
    ]
    opened = [json.loads(process.stdout.readline()) for process in processes]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [json.loads(process.communicate()[0].splitlines()[-1]) for process in processes]
    return [first | last for first, last in zip(opened, ended, strict=True)]


def main(count: int) -> None:
    """Measure every contender, then print the ratios."""
    """Run every contender, print what each took, and what that means for the office."""
    medians = {}
    for contender in MAKERS:
        result = run(contender, count)[0]
        medians[contender] = result["median"]
        print(
            f"{contender:10} {result['median']:7.1f} ms each, {result['whole']:6.1f} s for {count}, opened in "
            f"{result['opened']:.1f} s, {result['kilobytes']:.0f} kB a file, peak {result['peak']:.0f} MB"
        )
    # The best of three: whatever else the machine does at the same time slows one round, not the renderer.
    one = min(run("batch", count * 2)[0]["whole"] for _ in range(3))
    two = min(max(result["whole"] for result in run("batch", count, workers=2)) for _ in range(3))
    print(f"two workers {two:.1f} s for {count * 2}, one worker {one:.1f} s")
    for other, target in TARGETS.items():
        print(f"ratio batch_vs_{other} {medians[other] / medians['batch']:.2f} target {target}")
    print(f"ratio two_workers {one / two:.2f} target 1.7")


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    if len(sys.argv) > 2:
        measure(sys.argv[2], asked)
    else:
        main(asked)

"""Draws the dashboard of the chart with what a Prometheus knows, so that it can be looked at without Grafana.

Usage: draw_dashboard.py DASHBOARD PROMETHEUS NAMESPACE SECONDS PICTURE
  DASHBOARD   file of the dashboard, helm/dashboards/sightline.json
  PROMETHEUS  address of a Prometheus that asks processes of Sightline, such as http://localhost:9090
  NAMESPACE   value of the label namespace of those processes
  SECONDS     how far to look back
  PICTURE     file to write, its suffix says in which format

Needs matplotlib. Panels have the places, titles, expressions, legends and units of the file. Ends with status 1 when an
expression is refused; an expression without an answer is named, and its panel
says what Grafana would. Legends have the last value, and of many lines the eight highest.
"""

import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone

import matplotlib

matplotlib.use("Agg")
import matplotlib.dates as dates
import matplotlib.pyplot as plt

COLUMNS = 24
PIXELS = 100
POINTS = 240
LEGENDS = 8
# What Grafana calls them, and what it writes.
UNITS = {"short": "", "cps": "in a second", "reqps": "requests in a second", "s": "seconds", "percentunit": "part", "d": "days"}


def legend(template, labels):
    for name, value in labels.items():
        template = template.replace("{{" + name + "}}", value)
    return template


def series(prometheus, expression, seconds):
    end = time.time()
    query = urllib.parse.urlencode(
        {"query": expression, "start": end - seconds, "end": end, "step": max(1, seconds / POINTS)}
    )
    try:
        with urllib.request.urlopen(f"{prometheus}/api/v1/query_range?{query}", timeout=30) as answer:
            return json.load(answer)["data"]["result"]
    except urllib.error.HTTPError as refused:
        sys.exit(f"{expression}\nis refused: {json.load(refused).get('error')}")


def draw(panel, axes, prometheus, namespace, seconds):
    axes.set_title(panel["title"], loc="left", fontsize=10, color="#222222")
    axes.grid(color="#e4e4e4", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=7, colors="#555555")
    defaults = panel["fieldConfig"]["defaults"]
    axes.set_ylabel(UNITS.get(defaults["unit"], defaults["unit"]), fontsize=7, color="#555555")
    end = datetime.fromtimestamp(time.time(), timezone.utc)
    axes.set_xlim(end - timedelta(seconds=seconds), end)
    locator = dates.AutoDateLocator(minticks=3, maxticks=6)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.DateFormatter("%H:%M:%S" if seconds < 1200 else "%H:%M"))
    drawn = []
    for target in panel["targets"]:
        expression = target["expr"].replace("$namespace", namespace)
        for line in series(prometheus, expression, seconds):
            moments = [datetime.fromtimestamp(moment, timezone.utc) for moment, _ in line["values"]]
            values = [float(value) for _, value in line["values"]]
            label = legend(target["legendFormat"], line["metric"])
            (curve,) = axes.plot(moments, values, linewidth=1.4, label=f"{label}: {values[-1]:.3g}")
            drawn.append((values[-1], curve))
    if not drawn:
        print(f"no data: {panel['title']}")
        axes.text(0.5, 0.5, defaults.get("noValue", "No data"), transform=axes.transAxes, ha="center", color="#999999")
        return
    if "min" in defaults:
        axes.set_ylim(bottom=defaults["min"])
    if axes.get_ylim()[1] < 1 and max(value for _, curve in drawn for value in curve.get_ydata()) == 0:
        axes.set_ylim(top=1)
    drawn.sort(key=lambda last: -last[0])
    axes.legend(
        handles=[curve for _, curve in drawn[:LEGENDS]],
        fontsize=6.5,
        frameon=False,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.13),
        ncol=2,
    )


def main():
    file, prometheus, namespace, seconds, picture = sys.argv[1:]
    with open(file, encoding="utf-8") as text:
        dashboard = json.load(text)
    panels = dashboard["panels"]
    rows = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels)
    figure = plt.figure(figsize=(15, rows * 0.35), dpi=PIXELS, facecolor="white")
    figure.suptitle(dashboard["title"], x=0.02, ha="left", fontsize=13, y=0.995)
    for panel in panels:
        place = panel["gridPos"]
        margin = 0.03
        axes = figure.add_axes(
            (
                place["x"] / COLUMNS + margin,
                0.98 * (1 - (place["y"] + place["h"] * 0.72) / rows),
                place["w"] / COLUMNS - margin * 1.5,
                0.98 * place["h"] * 0.56 / rows,
            )
        )
        draw(panel, axes, prometheus.rstrip("/"), namespace, float(seconds))
    figure.savefig(picture)
    print(f"{len(panels)} panels in {picture}")


main()

/**
 * The line of a metric over its periods, with the targets: the only screen that needs the chart
 * library, and so a chunk of its own. Colours and type are read from the page, so that light and
 * dark follow the theme. What is not known is a gap.
 */
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use as enable, type ComposeOption, type EChartsType } from "echarts/core";
import type { BarSeriesOption, LineSeriesOption } from "echarts/charts";
import type { AriaComponentOption, GridComponentOption, LegendComponentOption, TooltipComponentOption } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { Translator } from "../messages/translate";
import { useLanguage } from "../shell/language";
import { useTheme } from "../shell/theme";
import { grouped, type MetricSeries } from "./metrics";
import { periodWords } from "./period";

enable([LineChart, BarChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);

type Option = ComposeOption<LineSeriesOption | BarSeriesOption | GridComponentOption | TooltipComponentOption | LegendComponentOption | AriaComponentOption>;

function optionOf({ metric, items }: MetricSeries, t: Translator, style: CSSStyleDeclaration): Option {
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const words = { color: colour("--soft"), fontFamily: style.fontFamily, fontSize: 13 };
  const unit = metric.unit[t.language];
  const number = (text: string | null) => (text === null ? null : Number(text));
  const values = items.map(({ value }) => number(value));
  const targets = items.map(({ target }) => number(target));
  const name = metric.label[t.language];
  const hasTargets = targets.some((target) => target !== null);
  return {
    animation: false,
    aria: { enabled: true, label: { description: t("metric.chart_words", { name, from: periodWords(items[0]?.period ?? "", t), until: periodWords(items.at(-1)?.period ?? "", t) }) } },
    textStyle: words,
    grid: { left: 8, right: 16, top: 34, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    ...(hasTargets ? { legend: { right: 8, top: 0, textStyle: words, icon: "roundRect", itemWidth: 16, itemHeight: 3 } } : {}),
    tooltip: {
      trigger: "axis",
      backgroundColor: colour("--paper"),
      borderColor: colour("--line-strong"),
      textStyle: { ...words, color: colour("--ink") },
      valueFormatter: (value) => (typeof value === "number" ? `${grouped(String(value))} ${unit}` : t("metric.unknown")),
    },
    xAxis: {
      type: "category",
      data: items.map(({ period }) => periodWords(period, t)),
      axisLabel: { ...words, hideOverlap: true },
      axisLine: { lineStyle: { color: colour("--line-strong") } },
      axisTick: { alignWithLabel: true, lineStyle: { color: colour("--line-strong") } },
    },
    yAxis: {
      type: "value",
      // The unit stands at the axis; a count has none but its own name.
      name: unit === "" ? name : unit,
      nameTextStyle: { ...words, align: "left" },
      nameGap: 14,
      scale: metric.flow ? false : metric.unit.zh !== "%",
      minInterval: metric.digits === 0 ? 1 : 0,
      axisLabel: { ...words, formatter: (value: number) => grouped(String(value)) },
      splitLine: { lineStyle: { color: colour("--line") } },
    },
    series: [
      metric.flow
        ? { type: "bar", name, data: values, itemStyle: { color: colour("--act") }, barMaxWidth: 36 }
        : { type: "line", name, data: values, symbol: "circle", symbolSize: 7, connectNulls: false, lineStyle: { color: colour("--act"), width: 2 }, itemStyle: { color: colour("--act") } },
      ...(hasTargets
        ? [{ type: "line" as const, name: t("metric.target"), data: targets, symbol: "diamond", symbolSize: 7, connectNulls: true, lineStyle: { color: colour("--needs"), width: 2, type: "dashed" as const }, itemStyle: { color: colour("--needs") } }]
        : []),
    ],
  };
}

export default function SeriesChart({ series }: { series: MetricSeries }) {
  const { t } = useLanguage();
  const { choice } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const chart: EChartsType = init(element, null, { renderer: "svg" });
    const draw = () => chart.setOption(optionOf(series, t, getComputedStyle(element)), { notMerge: true });
    draw();
    const sized = new ResizeObserver(() => chart.resize());
    sized.observe(element);
    // Light and dark stand at the root, and follow the system too.
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      sized.disconnect();
      themed.disconnect();
      chart.dispose();
    };
  }, [series, t, choice]);
  return <div ref={box} className="series-chart" role="img" aria-label={`${series.metric.label[t.language]} · ${series.area.name}`} />;
}

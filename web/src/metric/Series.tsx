/** How a metric went: a chart that is loaded when it is shown, and the table behind it. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { remember, remembered } from "../shell/storage";
import { Choice } from "../shell/Switches";
import { grouped, seriesQuery, withUnit, type MetricInfo, type MetricSeries } from "./metrics";
import { periodWords } from "./period";
import type { MetricSearch } from "./search";

const SeriesChart = lazy(() => import("./SeriesChart"));

/** Twelve periods; of years, five: a plan's length. */
const POINTS = 12;
const YEARS = 5;

export function Series({ metric, search }: { metric: MetricInfo; search: MetricSearch }) {
  const { t } = useLanguage();
  const [shown, setShown] = useState<"chart" | "table">(() => (remembered("metric-series") === "table" ? "table" : "chart"));
  const isYear = search.period === undefined || /^\d{4}$/.test(search.period);
  const series = useQuery({ ...seriesQuery(metric.key, search, isYear ? YEARS : POINTS), placeholderData: (before) => (before?.metric.key === metric.key ? before : undefined) });
  return (
    <section className="metric-series" aria-label={t("metric.series")}>
      <header className="part-head">
        <h3>{t("metric.series")}</h3>
        <Choice
          name="metric-series"
          label={t("metric.series")}
          value={shown}
          onChange={(next) => {
            remember("metric-series", next === "chart" ? null : next);
            setShown(next);
          }}
          options={[
            { value: "chart", label: t("metric.chart") },
            { value: "table", label: t("metric.table") },
          ]}
        />
      </header>
      {series.error === null ? null : <ProblemNote problem={asProblem(series.error)} onRetry={() => void series.refetch()} />}
      {series.data === undefined ? (
        series.error === null ? <Loading words={t("metric.loading")} /> : null
      ) : shown === "chart" && series.data.items.some(({ value, target }) => value !== null || target !== null) ? (
        <Suspense fallback={<Loading words={t("metric.loading")} />}>
          <SeriesChart series={series.data} />
        </Suspense>
      ) : (
        <SeriesTable series={series.data} />
      )}
    </section>
  );
}

function SeriesTable({ series: { metric, items } }: { series: MetricSeries }) {
  const { t } = useLanguage();
  return (
    <table className="metric-table series-table">
      <thead>
        <tr>
          <th scope="col">{t("metric.period")}</th>
          <th scope="col" className="right">{t("metric.value")}</th>
          <th scope="col" className="right">{t("metric.target")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((reading) => (
          <tr key={reading.period}>
            <th scope="row" className="figures">{periodWords(reading.period, t)}</th>
            <td className="right figures">{reading.value === null ? <span className="soft">{t("metric.unknown")} · {reading.unknown?.text[t.language]}</span> : withUnit(reading.value, metric, t.language)}</td>
            <td className="right figures">{reading.target === null ? <span className="soft">—</span> : grouped(reading.target)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

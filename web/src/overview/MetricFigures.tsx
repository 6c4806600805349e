/** 指标 that the house declares: value, standing to its target, twelve months as a line. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { LightMark } from "../metric/LightMark";
import "../metric/metric.css";
import { metricsQuery, withUnit } from "../metric/metrics";
import { Spark } from "../metric/Spark";
import { useLanguage } from "../shell/language";
import { Part } from "./Part";

export function MetricFigures() {
  const { t } = useLanguage();
  const list = useQuery(metricsQuery({}));
  return (
    <Part title={t("metric.all")} query={list} className="overview-metrics" aside={<Link to="/metrics">{t("overview.all_metrics")}</Link>}>
      {({ items }) => {
        const known = items.filter(({ reading }) => reading.value !== null);
        const unknown = items.length - known.length;
        return (
          <>
            {known.length === 0 ? <p className="overview-none">{t("overview.no_metric")}</p> : (
              <ul className="overview-tiles">
                {known.map(({ metric, reading, spark }) => (
                  <li key={metric.key}>
                    <Link to="/metrics/$key" params={{ key: metric.key }}>
                      <span className="clip">{metric.label[t.language]}</span>
                      <b className="figures">{withUnit(reading.value ?? "", metric, t.language)}</b>
                      <LightMark light={reading.light} />
                      <Spark points={spark} />
                    </Link>
                  </li>
                ))}
              </ul>
            )}
            {unknown === 0 ? null : <p className="soft overview-note">{t("overview.unknown_metrics", { n: unknown })}</p>}
          </>
        );
      }}
    </Part>
  );
}

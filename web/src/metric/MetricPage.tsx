/** One metric: its value, what it is made of, how the areas stand, how it went. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { LightMark } from "./LightMark";
import { grouped, metricQuery, moved, type MetricPart, type MetricReading, type MetricValue } from "./metrics";
import { MomentLine } from "./MomentLine";
import { periodWords } from "./period";
import { Pickers } from "./Pickers";
import { Ranking } from "./Ranking";
import { listFilters } from "./rows";
import { ofAssessed, type MetricSearch } from "./search";
import { Series } from "./Series";

export function MetricPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { key } = useParams({ from: "/seat/metrics/$key" });
  const search = useSearch({ from: "/seat/metrics/$key" });
  const value = useQuery({ ...metricQuery(key, search), placeholderData: (before) => (before?.metric.key === key ? before : undefined) });
  const go = (next: MetricSearch) => void navigate({ to: "/metrics/$key", params: { key }, search: next, replace: true });
  return (
    <div className="board">
      <header className="board-head">
        <nav className="crumbs" aria-label={t("metric.crumbs")}>
          <Link to="/metrics" search={ofAssessed(search)}>{t("metric.all")}</Link>
          <span aria-hidden="true">›</span>
          <h2>{value.data?.metric.label[t.language] ?? ""}</h2>
        </nav>
        <Pickers search={search} area={value.data?.area} onChange={go} />
      </header>
      {value.error === null ? null : <div className="board-note"><ProblemNote problem={asProblem(value.error)} onRetry={() => void value.refetch()} /></div>}
      {value.data === undefined ? (
        value.error === null ? <Loading words={t("metric.loading")} /> : null
      ) : (
        <>
          <div className={value.isPlaceholderData ? "board-body board-waiting metric-body" : "board-body metric-body"}>
            <div className="metric-side">
              <Big value={value.data} />
              <Parts value={value.data} />
            </div>
            <div className="metric-wide">
              <Series metric={value.data.metric} search={search} />
              <Ranking metric={value.data.metric} search={search} onChange={go} />
            </div>
          </div>
          <MomentLine moment={value.data.moment} />
        </>
      )}
    </div>
  );
}

function Big({ value: { metric, area, reading, before, year_before } }: { value: MetricValue }) {
  const { t } = useLanguage();
  const unit = metric.unit[t.language];
  return (
    <section className="metric-big" aria-label={metric.label[t.language]}>
      <p className="soft">
        {area.name} · {periodWords(reading.period, t)} · {t(metric.flow ? "metric.flow" : "metric.stock")}
      </p>
      {reading.value === null ? (
        <p className="big-unknown"><b>{t("metric.unknown")}</b> <span>{reading.unknown?.text[t.language]}</span></p>
      ) : (
        <p className="big-value figures"><b>{grouped(reading.value)}</b> <span className="big-unit">{unit}</span></p>
      )}
      <p className="big-target">
        {reading.target === null ? <span className="soft">{t("metric.no_target")}</span> : <span className="figures">{t("metric.target_of", { value: `${grouped(reading.target)}${unit === "%" ? "%" : ""}` })}</span>}
        <LightMark light={reading.light} />
        {metric.standing === "unsaid" ? null : <span className="tag">{t.label("metric.kind", metric.standing)}</span>}
        <span className="soft">{t.label("metric.direction", metric.direction)}</span>
      </p>
      <dl className="big-moves">
        <Move name={t("metric.before")} now={reading} then={before} percent={unit === "%"} digits={metric.digits} />
        <Move name={t("metric.year_before")} now={reading} then={year_before} percent={unit === "%"} digits={metric.digits} />
      </dl>
      {area.excludes.length === 0 ? null : <p className="soft">{t("metric.carved_out", { codes: area.excludes.join(t.language === "zh" ? "、" : ", ") })}</p>}
      {metric.note === null ? null : <p className="soft metric-note">{metric.note[t.language]}</p>}
    </section>
  );
}

function Move({ name, now, then, percent, digits }: { name: string; now: MetricReading; then: MetricReading; percent: boolean; digits: number }) {
  const { t } = useLanguage();
  const by = moved(now, then);
  const n = by === null ? "" : grouped(Math.abs(by).toFixed(digits));
  const words =
    by === null ? t("metric.not_comparable") : by === 0 ? t("metric.same") : percent ? t(by > 0 ? "metric.points_up" : "metric.points_down", { n }) : t(by > 0 ? "metric.up" : "metric.down", { n });
  const why = by === null ? (then.unknown ?? now.unknown)?.text[t.language] : `${periodWords(then.period, t)} ${then.value ?? ""}`;
  return (
    <div title={why}>
      <dt>{name}</dt>
      <dd className={by === null ? "soft" : "figures"}>
        {by === null || by === 0 ? null : <span aria-hidden="true">{by > 0 ? "▲" : "▼"} </span>}
        {words}
      </dd>
      <dd className="soft">{t("metric.before_of", { period: periodWords(then.period, t) })}</dd>
    </div>
  );
}

function Parts({ value: { parts } }: { value: MetricValue }) {
  const { t } = useLanguage();
  return (
    <section className="metric-parts" aria-label={t("metric.parts")}>
      <h3>{t("metric.parts")}</h3>
      <ul>
        {parts.map((part, at) => (
          <li key={at}>
            <span className="soft part-role">{t.label("metric.role", part.role)}</span>
            <b className="figures">{part.value === null ? t("metric.unknown") : grouped(part.value)}</b>
            <RowsLink part={part} />
            {part.unknown === null ? null : <span className="soft part-why">{part.unknown.text[t.language]}</span>}
            {part.past ? <span className="soft part-why">{t("metric.rows_today")}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RowsLink({ part }: { part: MetricPart }) {
  const { t } = useLanguage();
  return (
    <Link to="/registers/$key" params={{ key: part.register }} search={{ f: listFilters(part) }} className="part-rows">
      {t("metric.open_rows", { register: part.register_label[t.language], n: grouped(String(part.rows)) })}
    </Link>
  );
}

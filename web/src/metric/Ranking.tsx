/** How the areas stand: a table with ranks and bars, and the same as a file. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Choice } from "../shell/Switches";
import { LightMark } from "./LightMark";
import { grouped, rankingFile, rankingQuery, withUnit, type MetricInfo, type MetricRanking } from "./metrics";
import { ofAssessed, type MetricSearch } from "./search";

interface Props {
  readonly metric: MetricInfo;
  readonly search: MetricSearch;
  readonly onChange: (next: MetricSearch) => void;
}

export function Ranking({ metric, search, onChange }: Props) {
  const { t } = useLanguage();
  const ranking = useQuery({ ...rankingQuery(metric.key, search), placeholderData: (before) => (before?.metric.key === metric.key ? before : undefined) });
  const rest = ofAssessed(search);
  return (
    <section className="metric-ranking" aria-label={t("metric.ranking")}>
      <header className="part-head">
        <h3>{t("metric.ranking")}</h3>
        <Choice
          name="metric-by"
          label={t("metric.by")}
          value={search.by ?? "assessed"}
          onChange={(next) => onChange(next === "parts" ? { ...rest, by: "parts" } : rest)}
          options={[
            { value: "assessed", label: t("metric.by.assessed") },
            { value: "parts", label: t("metric.by.parts") },
          ]}
        />
        <span className="export">
          {t("metric.export")}
          {(["xlsx", "csv"] as const).map((format) => (
            <a key={format} href={rankingFile(metric.key, search, format, t.language)} download>{format === "xlsx" ? "Excel" : "CSV"}</a>
          ))}
        </span>
      </header>
      {ranking.error === null ? null : <ProblemNote problem={asProblem(ranking.error)} onRetry={() => void ranking.refetch()} />}
      {ranking.data === undefined ? (
        ranking.error === null ? <Loading words={t("metric.loading")} /> : null
      ) : ranking.data.items.length === 0 ? (
        <Empty what={t("metric.no_areas")} next={t("metric.no_areas_next")} />
      ) : (
        <RankingTable metric={metric} ranking={ranking.data} search={rest} />
      )}
    </section>
  );
}

/** The best first; those without a value last, in the order of the areas. */
function inOrder(items: MetricRanking["items"]): MetricRanking["items"] {
  return items.toSorted((a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER));
}

function RankingTable({ metric, ranking, search }: { metric: MetricInfo; ranking: MetricRanking; search: MetricSearch }) {
  const { t } = useLanguage();
  const most = Math.max(0, ...ranking.items.map(({ reading }) => Number(reading.value ?? 0)));
  return (
    <>
      {ranking.complete ? null : <p className="soft">{t("metric.partial")}</p>}
      <table className="metric-table ranking-table">
        <thead>
          <tr>
            <th scope="col" className="right">{t("metric.rank")}</th>
            <th scope="col">{t("metric.area")}</th>
            <th scope="col" className="right">{t("metric.value")}</th>
            <th scope="col" className="ranking-bar"><span className="unseen">{t("metric.chart")}</span></th>
            <th scope="col" className="right">{t("metric.target")}</th>
            <th scope="col">{t("metric.standing")}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(ranking.items).map(({ area, reading, rank }) => (
            <tr key={area.key}>
              <td className="right figures">{rank ?? <span className="soft">—</span>}</td>
              <th scope="row">
                <Link to="/metrics/$key" params={{ key: metric.key }} search={{ ...search, area: area.key }}>{area.name}</Link>
                {area.excludes.length === 0 ? null : <span className="soft" title={t("metric.carved_out", { codes: area.excludes.join(", ") })}> ＊</span>}
              </th>
              {reading.value === null ? (
                <td className="soft ranking-why" colSpan={2} title={reading.unknown?.text[t.language]}>{t("metric.unknown")} · {reading.unknown?.text[t.language]}</td>
              ) : (
                <>
                  <td className="right figures metric-value">{withUnit(reading.value, metric, t.language)}</td>
                  <td className="ranking-bar"><span style={{ width: most === 0 ? 0 : `${(Number(reading.value) / most) * 100}%` }} /></td>
                </>
              )}
              <td className="right figures">{reading.target === null ? <span className="soft">—</span> : grouped(reading.target)}</td>
              <td><LightMark light={reading.light} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

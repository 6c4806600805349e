/** 统计表: the plan's tables of an area and some years, each printed figure beside the computed one. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { grouped } from "../metric/metrics";
import { exportAddress, statisticsQuery, type StatisticsCell, type StatisticsTable } from "./statistics";
import type { StatisticsSearch } from "./search";

export function StatisticsPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: "/seat/evaluation/statistics" });
  const table = useQuery({ ...statisticsQuery(search), placeholderData: (before) => before });
  const go = (next: StatisticsSearch) => void navigate({ to: "/evaluation/statistics", search: next, replace: true });
  return (
    <div className="board">
      <header className="board-head">
        <h2>{t("evaluation.statistics")}</h2>
        {table.data === undefined ? null : <Pickers table={table.data} search={search} onChange={go} />}
      </header>
      {table.error === null ? (
        table.data === undefined ? (
          <Loading words={t("evaluation.statistics_loading")} />
        ) : (
          <div className={table.isPlaceholderData ? "board-body board-waiting" : "board-body"}>
            {table.data.columns.length === 0 ? <Empty what={t("evaluation.statistics_none")} next={t("evaluation.statistics_none_next")} /> : <Figures table={table.data} />}
            <p className="soft statistics-note">{t("evaluation.statistics_note")}</p>
          </div>
        )
      ) : (
        <div className="board-note"><ProblemNote problem={asProblem(table.error)} onRetry={() => void table.refetch()} /></div>
      )}
    </div>
  );
}

interface PickersProps {
  readonly table: StatisticsTable;
  readonly search: StatisticsSearch;
  readonly onChange: (search: StatisticsSearch) => void;
}

function Pickers({ table, search, onChange }: PickersProps) {
  const { t } = useLanguage();
  const year = (text: string) => (/^\d{4}$/.test(text) ? Number(text) : undefined);
  return (
    <div className="pickers">
      <select className="native-select" value={table.table} aria-label={t("evaluation.statistics_table")} onChange={(event) => onChange({ ...search, table: event.target.value })}>
        {table.tables.map(({ key, label }) => <option key={key} value={key}>{label[t.language]}</option>)}
      </select>
      <select className="native-select" value={table.area.key} aria-label={t("evaluation.area")} onChange={(event) => onChange({ ...search, area: event.target.value })}>
        {table.areas.map(({ key, name }) => <option key={key} value={key}>{name === "" ? t("evaluation.whole_city") : name}</option>)}
      </select>
      <label className="as-of"><span className="soft">{t("evaluation.from_year")}</span>
        <input key={table.from} type="number" className="native-select figures statistics-year" min={1990} max={2100} defaultValue={table.from} onBlur={(event) => { const from = year(event.target.value); if (from !== undefined && from !== table.from) onChange({ ...search, from }); }} />
      </label>
      <label className="as-of"><span className="soft">{t("evaluation.until_year")}</span>
        <input key={table.until} type="number" className="native-select figures statistics-year" min={1990} max={2100} defaultValue={table.until} onBlur={(event) => { const until = year(event.target.value); if (until !== undefined && until !== table.until) onChange({ ...search, until }); }} />
      </label>
      <a className="bar-button" href={exportAddress(search, t.language)} download>{t("evaluation.statistics_export")}</a>
      <Link className="bar-button" to="/evaluation">{t("evaluation.scoreboard")}</Link>
    </div>
  );
}

function Figures({ table }: { table: StatisticsTable }) {
  const { t } = useLanguage();
  return (
    <div className="statistics-wide">
      <table className="statistics-table">
        <thead>
          <tr>
            <th scope="col">{t("evaluation.statistics_year")}</th>
            {table.columns.map(({ metric, label, unit }) => (
              <th key={metric} scope="col" className="right">
                <Link to="/metrics/$key" params={{ key: metric }} search={{ area: table.area.key }}>{label[t.language]}</Link>
                {unit[t.language] === "" ? null : <span className="soft"> ({unit[t.language]})</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={`${row.kind} ${row.label.en}`} className={row.kind === "year" ? "" : "statistics-sum"}>
              <th scope="row">{row.label[t.language]}</th>
              {row.cells.map((cell, at) => <td key={at} className="right figures"><Figure cell={cell} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figure({ cell }: { cell: StatisticsCell }) {
  const { t } = useLanguage();
  return (
    <>
      {cell.value === null ? <span className="soft" title={cell.unknown?.[t.language]}>{cell.unknown === null ? "" : t("evaluation.statistics_unknown")}</span> : <b>{grouped(cell.value)}</b>}
      {cell.printed === null ? null : (
        <span className={cell.difference === null ? "soft statistics-printed" : "statistics-printed statistics-differs"} title={cell.line === null ? undefined : t("evaluation.line", { line: cell.line })}>
          {t("evaluation.statistics_printed", { value: grouped(cell.printed) })}
          {cell.difference === null ? null : ` ${t("evaluation.statistics_difference", { value: Number(cell.difference) > 0 ? `+${cell.difference}` : cell.difference })}`}
        </span>
      )}
    </>
  );
}

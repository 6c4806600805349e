/** 计分榜: the assessed areas of a year, the best first. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { asProblem, type ProblemError } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { MomentLine } from "./MomentLine";
import { Grade, Points, PointsBar } from "./Points";
import { changeText, hasNoVersion, placeText, reportOf, scoreboardQuery, spanText, type Scoreboard } from "./scores";
import { readYear, type EvaluationSearch } from "./search";
import { SetAside } from "./SetAside";
import { YearPicker } from "./YearPicker";

export function ScoreboardPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const params = useParams({ from: "/seat/evaluation/$year" });
  const search = useSearch({ from: "/seat/evaluation/$year" });
  const year = readYear(params.year) ?? 0;
  const board = useQuery({ ...scoreboardQuery(year, search), placeholderData: (before) => before });
  const go = (next: number, as: EvaluationSearch) => void navigate({ to: "/evaluation/$year", params: { year: String(next) }, search: as, replace: true });
  return (
    <div className="board">
      <header className="board-head">
        <h2>{t("evaluation.scoreboard")}</h2>
        <Link className="bar-button" to="/evaluation/statistics" search={{}}>{t("evaluation.statistics")}</Link>
        <YearPicker year={year} search={search} onYear={(next) => go(next, search)} onSearch={(next) => go(year, next)} />
        {board.data?.complete === true && board.data.items.length > 0 ? <a className="bar-button" href={reportOf(year, search)} target="_blank" rel="noreferrer">{t("evaluation.report")}</a> : null}
      </header>
      {board.error === null ? (
        board.data === undefined ? (
          <Loading words={t("evaluation.loading")} />
        ) : (
          <>
            <div className={board.isPlaceholderData ? "board-body board-waiting" : "board-body"}>
              {board.data.items.length === 0 ? <Empty what={t("evaluation.none")} next={t("evaluation.none_next")} /> : <Board board={board.data} search={search} />}
            </div>
            <MomentLine moment={board.data.moment}>
              {" · "}
              {t("evaluation.by", { title: board.data.title[t.language], version: board.data.version })}
            </MomentLine>
          </>
        )
      ) : (
        <Refused year={year} problem={asProblem(board.error)} onRetry={() => void board.refetch()} />
      )}
    </div>
  );
}

/** A city without a version in force is no fault: it has no evaluation, or none that early. */
function Refused({ year, problem, onRetry }: { year: number; problem: ProblemError; onRetry: () => void }) {
  const { t } = useLanguage();
  if (hasNoVersion(problem)) return <Empty what={t("evaluation.no_version", { y: year })} next={t("evaluation.no_version_next")} />;
  return <div className="board-note"><ProblemNote problem={problem} onRetry={onRetry} /></div>;
}

function Board({ board, search }: { board: Scoreboard; search: EvaluationSearch }) {
  const { t } = useLanguage();
  const chapters = board.items[0]?.chapters ?? [];
  return (
    <>
      {board.complete ? null : <p className="soft">{t("evaluation.partial", { n: board.areas })}</p>}
      <SetAside all={board.set_aside} />
      <table className="metric-table score-table">
        <thead>
          <tr>
            <th scope="col" className="right">{t("evaluation.place")}</th>
            <th scope="col">{t("evaluation.area")}</th>
            <th scope="col" className="right">{t("evaluation.points")}</th>
            <th scope="col" className="score-bar"><span className="unseen">{t("evaluation.chart")}</span></th>
            <th scope="col">{t("evaluation.grade")}</th>
            <th scope="col" className="right">{t("evaluation.change")}</th>
            {chapters.map((chapter) => (
              <th key={chapter.key} scope="col" className="right score-wide">{chapter.name[t.language]} ({chapter.tally.of})</th>
            ))}
            <th scope="col" className="right score-wide">{t("evaluation.unknown_count")}</th>
          </tr>
        </thead>
        <tbody>
          {board.items.map((row) => (
            <tr key={row.area.key}>
              <td className="right figures">{placeText(row.place)}</td>
              <th scope="row">
                <Link to="/evaluation/$year/$area" params={{ year: String(board.year), area: row.area.key }} search={search}>{row.area.name}</Link>
              </th>
              <td className="right metric-value"><Points got={row.total.got} of={row.total.of} /></td>
              <td className="score-bar"><PointsBar total={row.total} /></td>
              <td className="score-grade"><Grade grade={row.grade} /></td>
              <td className="right figures score-change">{row.change === null ? <span className="soft">{t("evaluation.no_change")}</span> : changeText(row.change)}</td>
              {row.chapters.map((chapter) => (
                <td key={chapter.key} className="right figures score-wide">{spanText(chapter.tally.got)}</td>
              ))}
              <td className="right figures score-wide">{row.unknown}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

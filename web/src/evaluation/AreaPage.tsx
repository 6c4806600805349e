/** 考核明细: one area's points of a year, item by item, down to what each rests on. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Item, type Whose } from "./Item";
import { MomentLine } from "./MomentLine";
import { Grade, Points, PointsBar } from "./Points";
import { areaScoreQuery, changeText, isOpen, placeText, type AreaScore, type ScoreBlock } from "./scores";
import { readYear, type EvaluationSearch } from "./search";
import { SetAside } from "./SetAside";
import { YearPicker } from "./YearPicker";

export function AreaPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const params = useParams({ from: "/seat/evaluation/$year/$area" });
  const search = useSearch({ from: "/seat/evaluation/$year/$area" });
  const year = readYear(params.year) ?? 0;
  const score = useQuery({ ...areaScoreQuery(year, params.area, search), placeholderData: (before) => before });
  const go = (next: number, as: EvaluationSearch) =>
    void navigate({ to: "/evaluation/$year/$area", params: { year: String(next), area: params.area }, search: as, replace: true });
  return (
    <div className="board">
      <header className="board-head">
        <nav className="crumbs" aria-label={t("evaluation.crumbs")}>
          <Link to="/evaluation/$year" params={{ year: params.year }} search={search}>{t("evaluation.scoreboard")}</Link>
          <span aria-hidden="true">›</span>
          <h2>{score.data?.standing.area.name ?? ""}</h2>
        </nav>
        <YearPicker year={year} search={search} onYear={(next) => go(next, search)} onSearch={(next) => go(year, next)} />
      </header>
      {score.error === null ? (
        score.data === undefined ? (
          <Loading words={t("evaluation.loading")} />
        ) : (
          <>
            <div className={score.isPlaceholderData ? "board-body board-waiting" : "board-body"}>
              <Told score={score.data} search={search} />
            </div>
            <MomentLine moment={score.data.moment} />
          </>
        )
      ) : (
        <div className="board-note"><ProblemNote problem={asProblem(score.error)} onRetry={() => void score.refetch()} /></div>
      )}
    </div>
  );
}

function Told({ score, search }: { score: AreaScore; search: EvaluationSearch }) {
  const { t } = useLanguage();
  const [openOnly, setOpenOnly] = useState(false);
  const { standing } = score;
  return (
    <>
      <section className="score-standing" aria-label={standing.area.name}>
        <b className="score-total"><Points got={standing.total.got} of={standing.total.of} /></b>
        <PointsBar total={standing.total} />
        <dl>
          <div><dt>{t("evaluation.place")}</dt><dd className="figures">{placeText(standing.place)}</dd></div>
          <div><dt>{t("evaluation.grade")}</dt><dd><Grade grade={standing.grade} /></dd></div>
          <div><dt>{t("evaluation.change")}</dt><dd className="figures">{standing.change === null ? t("evaluation.no_change") : changeText(standing.change)}</dd></div>
          <div><dt>{t("evaluation.unknown_count")}</dt><dd className="figures">{standing.unknown}</dd></div>
        </dl>
        <label className="score-filter">
          <input type="checkbox" checked={openOnly} onChange={(event) => setOpenOnly(event.target.checked)} /> {t("evaluation.open_only")}
        </label>
      </section>
      <SetAside all={score.set_aside} />
      {standing.chapters.map((chapter) => (
        <section key={chapter.key} className="metric-group">
          <h3>{chapter.name[t.language]} · <Points got={chapter.tally.got} of={chapter.tally.of} /></h3>
          {score.blocks.filter((block) => block.chapter === chapter.key).map((block) => (
            <Block key={block.key} block={block} whose={{ year: score.year, area: standing.area.key }} openOnly={openOnly} search={search} />
          ))}
        </section>
      ))}
    </>
  );
}

function Block({ block, whose, openOnly, search }: { block: ScoreBlock; whose: Whose; openOnly: boolean; search: EvaluationSearch }) {
  const { t } = useLanguage();
  const items = block.items.filter((item) => !openOnly || isOpen(item));
  if (items.length === 0) return null;
  return (
    <div className="score-block">
      <h4>{block.name[t.language]} · <Points got={block.tally.got} of={block.tally.of} /></h4>
      {items.map((item) => (
        <Item key={item.key} item={item} whose={whose} search={search} />
      ))}
    </div>
  );
}

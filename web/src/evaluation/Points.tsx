/** Points in figures and drawn: what is won, and what may come while something is not known. */
import { useLanguage } from "../shell/language";
import { spanText, type ScoreRow } from "./scores";

export function Points({ got, of }: { got: ScoreRow["total"]["got"]; of: string }) {
  const { t } = useLanguage();
  const open = got.least !== got.most;
  return (
    <span className="figures" title={open ? t("evaluation.span_why") : undefined}>
      {t("evaluation.points_of", { got: spanText(got), of })}
    </span>
  );
}

export function PointsBar({ total }: { total: ScoreRow["total"] }) {
  const of = Math.max(Number(total.of), 0.01);
  const least = Number(total.got.least);
  const part = (points: number) => `${(points / of) * 100}%`;
  return (
    <span className="points-bar" aria-hidden="true">
      <span className="points-won" style={{ width: part(least) }} />
      <span className="points-open" style={{ width: part(Number(total.got.most) - least) }} />
    </span>
  );
}

export function Grade({ grade }: { grade: ScoreRow["grade"] }) {
  const { t } = useLanguage();
  const least = grade.least?.[t.language] ?? t("evaluation.no_grade");
  const most = grade.most?.[t.language] ?? t("evaluation.no_grade");
  return <>{least === most ? least : `${least} – ${most}`}</>;
}

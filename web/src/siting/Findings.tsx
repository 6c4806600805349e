/** What a study found: figures and lists at the left, the map beside them; what is pointed at in a list is shown there. */
import { lazy, Suspense, useMemo, useState } from "react";
import type { SitingFindings, SitingStudyView } from "../api/types";
import type { LngLat } from "../map/types";
import { useLanguage } from "../shell/language";
import { Loading } from "../shell/States";
import { Choice } from "../shell/Switches";
import { dateTime, instant, travel } from "../time/format";
import { Chosen, Kinds, LeftOut, Plan, Stations, Townships, Uncovered, Warnings } from "./Lists";
import type { SitePlace } from "./SiteMap";
import { percent } from "./studies";

const SiteMap = lazy(() => import("./SiteMap"));

interface Props {
  readonly study: SitingStudyView;
  readonly found: SitingFindings;
}

export const placeOf = (at: readonly number[]): LngLat => [at[0] ?? 0, at[1] ?? 0];

function sitesOf(found: SitingFindings, shown: "today" | "proposed"): SitePlace[] {
  const standing = found.stations.filter((one) => shown === "today" || one.stays).map((one, number) => ({ id: `s${number}`, title: one.title, at: placeOf(one.at), word: "standing" as const }));
  if (shown === "today") return standing;
  const planned = found.plan.sites.map((one, number) => ({ id: `p${number}`, title: one.title, at: placeOf(one.at), word: "planned" as const }));
  const chosen = found.chosen.map((one, number) => ({ id: `c${number}`, title: `${number + 1} ${one.title}`, at: placeOf(one.at), word: "proposed" as const }));
  return [...planned, ...standing, ...chosen];
}

export function Findings({ study, found }: Props) {
  const { t } = useLanguage();
  const [shown, setShown] = useState<"today" | "proposed">("proposed");
  const [picked, setPicked] = useState<LngLat | null>(null);
  const sites = useMemo(() => sitesOf(found, shown), [found, shown]);
  // Today, what is newly covered is not covered.
  const dots = useMemo(() => (shown === "proposed" ? found.dots : found.dots.map(([x = 0, y = 0, dot = 0]) => [x, y, dot === 1 ? 2 : dot])), [found, shown]);
  const fit = useMemo(() => found.dots.filter(([, , dot]) => dot !== 3).map(([x = 0, y = 0]): LngLat => [x / 1e5, y / 1e5]), [found]);
  const corners = useMemo((): LngLat[] => {
    const [easts, norths] = [fit.map(([east]) => east), fit.map(([, north]) => north)];
    return fit.length === 0 ? [] : [[Math.min(...easts), Math.min(...norths)], [Math.max(...easts), Math.max(...norths)]];
  }, [fit]);
  return (
    <div className="siting-body">
      <div className="siting-side">
        <Quality study={study} found={found} />
        <Comparison found={found} />
        <Chosen found={found} onPick={setPicked} />
        <Warnings found={found} />
        <Kinds found={found} />
        <Townships found={found} />
        <Uncovered found={found} onPick={setPicked} />
        <Plan found={found} onPick={setPicked} />
        <Stations found={found} onPick={setPicked} />
        <LeftOut found={found} />
        <p className="soft siting-pad">{t("siting.computed", { at: dateTime(instant(found.computed_at), t.language), tag: found.roads.tag, source: found.roads.source[t.language], n: found.took })}</p>
      </div>
      <div className="siting-map">
        <div className="siting-over">
          <Choice name="siting-shown" label={t("siting.show")} value={shown} options={[{ value: "today", label: t("siting.scheme.today") }, { value: "proposed", label: t("siting.scheme.proposed") }]} onChange={setShown} />
        </div>
        <Suspense fallback={<Loading words={t("map.loading")} />}>
          <SiteMap sites={sites} dots={dots} ground={shown === "today" ? found.ground_today : found.ground_proposed} fit={corners} picked={picked} />
        </Suspense>
        <Legend shown={shown} />
      </div>
    </div>
  );
}

function Legend({ shown }: { shown: "today" | "proposed" }) {
  const { t } = useLanguage();
  const signs = shown === "today" ? (["standing"] as const) : (["standing", "proposed", "planned"] as const);
  const dots = shown === "today" ? ([0, 2, 3] as const) : ([0, 1, 2, 3] as const);
  return (
    <ul className="siting-legend">
      {signs.map((sign) => <li key={sign}><span className={`siting-sign siting-sign-${sign}`} aria-hidden="true" /> {t(`siting.sign.${sign}`)}</li>)}
      {dots.map((dot) => <li key={dot}><span className={`siting-dot siting-dot-${dot}`} aria-hidden="true" /> {t(`siting.legend.${dot}`)}</li>)}
    </ul>
  );
}

function Quality({ study, found }: Props) {
  const { t } = useLanguage();
  const { quality } = found;
  const bound = study.model === "median" ? travel(quality.bound, t) : String(quality.bound);
  return (
    <div className={quality.proven ? "siting-quality" : "siting-quality siting-open"} role="status">
      <p><b>{quality.proven ? t("siting.proven") : quality.gap === null ? t("siting.unproven") : t("siting.within", { gap: quality.gap })}</b></p>
      <p className="soft">{t(`siting.bound.${study.model}`, { bound })}</p>
    </div>
  );
}

function Comparison({ found }: { found: SitingFindings }) {
  const { t } = useLanguage();
  const time = (seconds: number | null) => (seconds === null ? "—" : travel(seconds, t));
  const rows = (["today", "proposed", "planned", "all"] as const).flatMap((scheme) => {
    const cover = found[scheme];
    return cover === null ? [] : [{ scheme, cover }];
  });
  return (
    <table className="siting-table figures">
      <thead><tr><th>{t("siting.scheme")}</th><th className="right">{t("siting.stations")}</th><th className="right">{t("siting.covered")}</th><th className="right">{t("siting.mean")}</th><th className="right">{t("siting.ninth")}</th><th className="right">{t("siting.worst")}</th></tr></thead>
      <tbody>
        {rows.map(({ scheme, cover }) => (
          <tr key={scheme} className={scheme === "proposed" ? "siting-main" : ""}>
            <th>{t(`siting.scheme.${scheme}`)}</th><td className="right">{cover.stations}</td><td className="right">{percent(cover.covered)}</td><td className="right">{time(cover.mean)}</td><td className="right">{time(cover.ninth)}</td><td className="right">{time(cover.worst)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The lists of what a study found: each says how many more there are than it shows. */
import type { ReactNode } from "react";
import type { SitingFindings } from "../api/types";
import type { LngLat } from "../map/types";
import { useLanguage } from "../shell/language";
import { travel } from "../time/format";
import { percent } from "./studies";

interface Props {
  readonly found: SitingFindings;
}

interface PickProps extends Props {
  readonly onPick: (at: LngLat) => void;
}

const placeOf = (at: readonly number[]): LngLat => [at[0] ?? 0, at[1] ?? 0];
/** Rows of a list at most. */
const MOST = 60;

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section className="siting-list" aria-label={title}><h3>{title}</h3>{children}</section>;
}

function More({ all }: { all: number }) {
  const { t } = useLanguage();
  return all > MOST ? <p className="soft siting-pad">{t("siting.more", { n: all - MOST })}</p> : null;
}

export function Chosen({ found, onPick }: PickProps) {
  const { t } = useLanguage();
  if (found.chosen.length === 0) return <Part title={t("siting.chosen")}><p className="siting-pad">{t("siting.chosen_none")}</p></Part>;
  return (
    <Part title={t("siting.chosen")}>
      <table className="siting-table figures">
        <thead><tr><th colSpan={2}>{t("siting.chosen")}</th><th className="right">{t("siting.gain")}</th><th className="right">{t("siting.cumulative")}</th><th className="right">{t("siting.loss")}</th><th className="right">{t("siting.area_km")}</th><th className="right">{t("siting.mean")}</th></tr></thead>
        <tbody>
          {found.chosen.map((one, number) => (
            <tr key={one.at.join()}>
              <td className="siting-number">{number + 1}</td>
              <th><button type="button" className="link" onClick={() => onPick(placeOf(one.at))}>{one.title}</button> <span className="soft">{one.region}</span></th>
              <td className="right">+{one.gain.toFixed(2)}%</td><td className="right">{percent(one.covered)}</td><td className="right">{one.loss.toFixed(2)}%</td><td className="right">{one.district.area} km²</td>
              <td className="right">{one.district.mean === null ? "—" : travel(one.district.mean, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

export function Warnings({ found }: Props) {
  const { t } = useLanguage();
  const all = [...found.chosen, ...found.stations].flatMap((one) => one.warnings.map((warning) => ({ title: one.title, words: warning.words[t.language] })));
  if (all.length === 0) return null;
  return (
    <Part title={t("siting.warnings")}>
      <ul className="siting-warnings">
        {all.slice(0, MOST).map((one) => <li key={`${one.title}${one.words}`}><span aria-hidden="true">▲</span> <b>{one.title}</b> {one.words}</li>)}
      </ul>
      <More all={all.length} />
    </Part>
  );
}

export function Kinds({ found }: Props) {
  const { t } = useLanguage();
  const share = (part: number, whole: number) => (whole === 0 ? "—" : percent((part / whole) * 100));
  return (
    <Part title={t("siting.kinds")}>
      <table className="siting-table figures">
        <thead><tr><th>{t("siting.kinds")}</th><th className="right">{t("siting.points")}</th><th className="right">{t("siting.scheme.today")}</th><th className="right">{t("siting.scheme.proposed")}</th><th className="right">{t("siting.scheme.planned")}</th></tr></thead>
        <tbody>
          {found.demand.map((one) => (
            <tr key={`${one.layer}${one.counts_number}`}>
              <th>{one.label[t.language]} <span className="soft">×{one.share}</span></th><td className="right">{t(one.counts_number ? "siting.people" : "siting.rows", { n: one.amount })}</td>
              <td className="right">{share(one.today, one.amount)}</td><td className="right">{share(one.proposed, one.amount)}</td><td className="right">{one.planned === null ? "—" : share(one.planned, one.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

export function Townships({ found }: Props) {
  const { t } = useLanguage();
  return (
    <Part title={t("siting.townships")}>
      <table className="siting-table figures">
        <thead><tr><th>{t("siting.townships")}</th><th className="right">{t("siting.points")}</th><th className="right">{t("siting.scheme.today")}</th><th className="right">{t("siting.scheme.proposed")}</th><th className="right">{t("siting.scheme.planned")}</th></tr></thead>
        <tbody>
          {found.townships.slice(0, MOST).map((one) => (
            <tr key={one.region}><th>{one.name}</th><td className="right">{one.points}</td><td className="right">{percent(one.today)}</td><td className="right">{percent(one.proposed)}</td><td className="right">{one.planned === null ? "—" : percent(one.planned)}</td></tr>
          ))}
        </tbody>
      </table>
      <More all={found.townships.length} />
    </Part>
  );
}

export function Uncovered({ found, onPick }: PickProps) {
  const { t } = useLanguage();
  const { points, weight, heaviest } = found.uncovered;
  if (points === 0) return <Part title={t("siting.uncovered")}><p className="siting-pad">{t("siting.uncovered_none")}</p></Part>;
  return (
    <Part title={t("siting.uncovered")}>
      <p className="siting-pad">{t("siting.uncovered_of", { n: points, share: weight })}</p>
      <ol className="siting-points figures">
        {heaviest.slice(0, MOST).map((one) => (
          <li key={`${one.title}${one.at.join()}`}>
            <button type="button" className="link clip" title={one.title} onClick={() => onPick(placeOf(one.at))}>{one.title}</button>
            <span className="soft clip">{one.region}</span>
            <span>{one.seconds === null ? t("siting.no_road") : travel(one.seconds, t)}</span>
          </li>
        ))}
      </ol>
      <More all={points} />
    </Part>
  );
}

export function Plan({ found, onPick }: PickProps) {
  const { t } = useLanguage();
  const { sites, unplaced } = found.plan;
  if (sites.length + unplaced.length === 0) return null;
  return (
    <Part title={t("siting.plan")}>
      <ul className="siting-points figures">
        {sites.map((one) => (
          <li key={one.title}>
            <button type="button" className="link clip" title={one.title} onClick={() => onPick(placeOf(one.at))}>{one.title}</button>
            <span />
            <span>{t(one.reached ? (one.proposed ? "siting.plan.proposed" : "siting.plan.not") : "siting.plan.cut_off")}</span>
          </li>
        ))}
        {unplaced.map((name) => <li key={name}><span className="clip">{name}</span><span /><span className="soft">{t("siting.plan.unplaced")}</span></li>)}
      </ul>
    </Part>
  );
}

export function Stations({ found, onPick }: PickProps) {
  const { t } = useLanguage();
  const inside = found.stations.filter((one) => one.inside);
  if (inside.length === 0) return null;
  return (
    <Part title={t("siting.existing")}>
      <table className="siting-table figures">
        <thead><tr><th>{t("siting.existing")}</th><th className="right">{t("siting.points")}</th><th className="right">{t("siting.late")}</th><th className="right">{t("siting.area_km")}</th><th className="right">{t("siting.mean")}</th></tr></thead>
        <tbody>
          {inside.slice(0, MOST).map((one) => (
            <tr key={`${one.title}${one.at.join()}`}>
              <th><button type="button" className="link" onClick={() => onPick(placeOf(one.at))}>{one.title}</button>{one.stays ? null : <span className="soft"> {t("siting.moves")}</span>}</th>
              <td className="right">{one.district.points}</td><td className="right">{one.district.late}</td><td className="right">{one.district.area} km²</td><td className="right">{one.district.mean === null ? "—" : travel(one.district.mean, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

export function LeftOut({ found }: Props) {
  const { t } = useLanguage();
  const { left_out: left, demand } = found;
  const said = [
    ...demand.flatMap((one) => {
      const what = one.label[t.language];
      return [...(one.without_place > 0 ? [t("siting.left.without_place", { what, n: one.without_place })] : []), ...(one.estimated > 0 ? [t("siting.left.estimated", { what, n: one.estimated })] : [])];
    }),
    ...(left.points_off_road > 0 ? [t("siting.left.points", { n: left.points_off_road })] : []),
    ...(left.candidates_unplaced > 0 ? [t("siting.left.candidates_unplaced", { n: left.candidates_unplaced })] : []),
    ...(left.candidates_off_road.length > 0 ? [t("siting.left.candidates_off", { names: left.candidates_off_road.join("、") })] : []),
    ...(left.stations_cut_off.length > 0 ? [t("siting.left.stations", { names: left.stations_cut_off.join("、") })] : []),
  ];
  if (said.length === 0) return null;
  return <Part title={t("siting.left_out")}><ul className="siting-warnings">{said.map((words) => <li key={words}>{words}</li>)}</ul></Part>;
}

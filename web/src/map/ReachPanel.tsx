/** 可达圈: who is there in time and who lies beyond, by township and one by one; what is asked is set above. */
import { useQuery } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import type { ReachAnswer, ReachGaps } from "../api/types";
import type { Translator } from "../messages/translate";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { useNarrow } from "../shell/useNarrow";
import { travel } from "../time/format";
import { lengthWords } from "./measure";
import { gapsQuery, groundQuery, isPreset, LONGEST_MINUTES, LONGEST_TURNOUT, movers, peopleQuery, presets, type Reach } from "./reach";
import type { LayerInfo, LngLat, Pick } from "./types";

interface Props {
  readonly reach: Reach;
  /** What hinders the roads today. */
  readonly roads: string;
  readonly layers: readonly LayerInfo[];
  readonly onReach: (next: Reach) => void;
  readonly onPick: (pick: Pick, at: LngLat) => void;
  readonly onClose: () => void;
}

export function ReachPanel({ reach, roads, layers, onReach, onPick, onClose }: Props) {
  const { t } = useLanguage();
  const ground = useQuery(groundQuery(reach, roads));
  const gaps = useQuery(gapsQuery(reach, roads));
  const people = useQuery({ ...peopleQuery(reach, roads), enabled: reach.from !== null && layers.some((layer) => layer.key === "region") });
  const failed = ground.error ?? gaps.error;
  const retry = () => void Promise.all([ground.refetch(), gaps.refetch()]);
  return (
    <section className="map-panel map-reach" aria-label={t("reach.title")}>
      <header className="map-panel-head">
        <h2>{t("reach.title")}</h2>
        <button type="button" className="bar-button" onClick={onClose}>{t("map.close")}</button>
      </header>
      <Question reach={reach} layers={layers} onReach={onReach} />
      {reach.from === null ? <p className="map-pad" role="status">{t("reach.click")}</p>
        : failed !== null ? <ProblemNote problem={asProblem(failed)} onRetry={retry} />
        : ground.data === undefined || gaps.data === undefined ? <Loading words={t("reach.working")} />
        : gaps.data.known && ground.data.ground !== null ? <Answer reach={reach} people={people.data?.number ?? null} ground={ground.data} gaps={gaps.data} layers={layers} onPick={onPick} />
        : <p className="map-pad" role="status">{t("reach.no_roads")}</p>}
    </section>
  );
}

function Question({ reach, layers, onReach }: { readonly reach: Reach; readonly layers: readonly LayerInfo[]; readonly onReach: Props["onReach"] }) {
  const { t } = useLanguage();
  const narrow = useNarrow();
  const rows = layers.filter((layer) => layer.register !== null);
  const label = (key: string) => layers.find((layer) => layer.key === key)?.label[t.language] ?? key;
  const may = presets.filter((preset) => rows.some((layer) => layer.key === preset.layer));
  const number = (text: string, most: number, least: number) => Math.min(most, Math.max(least, Number(text)));
  return (
    <>
      <p className="map-reach-chips" role="group" aria-label={t("reach.presets")}>
        {may.map((preset) => (
          <button key={preset.key} type="button" className={isPreset(reach, preset) ? "pick-chip pick-on" : "pick-chip"} aria-pressed={isPreset(reach, preset)} onClick={() => onReach({ ...reach, from: preset.layer, minutes: preset.minutes, by: preset.by })}>{t(`reach.preset.${preset.key}`)}</button>
        ))}
      </p>
      <details className="map-reach-set" open={!narrow}>
        <summary>{t("reach.set")}</summary>
        <div className="map-reach-fields">
          <label>{t("reach.from")}
            <select className="native-select" value={typeof reach.from === "string" ? reach.from : ""} onChange={(event) => onReach({ ...reach, from: event.target.value === "" ? null : event.target.value })}>
              <option value="">{t("reach.from_place")}</option>
              {rows.map((layer) => <option key={layer.key} value={layer.key}>{t("reach.from_all", { what: label(layer.key) })}</option>)}
            </select>
          </label>
          <label>{t("reach.by")}
            <select className="native-select" value={reach.by} onChange={(event) => onReach({ ...reach, by: movers.find((one) => one === event.target.value) ?? "fire_engine" })}>
              {movers.map((mover) => <option key={mover} value={mover}>{t(`reach.by.${mover}`)}</option>)}
            </select>
          </label>
          <label>{t("reach.minutes")}
            <input className="native-number" type="number" min={1} max={LONGEST_MINUTES} step={1} value={reach.minutes} onChange={(event) => onReach({ ...reach, minutes: number(event.target.value, LONGEST_MINUTES, 1) })} />
          </label>
          <label>{t("reach.turnout")}
            <input className="native-number" type="number" min={0} max={LONGEST_TURNOUT} step={5} value={reach.turnout} onChange={(event) => onReach({ ...reach, turnout: number(event.target.value, LONGEST_TURNOUT, 0) })} />
          </label>
          <label>{t("reach.of")}
            <select className="native-select" value={reach.of} onChange={(event) => onReach({ ...reach, of: event.target.value })}>
              {rows.map((layer) => <option key={layer.key} value={layer.key}>{label(layer.key)}</option>)}
            </select>
          </label>
        </div>
      </details>
    </>
  );
}

interface AnswerProps {
  readonly reach: Reach;
  readonly people: ReachGaps["number"];
  readonly ground: ReachAnswer;
  readonly gaps: ReachGaps;
  readonly layers: readonly LayerInfo[];
  readonly onPick: Props["onPick"];
}

function Answer({ reach, people, ground, gaps, layers, onPick }: AnswerProps) {
  const { t } = useLanguage();
  const label = (key: string) => layers.find((layer) => layer.key === key)?.label[t.language] ?? key;
  const what = label(reach.of);
  const from = typeof reach.from === "string" ? label(reach.from) : "";
  const nobody = from !== "" && ground.places === 0;
  const beyond = gaps.total - gaps.reached;
  const share = gaps.total === 0 ? null : Math.floor((gaps.reached / gaps.total) * 1000) / 10;
  const short = gaps.regions.filter((region) => region.reached < region.total);
  return (
    <>
      <div role="status">
        <dl className="facts figures map-reach-facts">
          <dt>{t("reach.reached", { what })}</dt>
          <dd><b>{gaps.reached}</b> / {gaps.total}{share === null ? null : <> ({share}%)</>}</dd>
          {people === null ? null : (
            <>
              <dt>{t("reach.people")}</dt>
              <dd title={people.unsaid === 0 ? undefined : t("reach.unsaid", { n: people.unsaid })}><b>{peopleWords(people.reached, t)}</b> / {peopleWords(people.total, t)}{people.total === 0 ? null : <> ({Math.floor((people.reached / people.total) * 1000) / 10}%)</>}</dd>
            </>
          )}
          <dt>{t("reach.roads")}</dt>
          <dd>{lengthWords(ground.road_metres)}</dd>
          <dt>{t("reach.begins")}</dt>
          <dd>{t("reach.places", { n: ground.places })}{ground.off_road === 0 ? "" : ` · ${t("reach.off_road", { n: ground.off_road })}`}</dd>
        </dl>
      </div>
      {nobody ? <p className="map-pad">{t("reach.from_none", { what: from })}</p> : gaps.total === 0 ? <p className="map-pad">{t("reach.of_none", { what })}</p> : beyond === 0 ? <p className="map-pad">{t("reach.none_beyond", { what })}</p> : (
        <>
          <h3>{t("reach.gaps")}</h3>
          <ul className="map-reach-regions figures">
            {short.map((region) => (
              <li key={region.region}>
                <span className="clip" title={region.name}>{region.name === "" ? t("reach.no_region") : region.name}</span>
                <span>{t("reach.beyond_of", { n: region.total - region.reached, total: region.total })}</span>
              </li>
            ))}
          </ul>
          <h3>{t("reach.latest")}</h3>
          <ol className="map-nearest figures">
            {gaps.items.map((row) => (
              <li key={row.id}>
                <button type="button" className="link clip" title={row.title} onClick={() => onPick({ layer: reach.of, id: row.id }, [row.location.longitude, row.location.latitude])}>{row.title}</button>
                <span>{row.seconds === null ? t("reach.not_at_all") : travel(row.seconds, t)}</span>
              </li>
            ))}
          </ol>
          {gaps.items.length < beyond ? <p className="soft">{t("reach.more", { n: beyond - gaps.items.length })}</p> : null}
        </>
      )}
      <p className="soft">{t("reach.method", { turnout: reach.turnout, border: lengthWords(ground.border_metres) })}{ground.closures === 0 ? "" : ` ${t("reach.today", { n: ground.closures })}`}</p>
    </>
  );
}

/** 12.3 万; whole below ten thousand. */
function peopleWords(number: number, t: Translator): string {
  const [unit, key] = t.language === "zh" ? ([10_000, "reach.people_wan"] as const) : ([1_000, "reach.people_k"] as const);
  return number < 10_000 ? String(number) : t(key, { n: (number / unit).toFixed(1) });
}

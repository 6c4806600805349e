/** What is picked: its key facts, how to get to its record, what else stands at the same place. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Exact } from "../time/Clocks";
import { Sign } from "./LayerPanel";
import { middleOf, placeWords } from "./measure";
import { featuresQuery, mapRegistersQuery, mapRowQuery, pointOf } from "./queries";
import type { Theme } from "./style";
import type { LayerInfo, LngLat, Pick } from "./types";
import type { Hit } from "./view";
import { factsOf, titleOf, type Said } from "./words";

interface Props {
  readonly layer: LayerInfo;
  readonly pick: Pick;
  /** What else is under the finger. */
  readonly others: readonly Hit[];
  readonly layers: readonly LayerInfo[];
  readonly theme: Theme;
  readonly onPlace: (at: LngLat) => void;
  readonly onPick: (pick: Pick) => void;
  readonly onFly: (at: LngLat) => void;
  readonly onClose: () => void;
}

const EARTH = [-180, -90, 180, 90] as const;

export function Card(props: Props) {
  return props.layer.register === null ? <OfLayer {...props} /> : <OfRegister {...props} register={props.layer.register} />;
}

function OfRegister({ register, ...props }: Props & { register: string }) {
  const { t } = useLanguage();
  const registers = useQuery(mapRegistersQuery);
  const row = useQuery(mapRowQuery(register, props.pick.id));
  const info = registers.data?.find((one) => one.key === register);
  const failed = row.error ?? registers.error;
  if (row.data === undefined || info === undefined) {
    return <Frame {...props} title={props.layer.label[t.language]}>{failed === null ? <Loading words={t("map.card_loading")} /> : <ProblemNote problem={asProblem(failed)} onRetry={() => void row.refetch()} />}</Frame>;
  }
  const at = pointOf(row.data, props.layer.geometry);
  return (
    <Frame {...props} title={titleOf(info, row.data)} at={at} facts={factsOf(info, row.data, t)}>
      {row.data.synthetic ? <span className="tag">{t("register.synthetic")}</span> : null}
      {row.data.retired_at === null ? null : <span className="tag">{t("register.retired")}</span>}
      {at === null ? <p className="soft">{t("map.no_place")}</p> : null}
      <Link className="bar-button" to="/registers/$key/$id" params={{ key: register, id: props.pick.id }}>{t("map.to_record")}</Link>
    </Frame>
  );
}

function OfLayer(props: Props) {
  const { t } = useLanguage();
  const found = useQuery(featuresQuery(props.layer.key, EARTH, [], 5000));
  const feature = found.data?.features.find((one) => one.id === props.pick.id);
  if (found.data === undefined) {
    return <Frame {...props} title={props.layer.label[t.language]}>{found.error === null ? <Loading words={t("map.card_loading")} /> : <ProblemNote problem={asProblem(found.error)} onRetry={() => void found.refetch()} />}</Frame>;
  }
  if (feature === undefined) return <Frame {...props} title={props.layer.label[t.language]}><p className="soft">{t("map.gone")}</p></Frame>;
  const facts = (feature.properties.facts ?? []).map((fact) => ({ label: fact.label[t.language], text: fact.text[t.language] }));
  const { measured_at } = feature.properties;
  return (
    <Frame {...props} title={feature.properties.title} at={middleOf(feature.geometry)} facts={facts}>
      {measured_at === null || measured_at === undefined ? null : <p className="soft">{t("map.measured")} <Exact at={measured_at} /></p>}
    </Frame>
  );
}

function Frame({ layer, layers, others, pick, theme, title, at = null, facts = [], children, onPlace, onPick, onFly, onClose }: Props & { title: string; at?: LngLat | null; facts?: readonly Said[]; children?: React.ReactNode }) {
  const { t } = useLanguage();
  const [east, north] = at ?? [Number.NaN, Number.NaN];
  useEffect(() => {
    if (!Number.isNaN(east)) onPlace([east, north]);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the mark follows the place, not the handler
  }, [east, north]);
  const here = others.filter((hit) => hit.id !== pick.id);
  return (
    <section className="map-panel map-card" aria-label={title}>
      <header className="map-panel-head">
        <Sign layer={layer} theme={theme} />
        <h2 className="map-card-title">{title}</h2>
        <button type="button" className="bar-button" onClick={onClose}>{t("map.close")} <kbd aria-hidden="true">Esc</kbd></button>
      </header>
      <p className="soft">{layer.label[t.language]}</p>
      <dl className="facts figures">
        {facts.map((fact) => (
          <div key={fact.label} className="map-fact">
            <dt>{fact.label}</dt>
            <dd>{fact.text}</dd>
          </div>
        ))}
        {at === null ? null : (
          <div className="map-fact">
            <dt>{t("map.place")}</dt>
            <dd>{placeWords(at)} <button type="button" className="link" onClick={() => onFly(at)}>{t("map.fly")}</button></dd>
          </div>
        )}
      </dl>
      <div className="map-card-acts">{children}</div>
      {here.length === 0 ? null : (
        <div className="map-here">
          <h3>{t("map.also_here", { n: here.length })}</h3>
          <ul>
            {here.slice(0, 20).map((hit) => (
              <li key={`${hit.layer}/${hit.id}`}>
                <button type="button" className="link" onClick={() => onPick({ layer: hit.layer, id: hit.id })}>
                  {hit.title ?? layers.find((one) => one.key === hit.layer)?.label[t.language] ?? hit.layer}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/**
 * 现场 the map of the incident in hand, with the ways of those who go there and the water around in
 * words beside it, so that a browser that draws nothing still tells them. The map comes with its own
 * parcel; dispatch and map meet here.
 */
import { useQueries, useQuery } from "@tanstack/react-query";
import { Suspense, useMemo, type ReactNode } from "react";
import type { Candidate, CandidateList, Incident } from "../api/types";
import { candidatesQuery, useIncident } from "../dispatch/incidents";
import { isThere, isWorking, proposed } from "../dispatch/rules";
import { placeWords } from "../map/measure";
import type { ScenePlace } from "../map/SceneMap";
import { wayQuery, type LngLat } from "../place/places";
import { useLanguage } from "./language";
import { SceneMap } from "./sceneMap";
import { Waters } from "./Waters";
import { WayLine } from "./WayLine";
import "./scene.css";

/** Those who could be sent next and stand on the map before anybody is. */
const CANDIDATES = 6;
const OLD_S = 600;

const placeOf = (location: Incident["location"] | undefined): LngLat | null => (location === null || location === undefined ? null : [location.longitude, location.latitude]);

interface Props {
  readonly id: string;
  /** Whose ways are shown; all where nobody is named. */
  readonly only?: readonly string[] | undefined;
  readonly head?: ReactNode;
}

export function Scene({ id, only, head }: Props) {
  const { t } = useLanguage();
  const { data: incident } = useIncident(id);
  const { data: candidates } = useQuery(candidatesQuery(id));
  const scene = useMemo(() => sceneOf(incident, candidates, only), [incident, candidates, only]);
  const { at, moving } = scene;
  const asked = moving.flatMap((one) => (at === null || one.at === null ? [] : [{ id: one.id, query: wayQuery(one.at, at) }]));
  const answers = useQueries({ queries: asked.map((one) => one.query) });
  const wayOf = (who: string) => answers[asked.findIndex((one) => one.id === who)];
  const lines = answers.map(({ data }) => data?.way?.line ?? null);
  const drawn = JSON.stringify(lines.map((line) => line?.length ?? 0)) + asked.map((one) => one.id).join();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the lines of other answers are other lines
  const ways = useMemo(() => lines.flatMap((line) => (line === null ? [] : [line.map(([longitude = 0, latitude = 0]): LngLat => [longitude, latitude])])), [drawn]);
  return (
    <section className="panel scene" aria-label={t("scene.title")}>
      <header className="panel-head">
        <h2>{t("scene.title")}</h2>
        <span className="soft clip">{incident?.address ?? ""}</span>
        {head}
      </header>
      <div className="scene-map">
        <Suspense fallback={<p className="soft scene-undrawn">{t("map.loading")}</p>}>
          <SceneMap incident={at} force={scene.force} ways={ways} fit={scene.fit} />
        </Suspense>
      </div>
      <div className="scene-words" role="region" aria-label={t("scene.ways")} tabIndex={0}>
        {incident !== undefined && at === null ? <p className="needs-you">{t("scene.no_place")}</p> : null}
        {at === null ? null : <p className="soft figures">{t("scene.at", { place: placeWords(at) })}</p>}
        {moving.length === 0 ? <p className="soft">{t(only === undefined ? "scene.nobody" : "scene.nobody_of_us")}</p> : (
          <ul className="ways" aria-label={t("scene.ways")}>
            {moving.map((one) => <WayLine key={one.id} name={one.title} known={one.at !== null && at !== null} answer={wayOf(one.id)?.data} failed={wayOf(one.id)?.isError === true} />)}
          </ul>
        )}
        {at === null ? null : <Waters at={at} />}
      </div>
    </section>
  );
}

/** Whom the response plan proposes, else the nearest. */
function nearest(list: CandidateList | undefined): readonly Candidate[] {
  const plan = proposed(list?.response?.needs ?? []);
  return plan.length > 0 ? plan : (list?.items ?? []);
}

interface SceneState {
  readonly at: LngLat | null;
  readonly force: readonly ScenePlace[];
  readonly moving: readonly { readonly id: string; readonly title: string; readonly at: LngLat | null }[];
  readonly fit: readonly LngLat[];
}

function sceneOf(incident: Incident | undefined, list: CandidateList | undefined, only: readonly string[] | undefined): SceneState {
  if (incident === undefined) return { at: null, force: [], moving: [], fit: [] };
  const at = placeOf(incident.location);
  const known = new Map((list?.working ?? []).map((one) => [one.responder.id, one]));
  const working = incident.assignments.filter(isWorking);
  const sent = working.flatMap((one): ScenePlace[] => {
    const candidate = known.get(one.responder.id);
    const place = placeOf(candidate?.location);
    if (place === null) return [];
    const old = (candidate?.position_age_seconds ?? 0) > OLD_S;
    return [{ id: one.responder.id, title: one.responder.name, at: place, word: isThere(one) ? "there" : old ? "old" : "going" }];
  });
  const next = incident.allowed_actions.includes("assign") && only === undefined ? nearest(list).filter((one) => one.available).slice(0, CANDIDATES) : [];
  const free = next.flatMap((one): ScenePlace[] => {
    const place = placeOf(one.location);
    return place === null ? [] : [{ id: one.responder.id, title: one.responder.name, at: place, word: "free" }];
  });
  const moving = working
    .filter((one) => !isThere(one) && (only === undefined || only.includes(one.responder.id)))
    .map((one) => ({ id: one.responder.id, title: one.responder.name, at: placeOf(known.get(one.responder.id)?.location) }));
  // Those who go there, or the nearest three who could.
  const around = sent.length > 0 ? sent : free.slice(0, 3);
  return { at, force: [...sent, ...free], moving, fit: at === null ? around.map((one) => one.at) : [at, ...around.map((one) => one.at)] };
}

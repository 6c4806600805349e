/** A new study: what is asked at the left, candidates on the map beside it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { asProblem } from "../api/problem";
import type { SitingStudyView } from "../api/types";
import { layersQuery } from "../map/queries";
import type { LayerInfo } from "../map/types";
import { Crumbs, WithRegister } from "../register/Frame";
import { RegionInput, useRegionName } from "../register/RegionInput";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { askStudy, REGISTER, studyQuery } from "./studies";
import { asked, candidateSets, demands, firstDraft, models, rowsOf, standings, type Draft, type Rows } from "./question";
import "./siting.css";

const SiteMap = lazy(() => import("./SiteMap"));
const route = getRouteApi("/seat/siting/siting/new");

export function NewStudyPage() {
  const { like } = route.useSearch();
  const { t } = useLanguage();
  const layers = useQuery(layersQuery);
  const other = useQuery({ ...studyQuery(like ?? ""), enabled: like !== undefined });
  if (layers.data === undefined || (like !== undefined && other.data === undefined && other.error === null)) {
    return layers.error === null ? <Loading words={t("shell.loading")} /> : <div className="state"><ProblemNote problem={asProblem(layers.error)} onRetry={() => void layers.refetch()} /></div>;
  }
  return <Form key={like ?? ""} layers={layers.data} like={other.data ?? null} />;
}

function Form({ layers, like }: { layers: readonly LayerInfo[]; like: SitingStudyView | null }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => firstDraft(like));
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const first = useRegionName(draft.regions[0] ?? "");
  const name = draft.name === "" && first !== null ? t("siting.name_usual", { area: first }) : draft.name;
  const asking = useMutation({
    mutationFn: () => askStudy(asked({ ...draft, name })),
    onSuccess: (study) => {
      void queries.invalidateQueries({ queryKey: ["register", REGISTER] });
      void navigate({ to: "/siting/$id", params: { id: study.id } });
    },
  });
  const sites = draft.places.map((at, number) => ({ id: String(number), title: t("siting.place", { n: number + 1 }), at, word: "candidate" as const }));
  return (
    <WithRegister name={REGISTER}>
      {(info) => (
        <article className="sheet siting" aria-label={t("siting.new")}>
          <header className="sheet-head"><h2><Crumbs info={info}>{t("siting.new")}</Crumbs></h2></header>
          <div className="siting-body">
            <form className="siting-side" onSubmit={(event) => {
              event.preventDefault();
              asking.mutate();
            }}>
              <Question draft={draft} name={name} put={put} />
              <Demand draft={draft} layers={layers} put={put} />
              <Candidates draft={draft} layers={layers} put={put} />
              {asking.error === null ? null : <ProblemNote problem={asProblem(asking.error)} onDismiss={() => asking.reset()} />}
              <p className="siting-acts">
                <Button type="primary" htmlType="submit" size="large" disabled={asking.isPending || draft.regions.length === 0}>{t(asking.isPending ? "siting.starting" : "siting.start")}</Button>
                <Link className="bar-button" to="/registers/$key" params={{ key: REGISTER }}>{t("siting.to_list")}</Link>
                {draft.regions.length === 0 ? <span className="soft">{t("siting.area_none")}</span> : null}
              </p>
            </form>
            <div className="siting-map">
              <Suspense fallback={<Loading words={t("map.loading")} />}>
                <SiteMap sites={sites} dots={[]} ground={null} fit={[]} picked={null} onPoint={(at) => setDraft((before) => ({ ...before, places: [...before.places, at] }))} />
              </Suspense>
            </div>
          </div>
        </article>
      )}
    </WithRegister>
  );
}

interface PartProps {
  readonly draft: Draft;
  readonly put: (part: Partial<Draft>) => void;
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return <label className="siting-field"><span>{label}</span>{children}</label>;
}

function NumberField({ label, value, least, most, step = 1, onChange }: { label: string; value: number; least: number; most: number; step?: number; onChange: (value: number) => void }) {
  return (
    <Field label={label}>
      <input className="native-number" type="number" min={least} max={most} step={step} value={value} required onChange={(event) => onChange(Number(event.target.value))} />
    </Field>
  );
}

function Question({ draft, name, put }: PartProps & { name: string }) {
  const { t } = useLanguage();
  return (
    <fieldset className="siting-part">
      <legend>{t("siting.question")}</legend>
      <Area draft={draft} put={put} />
      <Field label={t("siting.name")}>
        <input className="native-number" type="text" maxLength={100} value={name} required onChange={(event) => put({ name: event.target.value })} />
      </Field>
      <Field label={t("siting.model")}>
        <select className="native-select" value={draft.model} onChange={(event) => put({ model: models.find((one) => one === event.target.value) ?? "max_cover" })}>
          {models.map((model) => <option key={model} value={model}>{t(`siting.model.${model}`)}</option>)}
        </select>
      </Field>
      <div className="siting-fields">
        {draft.model === "set_cover" ? null : <NumberField label={t("siting.count")} value={draft.count} least={1} most={200} onChange={(count) => put({ count })} />}
        <NumberField label={t("siting.minutes")} value={draft.minutes} least={0.5} most={120} step={0.5} onChange={(minutes) => put({ minutes })} />
        <NumberField label={t("siting.turnout")} value={draft.turnout} least={0} most={3600} step={5} onChange={(turnout) => put({ turnout })} />
        <Field label={t("siting.standing")}>
          <select className="native-select" value={draft.standing} onChange={(event) => put({ standing: standings.find((one) => one === event.target.value) ?? "fixed" })}>
            {standings.map((standing) => <option key={standing} value={standing}>{t(`siting.standing.${standing}`)}</option>)}
          </select>
        </Field>
        <NumberField label={t("siting.effort")} value={draft.effort} least={1} most={3600} onChange={(effort) => put({ effort })} />
      </div>
    </fieldset>
  );
}

function Area({ draft, put }: PartProps) {
  const { t } = useLanguage();
  const [code, setCode] = useState("");
  const isCode = /^\d{4}(\d{2}(\d{3}(\d{3})?)?)?$/.test(code);
  return (
    <div className="siting-area">
      <span className="soft">{t("siting.area")}</span>
      <p className="siting-chips">
        {draft.regions.map((region) => <RegionChip key={region} code={region} onRemove={() => put({ regions: draft.regions.filter((one) => one !== region) })} />)}
      </p>
      <div className="siting-add">
        <RegionInput value={code} label={t("siting.area")} onChange={setCode} />
        <Button disabled={!isCode || draft.regions.includes(code)} onClick={() => {
          put({ regions: [...draft.regions, code] });
          setCode("");
        }}>{t("siting.area_add")}</Button>
      </div>
    </div>
  );
}

function RegionChip({ code, onRemove }: { code: string; onRemove: () => void }) {
  const { t } = useLanguage();
  const name = useRegionName(code) ?? code;
  return <button type="button" className="pick-chip pick-on" aria-label={t("siting.remove", { what: name })} onClick={onRemove}>{name} <span aria-hidden="true">×</span></button>;
}

function useNames(layers: readonly LayerInfo[]) {
  const { t } = useLanguage();
  return (rows: Rows) => (rows.label === undefined ? (layers.find((layer) => layer.key === rows.layer)?.label[t.language] ?? rows.layer) : t(rows.label));
}

/** Layers of registers that are not chosen yet. */
function AddLayer({ layers, chosen, onAdd }: { layers: readonly LayerInfo[]; chosen: readonly Rows[]; onAdd: (rows: Rows) => void }) {
  const { t } = useLanguage();
  const left = layers.filter((layer) => layer.register !== null && !chosen.some((rows) => rows.key === layer.key));
  return (
    <select className="native-select" aria-label={t("siting.add_layer")} value="" onChange={(event) => onAdd(rowsOf(event.target.value))}>
      <option value="">{t("siting.add_layer")}</option>
      {left.map((layer) => <option key={layer.key} value={layer.key}>{layer.label[t.language]}</option>)}
    </select>
  );
}

function Demand({ draft, layers, put }: PartProps & { layers: readonly LayerInfo[] }) {
  const { t } = useLanguage();
  const nameOf = useNames(layers);
  const offered = [...demands, ...draft.demand.map((one) => one.rows).filter((rows) => !demands.some((one) => one.key === rows.key))];
  const share = (rows: Rows) => draft.demand.find((one) => one.rows.key === rows.key)?.share ?? 0;
  const set = (rows: Rows, part: number) => {
    const others = draft.demand.filter((one) => one.rows.key !== rows.key);
    put({ demand: part > 0 ? [...others, { rows, share: Math.min(100, part) }] : others });
  };
  return (
    <fieldset className="siting-part">
      <legend>{t("siting.demand")}</legend>
      <ul className="siting-rows">
        {offered.map((rows) => (
          <li key={rows.key}>
            <label><input type="checkbox" checked={share(rows) > 0} onChange={(event) => set(rows, event.target.checked ? 50 : 0)} /> {nameOf(rows)}</label>
            <input className="native-number" type="number" min={0} max={100} value={share(rows)} aria-label={nameOf(rows)} onChange={(event) => set(rows, Number(event.target.value))} />
          </li>
        ))}
      </ul>
      <AddLayer layers={layers} chosen={offered} onAdd={(rows) => set(rows, 30)} />
      <p className="soft">{t("siting.demand_hint")}</p>
    </fieldset>
  );
}

function Candidates({ draft, layers, put }: PartProps & { layers: readonly LayerInfo[] }) {
  const { t } = useLanguage();
  const nameOf = useNames(layers);
  const offered = [...candidateSets, ...draft.candidates.filter((rows) => !candidateSets.some((one) => one.key === rows.key))];
  const has = (rows: Rows) => draft.candidates.some((one) => one.key === rows.key);
  const set = (rows: Rows, on: boolean) => put({ candidates: on ? [...draft.candidates, rows] : draft.candidates.filter((one) => one.key !== rows.key) });
  return (
    <fieldset className="siting-part">
      <legend>{t("siting.candidates")}</legend>
      <ul className="siting-rows">
        {offered.map((rows) => <li key={rows.key}><label><input type="checkbox" checked={has(rows)} onChange={(event) => set(rows, event.target.checked)} /> {nameOf(rows)}</label></li>)}
      </ul>
      <AddLayer layers={layers} chosen={offered} onAdd={(rows) => set(rows, true)} />
      <p className="soft">{t("siting.places_hint")}</p>
      {draft.places.length === 0 ? null : (
        <p className="siting-chips" role="group" aria-label={t("siting.places")}>
          {draft.places.map((at, number) => {
            const place = t("siting.place", { n: number + 1 });
            return <button key={at.join()} type="button" className="pick-chip" aria-label={t("siting.remove", { what: place })} onClick={() => put({ places: draft.places.filter((one) => one !== at) })}>{place} <span aria-hidden="true">×</span></button>;
          })}
        </p>
      )}
    </fieldset>
  );
}

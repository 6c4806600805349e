/** 道路管制: what is closed now, and a new one with its effect before anybody enters it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useMay } from "../access/may";
import { asProblem } from "../api/problem";
import type { ClosureAnswer } from "../api/types";
import { useLanguage } from "../shell/language";
import { LONGEST_WORDS } from "../shell/lengths";
import { Loading, ProblemNote } from "../shell/States";
import { instant, timeNear, travel } from "../time/format";
import { serverNow } from "../time/serverClock";
import { areaOfClicks, causes, effectQuery, enter, lasting, lift, passages, REGISTER, rowOf, SLOWEST_PERCENT, standingQuery, type ClosureDraft, type ClosureRow } from "./closure";
import { lengthWords } from "./measure";
import type { LngLat, Pick } from "./types";

interface Props {
  readonly clicks: readonly LngLat[];
  readonly draft: ClosureDraft;
  readonly onDraft: (draft: ClosureDraft) => void;
  readonly onPick: (pick: Pick, at: LngLat | null) => void;
  readonly onEntered: (id: string, at: LngLat | null) => void;
  readonly onClose: () => void;
}

type Part<K extends keyof Props> = { readonly [key in K]: Props[key] };

export function ClosurePanel({ clicks, draft, onDraft, onPick, onEntered, onClose }: Props) {
  const { t } = useLanguage();
  const may = useMay();
  const area = areaOfClicks(clicks);
  const effect = useQuery({ ...effectQuery(area, draft), placeholderData: keepPreviousData });
  return (
    <section className="map-panel map-reach" aria-label={t("road_closure.title")}>
      <header className="map-panel-head">
        <h2>{t("road_closure.title")}</h2>
        <button type="button" className="bar-button" onClick={onClose}>{t("map.close")}</button>
      </header>
      {clicks.length === 0 ? <p className="map-pad" role="status">{t("road_closure.click")}</p> : (
        <>
          <Question draft={draft} onDraft={onDraft} />
          {effect.error !== null ? <ProblemNote problem={asProblem(effect.error)} onRetry={() => void effect.refetch()} />
            : effect.data === undefined ? <Loading words={t("reach.working")} />
            : <Effect answer={effect.data} onPick={onPick} />}
          {may("road.write") && effect.data !== undefined ? <Entering answer={effect.data} clicks={clicks} draft={draft} onDraft={onDraft} onEntered={onEntered} /> : null}
        </>
      )}
      <InForce onPick={onPick} />
    </section>
  );
}

function Question({ draft, onDraft }: Part<"draft" | "onDraft">) {
  const { t } = useLanguage();
  return (
    <div className="map-reach-fields">
      <label>{t("road_closure.effect")}
        <select className="native-select" value={draft.effect} onChange={(event) => onDraft({ ...draft, effect: passages.find((one) => one === event.target.value) ?? "closed" })}>
          {passages.map((one) => <option key={one} value={one}>{t(`road_closure.effect.${one}`)}</option>)}
        </select>
      </label>
      {draft.effect === "slow" ? (
        <label>{t("road_closure.percent")}
          <input className="native-number" type="number" min={SLOWEST_PERCENT} max={100} step={5} value={draft.percent} onChange={(event) => onDraft({ ...draft, percent: Math.min(100, Math.max(SLOWEST_PERCENT, Math.round(Number(event.target.value)))) })} />
        </label>
      ) : (
        <label>{t("road_closure.cause")}
          <Cause draft={draft} onDraft={onDraft} />
        </label>
      )}
    </div>
  );
}

function Cause({ draft, onDraft }: Part<"draft" | "onDraft">) {
  const { t } = useLanguage();
  return (
    <select className="native-select" value={draft.cause} onChange={(event) => onDraft({ ...draft, cause: causes.find((one) => one === event.target.value) ?? "other" })}>
      {causes.map((one) => <option key={one} value={one}>{t(`road_closure.cause.${one}`)}</option>)}
    </select>
  );
}

function Effect({ answer, onPick }: { readonly answer: ClosureAnswer } & Part<"onPick">) {
  const { t } = useLanguage();
  const { reached } = answer;
  const roads = answer.names.length === 0 ? t("road_closure.unnamed") : answer.names.slice(0, 4).join(t("map.comma")) + (answer.names.length > 4 ? "…" : "");
  if (answer.stretches === 0) return <p className="map-pad" role="status">{t("road_closure.no_road")}</p>;
  return (
    <>
      <div role="status">
        <dl className="facts figures map-reach-facts">
          <dt>{t("road_closure.roads")}</dt>
          <dd>{roads} · {t("road_closure.stretches", { n: answer.stretches })} · {lengthWords(answer.road_metres)}</dd>
          {reached === null ? null : (
            <>
              <dt>{t("road_closure.in_time")}</dt>
              <dd>{reached.in_time_without} → <b className={reached.in_time_with < reached.in_time_without ? "closure-worse" : ""}>{reached.in_time_with}</b> / {reached.total}</dd>
              <dt>{t("road_closure.later")}</dt>
              <dd>{reached.later === 0 ? t("road_closure.nobody") : <><b>{reached.later}</b>{reached.cut_off === 0 ? "" : ` · ${t("road_closure.cut_off", { n: reached.cut_off })}`}</>}</dd>
            </>
          )}
        </dl>
      </div>
      {reached === null || reached.items.length === 0 ? null : (
        <ol className="map-nearest figures closure-later">
          {reached.items.map((row) => (
            <li key={row.id}>
              <button type="button" className="link clip" title={row.title} onClick={() => onPick({ layer: "unit", id: row.id }, [row.location.longitude, row.location.latitude])}>{row.title}</button>
              <span>{travel(row.seconds_without, t)} → {row.seconds_with === null ? <b className="closure-worse">{t("reach.not_at_all")}</b> : t("road_closure.later_by", { time: travel(row.seconds_with - row.seconds_without, t) })}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Entering({ answer, clicks, draft, onDraft, onEntered }: { readonly answer: ClosureAnswer } & Part<"clicks" | "draft" | "onDraft" | "onEntered">) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const name = t("road_closure.name_of", { road: answer.names[0] ?? t("road_closure.unnamed"), effect: t(`road_closure.effect.${draft.effect}`) });
  const save = useMutation({
    mutationFn: () => enter(rowOf(areaOfClicks(clicks), draft, name, answer.region ?? "", serverNow())),
    onSuccess: (row) => {
      void queries.invalidateQueries({ queryKey: ["register", REGISTER] });
      onEntered(row.id, clicks[0] ?? null);
    },
  });
  return (
    <form className="closure-form" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <div className="map-reach-fields">
        <label>{t("road_closure.name")}
          <Input value={draft.name} placeholder={name} maxLength={80} onChange={(event) => onDraft({ ...draft, name: event.target.value })} />
        </label>
        <label>{t("road_closure.lasts")}
          <select className="native-select" value={draft.hours ?? ""} onChange={(event) => onDraft({ ...draft, hours: event.target.value === "" ? null : Number(event.target.value) })}>
            {lasting.map((hours) => <option key={hours ?? "open"} value={hours ?? ""}>{hours === null ? t("road_closure.open_end") : t("road_closure.hours", { n: hours })}</option>)}
          </select>
        </label>
        <label>{t("road_closure.source")}
          <Input value={draft.source} maxLength={LONGEST_WORDS} onChange={(event) => onDraft({ ...draft, source: event.target.value })} />
        </label>
        {draft.effect === "slow" ? <label>{t("road_closure.cause")}<Cause draft={draft} onDraft={onDraft} /></label> : null}
      </div>
      {save.error === null ? null : <ProblemNote problem={asProblem(save.error)} />}
      {answer.region === null ? <p className="map-pad" role="status">{t("road_closure.outside")}</p> : null}
      <p className="map-pad"><Button type="primary" htmlType="submit" disabled={save.isPending || answer.stretches === 0 || answer.region === null}>{t(save.isPending ? "road_closure.entering" : "road_closure.enter")}</Button></p>
    </form>
  );
}

function InForce({ onPick }: Part<"onPick">) {
  const { t } = useLanguage();
  const may = useMay();
  const queries = useQueryClient();
  const [failed, setFailed] = useState<unknown>(null);
  const rows = useQuery(standingQuery);
  const lifting = useMutation({
    mutationFn: (row: ClosureRow) => lift(row.id, serverNow()),
    onMutate: () => setFailed(null),
    onError: setFailed,
    onSettled: () => void queries.invalidateQueries({ queryKey: ["register", REGISTER] }),
  });
  if (rows.data === undefined) return rows.error === null ? <Loading words={t("road_closure.loading")} /> : <ProblemNote problem={asProblem(rows.error)} onRetry={() => void rows.refetch()} />;
  return (
    <>
      <h3>{t("road_closure.in_force", { n: rows.data.length })}</h3>
      {failed === null ? null : <ProblemNote problem={asProblem(failed)} />}
      {rows.data.length === 0 ? <p className="map-pad soft">{t("road_closure.none")}</p> : (
        <ul className="closure-list figures">
          {rows.data.map((row) => {
            const text = (field: string) => (typeof row.values[field] === "string" ? row.values[field] : "");
            const [name, begins, ends] = [text("name"), text("begins_at"), text("ends_at")];
            const planned = text("state") === "planned";
            return (
              <li key={row.id}>
                <button type="button" className="link clip" title={name} onClick={() => onPick({ layer: REGISTER, id: row.id }, null)}>{name}</button>
                <span className="soft">{planned ? t("road_closure.from", { at: timeNear(instant(begins), serverNow(), t.language) }) : ends === "" ? t("road_closure.open_end") : t("road_closure.until", { at: timeNear(instant(ends), serverNow(), t.language) })}</span>
                {may("road.write") && !planned ? <button type="button" className="bar-button" disabled={lifting.isPending} onClick={() => lifting.mutate(row)}>{t("road_closure.lift")}</button> : <span />}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

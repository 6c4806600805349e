/**
 * 接警: what a caller says becomes an incident, or a further call about one that is open. It stands
 * in the right column, over nothing; what is typed outlives a reload.
 */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useMay } from "../access/may";
import { asProblem } from "../api/problem";
import type { FoundPlace, Incident } from "../api/types";
import { degrees, placeAt, type LngLat } from "../place/places";
import { PlaceSearch } from "../place/PlaceSearch";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { useDraft } from "../shell/useDraft";
import { addCall, incidentQuery, nearbyQuery, openIncident } from "./incidents";
import { fromDraft, furtherOf, incidentOf, kinds, toDraft, withKind, withLevel, type Intake, type Kind } from "./intake";
import { Nearby } from "./Nearby";
import { alarmLevelsQuery, levelFor } from "./levels";
import { levelColour, levelsOf } from "./rules";

export const INTAKE_DRAFT = "intake";

interface Props {
  /** The place that was pointed at on the map, once for each click. */
  readonly pointed: { readonly at: LngLat; readonly count: number } | null;
  /** The way to the map, where it does not stand beside this. */
  readonly toMap: ReactNode;
  readonly onPlace: (at: LngLat | null) => void;
  readonly onTaken: (incidentId: string) => void;
  readonly onClose: () => void;
}

export function IntakeForm({ pointed, toMap, onPlace, onTaken, onClose }: Props) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const draft = useDraft(INTAKE_DRAFT);
  const typed = fromDraft(draft.text);
  const mayReadLevels = useMay()("city.read");
  const levels = useQuery({ ...alarmLevelsQuery, enabled: mayReadLevels });
  const speaksFor = levelFor(levels.data ?? [], typed.kind, typed.trapped);
  const intake = withLevel(typed, speaksFor);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const change = (part: Partial<Intake>) => draft.set(toDraft({ ...typed, ...part }));
  const nearby = useQuery({ ...nearbyQuery(intake.at ?? [0, 0]), enabled: intake.at !== null });
  const taken = (incident: Incident) => {
    queries.setQueryData(incidentQuery(incident.id).queryKey, incident);
    for (const queryKey of [["incidents"], ["timeline", incident.id], ["nearby"]]) void queries.invalidateQueries({ queryKey });
    draft.clear();
    onTaken(incident.id);
  };
  const opening = useMutation({ mutationFn: () => openIncident(incidentOf(intake)), onSuccess: taken });
  const adding = useMutation({ mutationFn: (id: string) => addCall(id, furtherOf(intake)), onSuccess: taken });
  const sending = opening.isPending || adding.isPending;
  const missing = intake.address.trim() === "";
  const doubtful = intake.at !== null && (nearby.data ?? []).length > 0;

  // The map shows where it is, and a click on the map says where it is.
  const { at } = intake;
  const shown = at === null ? "" : degrees(at);
  useEffect(() => {
    onPlace(at);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when it is another place
  }, [shown]);
  const clicks = pointed?.count ?? 0;
  const [seen, setSeen] = useState(clicks);
  if (clicks !== seen) {
    setSeen(clicks);
    if (pointed !== null) change({ at: pointed.at });
  }

  const submit = () => {
    setTried(true);
    if (missing) form.current?.querySelector<HTMLInputElement>("[role=combobox]")?.focus();
    else if (!sending) opening.mutate();
  };
  const pick = (place: FoundPlace) => change({ address: addressOf(place), at: placeAt(place) ?? intake.at, unit: place.layer === "unit" ? (place.id ?? null) : null });
  const failure = opening.error ?? adding.error;
  return (
    <section className="panel in-hand" aria-label={t("intake.title")}>
      <header className="panel-head">
        <h2>{t("intake.title")} <kbd aria-hidden="true">C</kbd></h2>
        <span className="soft">{t("intake.draft")}</span>
        <button type="button" className="bar-button intake-close" onClick={onClose}>{t("intake.close")}</button>
      </header>
      <form
        ref={form}
        className="intake"
        aria-label={t("intake.title")}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="intake-two">
          <Field label={t("intake.phone")}>
            <Input className="figures" inputMode="tel" autoComplete="off" autoFocus value={intake.phone} maxLength={20} onChange={(event) => change({ phone: event.target.value })} />
          </Field>
          <Field label={t("intake.name")}>
            <Input value={intake.name} autoComplete="off" maxLength={40} onChange={(event) => change({ name: event.target.value })} />
          </Field>
        </div>
        <p className="soft intake-sealed">{t("intake.sealed")}</p>
        <KindAndLevel intake={intake} raised={intake.level > typed.level} onChange={(next) => draft.set(toDraft(next))} />
        <div className="field">
          <span>{t("intake.address")}</span>
          <PlaceSearch text={intake.address} near={intake.at} label={t("intake.address")} placeholder={t("intake.address_placeholder")} onText={(address) => change({ address, unit: null })} onPick={pick} />
          {tried && missing ? <em className="field-wrong" role="alert">■ {t("intake.address_missing")}</em> : null}
          <span className={at === null ? "needs-you" : "soft figures"}>
            {at === null ? t("intake.no_place") : t("intake.place_at", { place: `${at[0].toFixed(5)}, ${at[1].toFixed(5)}` })}
            {at === null ? null : <> <button type="button" className="link" onClick={() => change({ at: null })}>{t("intake.place_clear")}</button></>}{" "}
            {toMap}
          </span>
        </div>
        {at === null ? null : <Nearby query={nearby} busy={sending} onAdd={(id) => adding.mutate(id)} onShow={onTaken} />}
        <div className="intake-three">
          <Field label={t("intake.trapped")}>
            <Input className="figures" inputMode="numeric" value={intake.trapped} placeholder={t("intake.unknown")} onChange={(event) => change({ trapped: event.target.value.replaceAll(/\D/g, "").slice(0, 4) })} />
          </Field>
          <Field label={t("intake.storey")}>
            <Input value={intake.storey} maxLength={40} placeholder={t("intake.storey_placeholder")} onChange={(event) => change({ storey: event.target.value })} />
          </Field>
          <Field label={t("intake.burning")}>
            <Input value={intake.burning} maxLength={100} placeholder={t("intake.burning_placeholder")} onChange={(event) => change({ burning: event.target.value })} />
          </Field>
        </div>
        <Field label={t("intake.note")}>
          <Input.TextArea value={intake.note} maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => change({ note: event.target.value })} />
        </Field>
        {failure === null ? null : <ProblemNote problem={asProblem(failure)} onDismiss={() => { opening.reset(); adding.reset(); }} />}
        <p className="acts-line">
          {/* Beside a possible duplicate no key opens a second incident: that is a choice of its own. */}
          <Button type={doubtful ? "default" : "primary"} htmlType={doubtful ? "button" : "submit"} className="act-big" disabled={sending} {...(doubtful ? { onClick: submit } : {})}>
            {t(sending ? "intake.sending" : doubtful ? "intake.submit_apart" : "intake.submit")} {doubtful ? null : <kbd>Enter</kbd>}
          </Button>
          <Button type="text" disabled={sending || draft.text === ""} onClick={draft.clear}>{t("intake.empty")}</Button>
        </p>
      </form>
    </section>
  );
}

/** An address as people say it: what it lies in, its own, and what is called so. */
function addressOf(place: FoundPlace): string {
  const region = place.region?.zh ?? "";
  const address = place.address ?? "";
  const parts = [address.startsWith(region) ? "" : region, address, place.name.zh].filter((part) => part !== "");
  return parts.filter((part, index) => !parts.slice(0, index).some((before) => before.endsWith(part))).join(" ");
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

function KindAndLevel({ intake, raised, onChange }: { intake: Intake; raised: boolean; onChange: (next: Intake) => void }) {
  const { t } = useLanguage();
  const levels = levelsOf(intake.kind);
  return (
    <div className="intake-two">
      <Field label={t("intake.kind")}>
        <select className="native-select" value={intake.kind} onChange={(event) => onChange(withKind(intake, event.target.value as Kind))}>
          {kinds.map((kind) => <option key={kind} value={kind}>{t(`incident.kind.${kind}`)}</option>)}
        </select>
      </Field>
      <Field label={t("intake.level")}>
        <select className="native-select" value={intake.level} onChange={(event) => onChange({ ...intake, chosen: true, level: Number(event.target.value) })}>
          {levels.map((level) => <option key={level} value={level}>{t(intake.kind === "rescue" ? "level.rescue" : "level.fire", { n: t.label("level", String(level)) })} · {t(`level.colour.${levelColour(intake.kind, level)}`)}</option>)}
        </select>
        {raised ? <span className="needs-you" role="status">{t("intake.level_raised", { n: intake.trapped })}</span> : null}
      </Field>
    </div>
  );
}

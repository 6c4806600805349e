/** 结案: outcome, course and result, people and property. Typing survives everything but sending. */
import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import type { Incident } from "../api/types";
import { useLanguage } from "../shell/language";
import { useDraft } from "../shell/useDraft";
import { ActFailure } from "./ActFailure";
import { closeIncident } from "./incidents";
import { fenOf } from "./rules";
import { useIncidentAct } from "./useIncidentAct";

export function closureDraftKey(incidentId: string): string {
  return `incident:${incidentId}:closure`;
}

const kinds: readonly Incident["kind"][] = ["fire", "rescue", "assistance", "duty", "false_call"];

/** What a draft of an older build may hold is not believed. */
function kindOf(text: string, otherwise: Incident["kind"]): Incident["kind"] {
  return kinds.find((kind) => kind === text) ?? otherwise;
}

function Field({ label, wrong, children }: { label: string; wrong?: string | undefined; children: ReactNode }) {
  return (
    <label className="field">
      <span>{label}</span>
      {children}
      {wrong === undefined ? null : <em className="field-wrong">■ {wrong}</em>}
    </label>
  );
}

export function ClosureForm({ incident, onDone }: { incident: Incident; onDone: () => void }) {
  const { t } = useLanguage();
  const key = closureDraftKey(incident.id);
  const kind = useDraft(`${key}:kind`);
  const summary = useDraft(`${key}:summary`);
  const people = useDraft(`${key}:people`);
  const property = useDraft(`${key}:property`);
  const [tried, setTried] = useState(false);
  const chosenKind = kindOf(kind.text, incident.kind);
  const fen = property.text.trim() === "" ? undefined : fenOf(property.text);
  const closing = useIncidentAct(
    () =>
      closeIncident(incident, {
        outcome_kind: chosenKind,
        summary: summary.text.trim(),
        people_rescued: people.text === "" ? 0 : Number(people.text),
        ...(fen === undefined || fen === null ? {} : { property_saved_fen: fen }),
      }),
    () => {
      for (const draft of [kind, summary, people, property]) draft.clear();
      onDone();
    },
  );
  const complete = summary.text.trim() !== "" && fen !== null;
  return (
    <form
      className="closure"
      aria-label={t("closure.title")}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (complete) closing.mutate(undefined);
      }}
    >
      <Field label={t("closure.summary")} wrong={tried && summary.text.trim() === "" ? t("closure.summary_missing") : undefined}>
        <Input.TextArea value={summary.text} onChange={(event) => summary.set(event.target.value)} autoSize={{ minRows: 2, maxRows: 8 }} placeholder={t("closure.summary_placeholder")} maxLength={4000} autoFocus />
      </Field>
      <div className="closure-line">
        <Field label={t("closure.kind")}>
          <select className="native-select" value={chosenKind} onChange={(event) => kind.set(event.target.value)}>
            {kinds.map((value) => (
              <option key={value} value={value}>
                {t(`incident.kind.${value}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t("closure.people")}>
          <Input className="figures" inputMode="numeric" value={people.text} placeholder="0" onChange={(event) => people.set(event.target.value.replaceAll(/\D/g, "").slice(0, 6))} />
        </Field>
        <Field label={t("closure.property")} wrong={fen === null ? t("closure.property_bad") : undefined}>
          <Input className="figures" inputMode="decimal" maxLength={20} value={property.text} onChange={(event) => property.set(event.target.value)} />
        </Field>
        <Button type="primary" htmlType="submit" disabled={closing.isPending}>
          {t(closing.isPending ? "closure.submitting" : "closure.submit")}
        </Button>
      </div>
      {summary.text === "" ? null : <p className="soft">{t("closure.draft")}</p>}
      {closing.error === null ? null : <ActFailure incidentId={incident.id} error={closing.error} onDismiss={closing.reset} />}
    </form>
  );
}

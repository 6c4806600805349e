/** The incident's own steps: 控制, 熄灭, 提升等级, 结案, 重新开启. Only what the server offers. */
import { Button, Input } from "antd";
import { useState } from "react";
import type { Incident } from "../api/types";
import { useLanguage } from "../shell/language";
import { useDraft, useDraftWaiting } from "../shell/useDraft";
import { ActFailure } from "./ActFailure";
import { ClosureForm, closureDraftKey } from "./ClosureForm";
import { progressIncident, raiseLevel, reopenIncident, type IncidentStep } from "./incidents";
import { higherLevels, levelColour } from "./rules";
import { useIncidentAct } from "./useIncidentAct";

const steps: readonly IncidentStep[] = ["under_control", "extinguished"];

export function IncidentActs({ incident }: { incident: Incident }) {
  const { t } = useLanguage();
  const mayClose = incident.allowed_actions.includes("close");
  const mayRaise = incident.allowed_actions.includes("raise_level") && higherLevels(incident).length > 0;
  const mayReopen = incident.allowed_actions.includes("reopen");
  // A closure that was being written is opened again after a reload.
  const [closing, setClosing] = useState(useDraftWaiting(`${closureDraftKey(incident.id)}:summary`));
  const [raising, setRaising] = useState(false);
  const [reopening, setReopening] = useState(false);
  const progress = useIncidentAct((step: IncidentStep) => progressIncident(incident, step));
  const offered = steps.filter((step) => incident.allowed_actions.includes(step));
  if (offered.length === 0 && !mayClose && !mayRaise && !mayReopen) return null;
  return (
    <div className="acts">
      <div className="acts-line">
        {offered.map((step) => (
          <Button key={step} disabled={progress.isPending} onClick={() => progress.mutate(step)}>
            {t(`incident.step.${step}`)}
          </Button>
        ))}
        {mayRaise ? (
          <Button aria-expanded={raising} onClick={() => setRaising(!raising)}>
            {raising ? `${t("incident.cancel_form")} · ` : ""}{t("incident.raise")}
          </Button>
        ) : null}
        {mayClose ? (
          <Button aria-expanded={closing} onClick={() => setClosing(!closing)}>
            {closing ? `${t("incident.cancel_form")} · ` : ""}{t("incident.close")}
          </Button>
        ) : null}
        {mayReopen ? (
          <Button aria-expanded={reopening} onClick={() => setReopening(!reopening)}>
            {reopening ? `${t("incident.cancel_form")} · ` : ""}{t("incident.reopen")}
          </Button>
        ) : null}
      </div>
      {progress.error === null ? null : <ActFailure incidentId={incident.id} error={progress.error} onDismiss={progress.reset} />}
      {raising && mayRaise ? <RaisingForm incident={incident} onDone={() => setRaising(false)} /> : null}
      {closing && mayClose ? <ClosureForm incident={incident} onDone={() => setClosing(false)} /> : null}
      {reopening && mayReopen ? <ReopeningForm incident={incident} onDone={() => setReopening(false)} /> : null}
    </div>
  );
}

/** It is never lowered, so only higher levels are offered. */
function RaisingForm({ incident, onDone }: { incident: Incident; onDone: () => void }) {
  const { t } = useLanguage();
  const levels = higherLevels(incident);
  const [picked, setPicked] = useState(0);
  const reason = useDraft(`incident:${incident.id}:raising`);
  // A colleague may have raised it meanwhile.
  const level = levels.includes(picked) ? picked : (levels[0] ?? incident.level);
  const raising = useIncidentAct(
    () => raiseLevel(incident, level, reason.text.trim()),
    () => {
      reason.clear();
      onDone();
    },
  );
  return (
    <form
      className="form-line"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.text.trim() !== "") raising.mutate(undefined);
      }}
    >
      <label>
        {t("incident.raise_to")}{" "}
        <select className="native-select" value={level} onChange={(event) => setPicked(Number(event.target.value))}>
          {levels.map((value) => (
            <option key={value} value={value}>
              {t(incident.kind === "rescue" ? "level.rescue" : "level.fire", { n: t.label("level", String(value)) })} · {t(`level.colour.${levelColour(incident.kind, value)}`)}
            </option>
          ))}
        </select>
      </label>
      <Input value={reason.text} onChange={(event) => reason.set(event.target.value)} placeholder={t("incident.raise_reason")} aria-label={t("incident.raise_reason")} autoFocus maxLength={500} />
      <Button type="primary" htmlType="submit" disabled={reason.text.trim() === "" || raising.isPending}>
        {t("incident.raise_confirm")}
      </Button>
      {raising.error === null ? null : <ActFailure incidentId={incident.id} error={raising.error} onDismiss={raising.reset} />}
    </form>
  );
}

function ReopeningForm({ incident, onDone }: { incident: Incident; onDone: () => void }) {
  const { t } = useLanguage();
  const reason = useDraft(`incident:${incident.id}:reopening`);
  const reopening = useIncidentAct(
    () => reopenIncident(incident, reason.text.trim()),
    () => {
      reason.clear();
      onDone();
    },
  );
  return (
    <form
      className="form-line"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.text.trim() !== "") reopening.mutate(undefined);
      }}
    >
      <Input value={reason.text} onChange={(event) => reason.set(event.target.value)} placeholder={t("incident.reopen_reason")} aria-label={t("incident.reopen_reason")} autoFocus maxLength={500} />
      <Button type="primary" htmlType="submit" disabled={reason.text.trim() === "" || reopening.isPending}>
        {t("incident.reopen_confirm")}
      </Button>
      {reopening.error === null ? null : <ActFailure incidentId={incident.id} error={reopening.error} onDismiss={reopening.reset} />}
    </form>
  );
}

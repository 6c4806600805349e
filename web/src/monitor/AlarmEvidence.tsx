/** 核警依据: what is known about one alarm, the four verdicts, and 转警情. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useRef, useState } from "react";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useMay } from "../access/may";
import { asProblem } from "../api/problem";
import type { Alarm, VerificationOutcome } from "../api/types";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { ConflictNote, Empty, Loading, ProblemNote } from "../shell/States";
import { useDraft } from "../shell/useDraft";
import { Exact } from "../time/Clocks";
import { AlarmFacts } from "./AlarmFacts";
import { AlarmStateMark } from "./AlarmStateMark";
import { alarmQuery, currentAlarm, openIncident, verify } from "./alarms";
import { pointName, unitName } from "./names";

interface Props {
  readonly id: string | undefined;
  /** Whether the single keys belong to this alarm now. */
  readonly keys: boolean;
  readonly onIncident: (incidentId: string) => void;
}

export function AlarmEvidence({ id, keys, onIncident }: Props) {
  const { t } = useLanguage();
  return (
    <section className="panel evidence" aria-label={t("alarm.evidence")}>
      {id === undefined ? <Empty what={t("alarm.pick")} next={t("alarm.pick_next")} /> : <Loaded key={id} id={id} keys={keys} onIncident={onIncident} />}
    </section>
  );
}

function Loaded({ id, keys, onIncident }: { id: string; keys: boolean; onIncident: Props["onIncident"] }) {
  const { t } = useLanguage();
  const query = useQuery(alarmQuery(id));
  if (query.data !== undefined) return <Evidence alarm={query.data} keys={keys} onIncident={onIncident} />;
  if (query.error !== null) return <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  return <Loading words={t("alarm.loading")} />;
}

const verdicts: readonly { readonly outcome: VerificationOutcome; readonly key: string }[] = [
  { outcome: "real", key: "1" },
  { outcome: "false_alarm", key: "2" },
  { outcome: "test", key: "3" },
  { outcome: "unknown", key: "4" },
];

function Evidence({ alarm, keys, onIncident }: { alarm: Alarm; keys: boolean; onIncident: Props["onIncident"] }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const note = useDraft(`alarm:${alarm.id}:note`);
  const noteField = useRef<TextAreaRef>(null);
  const settle = (next: Alarm) => {
    queries.setQueryData(alarmQuery(next.id).queryKey, next);
    void queries.invalidateQueries({ queryKey: ["alarms"] });
  };
  const onError = (error: unknown) => {
    const now = currentAlarm(error);
    if (now !== null) settle(now);
  };
  const verdict = useMutation({
    mutationFn: (outcome: VerificationOutcome) => verify(alarm, outcome, note.text),
    onSuccess: (next) => {
      note.clear();
      settle(next);
    },
    onError,
  });
  const escalation = useMutation({
    mutationFn: () => openIncident(alarm, note.text),
    onSuccess: (incident) => {
      note.clear();
      void queries.invalidateQueries({ queryKey: ["alarms"] });
      void queries.invalidateQueries({ queryKey: ["alarm", alarm.id] });
      void queries.invalidateQueries({ queryKey: ["incidents"] });
      onIncident(incident.id);
    },
    onError,
  });
  const [reasonMissing, setReasonMissing] = useState(false);
  // Overturning a verdict takes a reason; from "unknown" on it is the first one.
  const overturns = alarm.verified !== null && alarm.verified !== undefined && alarm.verified.outcome !== "unknown";
  const busy = verdict.isPending || escalation.isPending;
  const may = useMay();
  const mayVerify = may("alarm.verify") && alarm.allowed_actions.includes("verify");
  const mayEscalate = may("alarm.escalate") && alarm.allowed_actions.includes("escalate");
  const failure = escalation.error ?? verdict.error;
  const dismiss = () => {
    verdict.reset();
    escalation.reset();
  };
  const judge = (outcome: VerificationOutcome) => {
    dismiss();
    if (overturns && note.text.trim() === "") {
      setReasonMissing(true);
      noteField.current?.focus();
      return;
    }
    setReasonMissing(false);
    verdict.mutate(outcome);
  };
  const escalate = () => {
    dismiss();
    escalation.mutate();
  };
  const canJudge = keys && mayVerify && !busy;
  useShortcut(["1"], () => judge("real"), canJudge);
  useShortcut(["2"], () => judge("false_alarm"), canJudge);
  useShortcut(["3"], () => judge("test"), canJudge);
  useShortcut(["4"], () => judge("unknown"), canJudge);
  // By key only what was judged real before: one stray Enter must not open an incident.
  const enterOpens = keys && alarm.state === "real";
  useShortcut(["Enter"], escalate, enterOpens && mayEscalate && !busy);
  useShortcut(["n"], () => noteField.current?.focus(), keys && (mayVerify || mayEscalate));
  const incidentId = alarm.incident_id;
  return (
    <>
      <div className="evidence-body">
        <header className="evidence-head">
          <h2>{unitName(alarm, t)}</h2>
          <AlarmStateMark state={alarm.state} />
        </header>
        <p className="evidence-place">{pointName(alarm) ?? <span className="soft">{t("alarm.no_point")}</span>}</p>
        <AlarmFacts alarm={alarm} />
        {failure === null ? null : <Failure alarm={alarm} error={failure} onDismiss={dismiss} />}
      </div>
      {mayVerify || mayEscalate || note.text !== "" ? (
        <div className="evidence-acts">
          {mayVerify || mayEscalate ? null : <p className="soft">{t("alarm.verdict_not_offered")}</p>}
          <label className="evidence-note">
            <span className="unseen">{t("alarm.note")}</span>
            <Input.TextArea ref={noteField} value={note.text} onChange={(event) => note.set(event.target.value)} autoSize={{ minRows: 1, maxRows: 4 }} placeholder={t(overturns ? "alarm.note_again" : "alarm.note_placeholder")} maxLength={500} aria-invalid={reasonMissing && note.text.trim() === ""} />
            {reasonMissing && note.text.trim() === "" ? <em className="field-wrong" role="alert">■ {t("alarm.note_overturn")}</em> : null}
          </label>
          {mayEscalate ? (
            <Button type="primary" block className="act-big" disabled={busy} onClick={escalate}>
              {t(escalation.isPending ? "alarm.verdict_sending" : alarm.state === "real" ? "alarm.escalate" : "alarm.escalate_unjudged")} {enterOpens ? <kbd>Enter</kbd> : null}
            </Button>
          ) : null}
          {mayVerify ? (
            <div className="verdicts" role="group" aria-label={t("alarm.verdict")}>
              {verdicts.map(({ outcome, key }) => (
                <Button key={outcome} className="act-big" disabled={busy} aria-keyshortcuts={key} onClick={() => judge(outcome)}>
                  {keys ? <kbd>{key}</kbd> : null} {t(`alarm.verdict.${outcome}`)}
                </Button>
              ))}
            </div>
          ) : null}
        </div>
      ) : null}
      {incidentId === null || incidentId === undefined ? null : (
        <div className="evidence-acts">
          <Button block className="act-big" onClick={() => onIncident(incidentId)}>
            {t("alarm.open_incident")}
          </Button>
        </div>
      )}
    </>
  );
}

/** On a conflict the record on the screen is already the one of now. */
function Failure({ alarm, error, onDismiss }: { alarm: Alarm; error: unknown; onDismiss: () => void }) {
  const { t } = useLanguage();
  const problem = asProblem(error);
  if (problem.status !== 412) return <ProblemNote problem={problem} onDismiss={onDismiss} />;
  const last = alarm.verified;
  return (
    <ConflictNote title={t("alarm.conflict")} onDismiss={onDismiss}>
      {last === null || last === undefined ? null : (
        <p>
          <Exact at={last.at} /> {t("alarm.verified_by", { by: last.by, outcome: t.label("alarm.state", last.outcome) })}
          {last.note ? ` · ${last.note}` : ""}
        </p>
      )}
      <p>{t("alarm.conflict_state", { state: t.label("alarm.state", alarm.state) })}</p>
      <p className="soft">{t("alarm.conflict_kept")}</p>
    </ConflictNote>
  );
}

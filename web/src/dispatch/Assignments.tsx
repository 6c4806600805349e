/** 出动力量: each responder's state, its clock, and the next step as a button. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useMay } from "../access/may";
import { asProblem } from "../api/problem";
import type { Arrival, Assignment, AssignmentStep, Incident } from "../api/types";
import { useLanguage } from "../shell/language";
import { ConflictNote, Empty, ProblemNote } from "../shell/States";
import { useDraft } from "../shell/useDraft";
import { RunningClock } from "../time/Clocks";
import { clockTime, instant, travel } from "../time/format";
import { serverNow } from "../time/serverClock";
import { arrivalsQuery, currentRecord, progressAssignment } from "./incidents";
import { isComing, splitSteps } from "./rules";

export function Assignments({ incident }: { incident: Incident }) {
  const { t } = useLanguage();
  const maySend = useMay()("incident.command") && incident.allowed_actions.includes("assign");
  const arrivals = useQuery({ ...arrivalsQuery(incident.id), enabled: incident.assignments.some(isComing) }).data;
  return (
    <section className="block" aria-label={t("assignment.title")}>
      <header className="block-head">
        <h3>{t("assignment.title")}</h3>
      </header>
      {incident.assignments.length === 0 ? (
        <Empty what={t("assignment.none")} next={maySend ? t("assignment.none_next") : ""} />
      ) : (
        <ul className="assignments">
          {incident.assignments.map((assignment) => (
            <AssignmentRow key={assignment.id} assignment={assignment} arrival={isComing(assignment) ? arrivals?.find((one) => one.assignment_id === assignment.id) : undefined} />
          ))}
        </ul>
      )}
    </section>
  );
}

const shapes: Readonly<Record<Assignment["state"], string>> = {
  ordered: "◔", acknowledged: "◑", turned_out: "▶", on_scene: "●", water_on: "◉", released: "◀", returned: "✓", cancelled: "✕",
};

function sinceOf(assignment: Assignment): string {
  const times = [assignment.returned_at, assignment.released_at, assignment.water_on_at, assignment.on_scene_at, assignment.turned_out_at, assignment.acknowledged_at];
  return times.find((time) => time !== null && time !== undefined) ?? assignment.ordered_at;
}

function AssignmentRow({ assignment, arrival }: { readonly assignment: Assignment; readonly arrival: Arrival | undefined }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [cancelling, setCancelling] = useState(false);
  const reason = useDraft(`assignment:${assignment.id}:reason`);
  const refresh = () => {
    for (const queryKey of [["incident", assignment.incident_id], ["incidents"], ["timeline", assignment.incident_id], ["candidates"]]) void queries.invalidateQueries({ queryKey });
  };
  const takeOver = (next: Assignment) => {
    queries.setQueryData<Incident>(["incident", assignment.incident_id], (incident) =>
      incident === undefined ? incident : { ...incident, assignments: incident.assignments.map((one) => (one.id === next.id ? next : one)) },
    );
    refresh();
  };
  const progress = useMutation({
    mutationFn: (step: AssignmentStep) => progressAssignment(assignment, step, step === "cancelled" ? reason.text.trim() : undefined),
    onSuccess: (next, step) => {
      if (step === "cancelled") reason.clear();
      setCancelling(false);
      takeOver(next);
    },
    onError: (error) => {
      if (currentRecord(error, "responder")) takeOver(asProblem(error).current as Assignment);
      else refresh();
    },
  });
  const mayStep = useMay()("assignment.progress");
  const { forward, cancel } = splitSteps(mayStep ? assignment.allowed_steps : []);
  const since = sinceOf(assignment);
  const done = assignment.state === "returned" || assignment.state === "cancelled";
  const state = t(`assignment.state.${assignment.state}`);
  return (
    <li className={done ? "assignment assignment-done" : "assignment"}>
      <span className="clip assignment-name">
        <b>{assignment.responder.name}</b> <span className="soft">{assignment.responder.station_name ?? t.label("responder.kind", assignment.responder.kind)}</span>
      </span>
      <span className="assignment-state">
        <span className="state-mark">
          <span aria-hidden="true" className="shape">{shapes[assignment.state]}</span>
          {state}
        </span>
        {done ? null : <RunningClock since={since} />}
        {arrival === undefined ? null : <Coming arrival={arrival} />}
      </span>
      <span className="assignment-acts">
        {forward.map((step, index) => (
          <Button key={step} type={index === 0 ? "primary" : "default"} size="small" disabled={progress.isPending} onClick={() => progress.mutate(step)} aria-label={`${assignment.responder.name} ${t.label("assignment.step", step)}`}>
            {t.label("assignment.step", step)}
          </Button>
        ))}
        {cancel === undefined ? null : (
          <Button size="small" type="text" aria-expanded={cancelling} onClick={() => setCancelling(!cancelling)} aria-label={`${assignment.responder.name} ${t("assignment.step.cancelled")}`}>
            {t("assignment.step.cancelled")}
          </Button>
        )}
      </span>
      {cancelling && cancel !== undefined ? (
        <form
          className="form-line assignment-wide"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.text.trim() !== "") progress.mutate(cancel);
          }}
        >
          <Input value={reason.text} onChange={(event) => reason.set(event.target.value)} placeholder={t("assignment.cancel_reason")} aria-label={t("assignment.cancel_reason")} autoFocus maxLength={500} />
          <Button htmlType="submit" disabled={reason.text.trim() === "" || progress.isPending}>
            {t("assignment.cancel_confirm")}
          </Button>
        </form>
      ) : null}
      {progress.error === null ? null : (
        <div className="assignment-wide">
          {asProblem(progress.error).status === 412 ? (
            <ConflictNote title={t("incident.conflict")} onDismiss={progress.reset}>
              <p>{t("assignment.conflict", { name: assignment.responder.name, state })}</p>
            </ConflictNote>
          ) : (
            <ProblemNote problem={asProblem(progress.error)} onDismiss={progress.reset} />
          )}
        </div>
      )}
    </li>
  );
}

/** 预计到场: when it is there, how far that is, and what this rests on. */
function Coming({ arrival }: { readonly arrival: Arrival }) {
  const { t } = useLanguage();
  const now = serverNow();
  const { arrives_at: at, distance_metres: metres } = arrival;
  if (arrival.cut_off) return <b className="candidate-cut">{t("candidate.cut_off")}</b>;
  if (at === null) return <span className="soft">{t("arrival.unknown")}</span>;
  const left = Math.max(0, (instant(at) - now) / 1000);
  const rests = arrival.straight_line ? "arrival.by_line" : arrival.position_age_seconds === null ? "arrival.by_station" : "arrival.by_position";
  return (
    <span className="figures assignment-coming" title={t(rests)}>
      {t(left < 1 ? "arrival.due" : "arrival.at", { clock: clockTime(instant(at)).slice(0, 5), left: travel(left, t) })}
      {metres === null ? null : <span className="soft"> · {metres < 1000 ? t("candidate.metres", { m: Math.round(metres / 10) * 10 }) : t("candidate.distance", { km: (metres / 1000).toFixed(1) })}</span>}
    </span>
  );
}

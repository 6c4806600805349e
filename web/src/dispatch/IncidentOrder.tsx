/** One order as the crew reads it from three metres away: what, where, level, with whom; below it, its buttons. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useMay } from "../access/may";
import { asProblem } from "../api/problem";
import type { Assignment, AssignmentStep, Incident } from "../api/types";
import { useLanguage } from "../shell/language";
import { ConflictNote, ProblemNote } from "../shell/States";
import { Exact, RunningClock } from "../time/Clocks";
import { currentRecord, progressAssignment } from "./incidents";
import { LevelMark } from "./LevelMark";
import { isWorking } from "./rules";
import { bigSteps, doneAt } from "./station";
import { Told } from "./Told";

interface Props {
  readonly incident: Incident;
  /** Those of this station. */
  readonly assignments: readonly Assignment[];
  readonly children: ReactNode;
}

export function IncidentOrder({ incident, assignments, children }: Props) {
  const { t } = useLanguage();
  const own = new Set(assignments.map((one) => one.id));
  const others = incident.assignments.filter((one) => !own.has(one.id) && isWorking(one));
  const first = assignments[0]?.ordered_at ?? incident.opened_at;
  return (
    <article className="panel station-order" aria-label={`${t("station.orders")} ${incident.number}`}>
      <header className="station-order-head">
        <p className="in-hand-line">
          <LevelMark kind={incident.kind} level={incident.level} />
          <span className="station-kind">{t.label("incident.kind", incident.kind)}</span>
          <span className="figures soft">{incident.number}</span>
          <span className="station-clock"><span className="soft">{t("station.ordered")}</span> <RunningClock since={first} /></span>
        </p>
        <h3 className="station-where">{incident.address.trim() === "" ? t("incident.no_address") : incident.address}</h3>
        <Told incident={incident} />
        {incident.note ? <p className="station-note">{incident.note}</p> : null}
        <p className="station-with"><span className="soft">{t("station.with")}</span> {others.length === 0 ? t("station.alone") : others.map((one) => t("station.with_one", { name: one.responder.name, state: t(`assignment.state.${one.state}`) })).join(t("map.comma"))}</p>
      </header>
      <ul className="station-own">{assignments.map((one) => <Own key={one.id} assignment={one} />)}</ul>
      {children}
    </article>
  );
}

/** One responder of the station with its buttons. */
function Own({ assignment }: { assignment: Assignment }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const may = useMay()("assignment.progress");
  const refresh = () => {
    for (const queryKey of [["orders"], ["incident", assignment.incident_id], ["responders"], ["candidates", assignment.incident_id]]) void queries.invalidateQueries({ queryKey });
  };
  const progress = useMutation({ mutationFn: (step: AssignmentStep) => progressAssignment(assignment, step), onSettled: refresh });
  const allowed = (step: AssignmentStep) => may && assignment.allowed_steps.includes(step);
  const act = (step: AssignmentStep) => {
    if (!progress.isPending) progress.mutate(step);
  };
  const { name } = assignment.responder;
  const problem = progress.error === null ? null : asProblem(progress.error);
  return (
    <li className="station-responder">
      <p className="station-name"><b>{name}</b> <span className="soft">{t(`assignment.state.${assignment.state}`)}</span></p>
      {allowed("acknowledged") ? (
        <button type="button" className="station-button station-accept" disabled={progress.isPending} onClick={() => act("acknowledged")} aria-label={`${name} ${t("station.accept")}`}>{t("station.accept")}</button>
      ) : null}
      <div className="station-steps">
        {bigSteps(assignment).map((step) => <StepButton key={step} assignment={assignment} step={step} allowed={allowed(step)} busy={progress.isPending} onAct={() => act(step)} />)}
      </div>
      {allowed("water_on") ? <div className="station-steps"><StepButton assignment={assignment} step="water_on" allowed busy={progress.isPending} onAct={() => act("water_on")} /></div> : null}
      {problem === null ? null : problem.status === 412 ? (
        <ConflictNote title={t("incident.conflict")} onDismiss={progress.reset}>
          <p>{t("station.conflict", { name, state: t.label("assignment.state", currentRecord(progress.error, "responder") ? (problem.current as Assignment).state : assignment.state) })}</p>
        </ConflictNote>
      ) : (
        <ProblemNote problem={problem} onDismiss={progress.reset} />
      )}
    </li>
  );
}

type BigStep = "turned_out" | "on_scene" | "water_on" | "released" | "returned";

function StepButton({ assignment, step, allowed, busy, onAct }: { assignment: Assignment; step: AssignmentStep; allowed: boolean; busy: boolean; onAct: () => void }) {
  const { t } = useLanguage();
  const words = t(`station.step.${step as BigStep}`);
  const at = doneAt(assignment, step);
  return (
    <button type="button" className={`station-button ${at === null ? "" : "station-done"}`} disabled={!allowed || busy} onClick={onAct} aria-label={`${assignment.responder.name} ${words}`}>
      {at === null ? null : <span aria-hidden="true">✓ </span>}{words}
      {at === null ? null : <small><Exact at={at} /></small>}
    </button>
  );
}

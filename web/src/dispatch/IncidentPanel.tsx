/** 在办警情: everything about the one incident in hand. */
import type { ReactNode } from "react";
import { useMay } from "../access/may";
import { asProblem } from "../api/problem";
import type { Incident } from "../api/types";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Exact, RunningClock } from "../time/Clocks";
import { Assignments } from "./Assignments";
import { Candidates } from "./Candidates";
import { IncidentActs } from "./IncidentActs";
import { useIncident } from "./incidents";
import { IncidentStateMark, LevelMark } from "./LevelMark";
import { yuanOf } from "./rules";
import { TimelineList } from "./TimelineList";
import { Told } from "./Told";

interface Props {
  readonly id: string | undefined;
  readonly onAlarm: (alarmId: string) => void;
  /** The calls about an incident of this number, for who may read them. */
  readonly calls: (number: string) => ReactNode;
  /** The way to the map, where it does not stand beside this. */
  readonly toMap: ReactNode;
}

export function IncidentPanel({ id, ...rest }: Props) {
  const { t } = useLanguage();
  return (
    <section className="panel in-hand" aria-label={t("shell.in_hand")}>
      {id === undefined ? <Empty what={t("incident.pick")} next={t("incident.pick_next")} /> : <Loaded key={id} id={id} {...rest} />}
    </section>
  );
}

function Loaded({ id, onAlarm, calls, toMap }: Omit<Props, "id"> & { readonly id: string }) {
  const { t } = useLanguage();
  const mayCommand = useMay()("incident.command");
  const query = useIncident(id);
  if (query.data === undefined) {
    return query.error === null ? <Loading words={t("incident.loading")} /> : <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  }
  const incident = query.data;
  return (
    <div className="in-hand-body">
      <Head incident={incident} onAlarm={onAlarm} toMap={toMap} calls={calls} />
      {mayCommand ? <IncidentActs incident={incident} /> : null}
      <div className="in-hand-columns">
        <div className="in-hand-main">
          <Assignments incident={incident} />
          {mayCommand && incident.allowed_actions.includes("assign") ? <Candidates incident={incident} /> : null}
        </div>
        <TimelineList incidentId={incident.id} />
      </div>
    </div>
  );
}

function Head({ incident, onAlarm, toMap, calls }: { incident: Incident } & Pick<Props, "onAlarm" | "toMap" | "calls">) {
  const { t } = useLanguage();
  const alarmId = incident.alarm_id;
  const { outcome } = incident;
  return (
    <header className="in-hand-head">
      <div className="in-hand-line">
        <LevelMark kind={incident.kind} level={incident.level} />
        <span>{t.label("incident.kind", incident.kind)}</span>
        <IncidentStateMark state={incident.state} />
        <span className="figures soft">{incident.number}</span>
        <span className="soft">
          {t(`incident.source.${incident.source}`)}
          {alarmId === null || alarmId === undefined ? null : (
            <>
              {" · "}
              <button type="button" className="link" onClick={() => onAlarm(alarmId)}>
                {t("incident.from_alarm")}
              </button>
            </>
          )}
        </span>
        {toMap}
      </div>
      <h2 className="in-hand-address">{incident.address.trim() === "" ? t("incident.no_address") : incident.address}</h2>
      <Told incident={incident} />
      {incident.note ? <p className="in-hand-note">{incident.note}</p> : null}
      {calls(incident.number)}
      <dl className="clocks">
        <div>
          <dt>{t(incident.closed_at ? "incident.total" : "incident.since_opened")}</dt>
          <dd>
            <RunningClock since={incident.opened_at} until={incident.closed_at} />
          </dd>
          <dd className="soft"><Exact at={incident.opened_at} /></dd>
        </div>
        <div>
          <dt>{t(incident.first_on_scene_at ? "incident.order_to_scene" : "incident.since_ordered")}</dt>
          {incident.dispatched_at ? (
            <>
              <dd><RunningClock since={incident.dispatched_at} until={incident.first_on_scene_at ?? incident.closed_at} /></dd>
              <dd className="soft"><Exact at={incident.dispatched_at} /></dd>
            </>
          ) : (
            <dd className="clock-none">{t("incident.not_ordered")}</dd>
          )}
        </div>
        <div>
          <dt>{t(incident.closed_at && incident.first_on_scene_at ? "incident.scene_to_close" : "incident.on_scene_for")}</dt>
          {incident.first_on_scene_at ? (
            <>
              <dd><RunningClock since={incident.first_on_scene_at} until={incident.closed_at} /></dd>
              <dd className="soft"><Exact at={incident.first_on_scene_at} /></dd>
            </>
          ) : (
            <dd className="clock-none">{t("incident.not_on_scene")}</dd>
          )}
        </div>
      </dl>
      {outcome === null || outcome === undefined ? null : (
        <p className="note">
          <b>{t("incident.outcome")} · {t.label("incident.kind", outcome.kind)}</b> {outcome.summary}
          <br />
          <span className="figures">
            {t("closure.people_n", { n: outcome.people_rescued })}
            {outcome.property_saved_fen === null || outcome.property_saved_fen === undefined ? "" : ` · ${t("closure.property_n", { n: yuanOf(outcome.property_saved_fen) })}`}
          </span>
        </p>
      )}
    </header>
  );
}

/** 可调力量: ranked, ticked, sent in one action. */
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { asProblem } from "../api/problem";
import type { Candidate, Incident } from "../api/types";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { relative, travel } from "../time/format";
import { ActFailure } from "./ActFailure";
import { candidatesQuery, dispatchTo } from "./incidents";
import { maySend, ranked, rankedBy } from "./rules";
import { useIncidentAct } from "./useIncidentAct";

export function Candidates({ incident }: { incident: Incident }) {
  const { t } = useLanguage();
  const query = useQuery(candidatesQuery(incident.id));
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const rows = ranked(query.data?.items ?? []);
  // What became unavailable since it was ticked is not sent.
  const chosen = rows.filter((row) => maySend(row) && ticked.has(row.responder.id)).map((row) => row.responder.id);
  const order = useIncidentAct(
    (ids: readonly string[]) => dispatchTo(incident, ids),
    () => setTicked(new Set()),
  );
  const send = () => {
    if (chosen.length > 0 && !order.isPending) order.mutate(chosen);
  };
  useShortcut(["d"], send, chosen.length > 0);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(ticked);
    if (on) next.add(id);
    else next.delete(id);
    setTicked(next);
  };
  return (
    <section className="block" aria-label={t("candidate.title")}>
      <header className="block-head">
        <h3>{t("candidate.title")}</h3>
        <span className="soft">{t(`candidate.by_${rankedBy(rows)}`)}</span>
        <Button type="primary" disabled={chosen.length === 0 || order.isPending} onClick={send}>
          {order.isPending ? t("candidate.sending") : chosen.length === 0 ? t("candidate.pick") : t("candidate.dispatch_n", { n: chosen.length })} <kbd>D</kbd>
        </Button>
      </header>
      {order.error === null ? null : <ActFailure incidentId={incident.id} error={order.error} onDismiss={order.reset} />}
      {query.data === undefined ? (
        query.error === null ? <Loading words={t("candidate.loading")} /> : <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty what={t("candidate.none")} next={t("candidate.none_next")} />
      ) : (
        <ul
          className="candidates"
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            send();
          }}
        >
          {rows.map((row) => (
            <CandidateRow key={row.responder.id} row={row} marked={rankedBy(rows) === "both" && row.straight_line} on={chosen.includes(row.responder.id)} onToggle={toggle} />
          ))}
        </ul>
      )}
    </section>
  );
}

function CandidateRow({ row, marked, on, onToggle }: { row: Candidate; marked: boolean; on: boolean; onToggle: (id: string, on: boolean) => void }) {
  const { t } = useLanguage();
  const { responder } = row;
  const metres = row.distance_metres ?? null;
  const seconds = row.travel_seconds ?? null;
  const age = row.position_age_seconds ?? null;
  const distance = metres === null ? t("candidate.no_distance") : metres < 1000 ? t("candidate.metres", { m: Math.round(metres / 10) * 10 }) : t("candidate.distance", { km: (metres / 1000).toFixed(1) });
  return (
    <li>
      <Checkbox className={`candidate ${on ? "candidate-on" : ""}`} checked={on} disabled={!maySend(row)} onChange={(event) => onToggle(responder.id, event.target.checked)}>
        <span className="clip">
          <b>{responder.name}</b> <span className="soft">{responder.station_name ?? t.label("responder.kind", responder.kind)}</span>
        </span>
        {row.available ? (
          <>
            <span className="soft clip candidate-age">{age === null || age < 60 ? "" : t("candidate.position_age", { age: relative(0, age * 1000, t) })}</span>
            <span className="figures right soft">{marked ? t("candidate.straight", { distance }) : distance}</span>
            <span className="figures right candidate-time">{seconds === null ? "–" : travel(seconds, t)}</span>
          </>
        ) : (
          <span className="candidate-no">{maySend(row) ? "?" : "✕"} {t.label("candidate.reason", row.unavailable_reason ?? "busy")}</span>
        )}
      </Checkbox>
    </li>
  );
}

/** 可调力量: what the response plan proposes, and everybody by kind; ranked, ticked, sent in one action. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { asProblem } from "../api/problem";
import type { Candidate, CandidateList, Incident, ResponderKind } from "../api/types";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { ActFailure } from "./ActFailure";
import { CandidateRow } from "./CandidateRow";
import { candidatesQuery, dispatchTo, MOST, NEAREST } from "./incidents";
import { ResponsePlan } from "./ResponsePlan";
import { isWorking, proposed, ranked, rankedBy, sendable, ticked } from "./rules";
import { useIncidentAct } from "./useIncidentAct";

/** What is looked at: the plan's proposal, one kind, or everybody. */
type View = "plan" | ResponderKind | "all";

export function Candidates({ incident }: { incident: Incident }) {
  const { t } = useLanguage();
  const [chosenView, setView] = useState<View | null>(null);
  const [isLong, setLong] = useState(false);
  const kind = chosenView === "all" ? null : chosenView === null || chosenView === "plan" ? "vehicle" : chosenView;
  const query = useQuery({ ...candidatesQuery(incident.id, kind, isLong ? MOST : NEAREST), placeholderData: (before) => before });
  const list = query.data;
  const needs = list?.response?.needs ?? [];
  const view = chosenView ?? (needs.length > 0 ? "plan" : "vehicle");
  const [picked, setPicked] = useState<readonly Candidate[] | null>(null);
  const isFirst = !incident.assignments.some(isWorking);
  const rows = ranked(list?.items ?? []);
  const chosen = sendable(ticked(picked, needs, isFirst), [...rows, ...proposed(needs)]);
  const ids = chosen.map((one) => one.responder.id);
  const order = useIncidentAct(
    (responders: readonly string[]) => dispatchTo(incident, responders),
    () => setPicked(null),
  );
  const send = () => {
    if (ids.length > 0 && !order.isPending) order.mutate(ids);
  };
  useShortcut(["d"], send, ids.length > 0);
  const toggle = (row: Candidate, on: boolean) => {
    const others = chosen.filter((one) => one.responder.id !== row.responder.id);
    setPicked(on ? [...others, row] : others);
  };
  const straight = rankedBy(rows);
  const row = (one: Candidate) => <CandidateRow key={one.responder.id} row={one} marked={straight === "both" && one.straight_line} on={ids.includes(one.responder.id)} onToggle={toggle} />;
  return (
    <section className="block" aria-label={t("candidate.title")}>
      <header className="block-head">
        <h3>{t("candidate.title")}</h3>
        {rows.length === 0 ? null : <span className="soft">{t(`candidate.by_${straight}`)}</span>}
        <Button type="primary" disabled={ids.length === 0 || order.isPending} onClick={send}>
          {order.isPending ? t("candidate.sending") : ids.length === 0 ? t("candidate.pick") : t("candidate.dispatch_n", { n: ids.length })} <kbd>D</kbd>
        </Button>
      </header>
      {order.error === null ? null : <ActFailure incidentId={incident.id} error={order.error} onDismiss={order.reset} />}
      {list === undefined ? (
        query.error === null ? <Loading words={t("candidate.loading")} /> : <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : list.kinds.length === 0 ? (
        <Empty what={t("candidate.none")} next={t("candidate.none_next")} />
      ) : (
        <>
          <Kinds list={list} view={view} onView={(next) => { setView(next); setLong(false); }} />
          <div
            className="candidates"
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
              event.preventDefault();
              send();
            }}
          >
            {view === "plan" && list.response !== null ? (
              <ResponsePlan plan={list.response} row={row} onTick={isFirst ? null : () => setPicked(proposed(needs))} />
            ) : (
              <>
                <ul>{rows.map(row)}</ul>
                <More list={list} view={view} shown={rows.length} onMore={isLong ? null : () => setLong(true)} />
              </>
            )}
          </div>
        </>
      )}
    </section>
  );
}

function Kinds({ list, view, onView }: { list: CandidateList; view: View; onView: (view: View) => void }) {
  const { t } = useLanguage();
  const chip = (key: View, words: string, figures?: string) => (
    <button key={key} type="button" className="kind-chip" aria-pressed={view === key} onClick={() => onView(key)}>
      {words}{figures === undefined ? null : <span className="figures"> {figures}</span>}
    </button>
  );
  return (
    <p className="kind-chips" role="group" aria-label={t("candidate.kinds")}>
      {list.response === null ? null : chip("plan", t("candidate.plan"))}
      {list.kinds.map(({ kind, available, all }) => chip(kind, t(`responder.kind.${kind}`), t("candidate.count", { available, all })))}
      {list.kinds.length > 1 ? chip("all", t("candidate.all")) : null}
    </p>
  );
}

/** How many there are beyond those that are shown. */
function More({ list, view, shown, onMore }: { list: CandidateList; view: View; shown: number; onMore: (() => void) | null }) {
  const { t } = useLanguage();
  const all = list.kinds.filter(({ kind }) => view === "all" || kind === view).reduce((sum, one) => sum + one.all, 0);
  if (all <= shown) return null;
  return (
    <p className="candidates-more soft">
      {t("candidate.nearest", { n: shown, all })} {onMore === null ? null : <button type="button" className="link" onClick={onMore}>{t("candidate.more")}</button>}
    </p>
  );
}

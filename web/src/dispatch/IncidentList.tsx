/** 警情名单: level, place, force and a running clock on each line. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useMemo, useRef } from "react";
import { asProblem } from "../api/problem";
import type { Incident, ListState } from "../api/types";
import { FreshMark } from "../feed/FreshMark";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Choice } from "../shell/Switches";
import { RunningClock } from "../time/Clocks";
import { incidentListQuery, PAGE_SIZE } from "./incidents";
import { IncidentStateMark, LevelMark } from "./LevelMark";
import { rowsOf, strength } from "./rules";

interface Props {
  readonly filter: ListState;
  readonly onFilter: (filter: ListState) => void;
  readonly selected: string | undefined;
  readonly onSelect: (id: string, by: "key" | "hand") => void;
  readonly keys: boolean;
  readonly onFocus: () => void;
  /** 接警; none at a seat that takes no calls. */
  readonly onCall: (() => void) | null;
}

export function IncidentList({ filter, onFilter, selected, onSelect, keys, onFocus, onCall }: Props) {
  const { t } = useLanguage();
  const list = useInfiniteQuery(incidentListQuery(filter));
  const rows = useMemo(() => rowsOf(list.data?.pages ?? [], filter), [list.data, filter]);
  const box = useRef<HTMLDivElement>(null);
  const at = rows.findIndex((row) => row.id === selected);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const move = (step: 1 | -1) => {
    const next = rows[at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (next !== undefined) onSelect(next.id, "key");
  };
  useShortcut(["j", "ArrowDown"], () => move(1), keys);
  useShortcut(["k", "ArrowUp"], () => move(-1), keys);
  useShortcut(["i"], () => {
    onFocus();
    box.current?.focus();
  });
  return (
    <section className="panel incidents" aria-label={t("incident.list")} onFocusCapture={onFocus}>
      <header className="panel-head">
        <h2>
          {t("shell.incidents")} <kbd aria-hidden="true">I</kbd>
        </h2>
        {list.data === undefined ? null : <span className="soft figures">{t(list.hasNextPage ? "list.count_more" : "list.count", { n: rows.length })}</span>}
        {list.isError && list.data === undefined ? null : <FreshMark loaded={list.data !== undefined} />}
        {onCall === null ? null : <button type="button" className="bar-button take-call" onClick={onCall}>{t("intake.title")} <kbd aria-hidden="true">C</kbd></button>}
        <Choice
          name="incident-filter"
          label={t("filter.label")}
          value={filter}
          onChange={onFilter}
          options={[
            { value: "open", label: t("filter.open") },
            { value: "closed", label: t("filter.closed") },
            { value: "all", label: t("filter.all") },
          ]}
        />
      </header>
      {list.error !== null && list.data === undefined ? (
        <ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <Loading words={t("shell.loading")} />
      ) : rows.length === 0 ? (
        <Empty what={t(filter === "open" ? "incident.none_open" : "incident.none")} next={t(filter === "open" ? "incident.none_open_next" : "alarm.none_next")} />
      ) : (
        <div ref={box} className="rows" role="listbox" tabIndex={0} aria-label={t("incident.list")} aria-activedescendant={at >= 0 ? `incident-${selected}` : undefined}>
          {rows.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} selected={incident.id === selected} onSelect={onSelect} />
          ))}
          {list.hasNextPage ? (
            <Button className="more" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t("list.more", { n: PAGE_SIZE })}
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}

function IncidentRow({ incident, selected, onSelect }: { incident: Incident; selected: boolean; onSelect: Props["onSelect"] }) {
  const { t } = useLanguage();
  const force = strength(incident);
  return (
    <div id={`incident-${incident.id}`} className={`incident-row row ${selected ? "row-on" : ""}`} role="option" aria-selected={selected} onClick={() => onSelect(incident.id, "hand")}>
      <LevelMark kind={incident.kind} level={incident.level} brief />
      <span className="clip row-place">
        <b>{incident.address.trim() === "" ? t("incident.no_address") : incident.address}</b> <span className="soft figures">{incident.number}</span>
      </span>
      <IncidentStateMark state={incident.state} />
      <span className="clip soft figures row-force">{force.all === 0 ? t(incident.dispatched_at === null ? "incident.force_none" : "incident.force_gone") : t("incident.force", { on: force.onScene, all: force.all })}</span>
      <span className="right">
        <RunningClock since={incident.opened_at} until={incident.closed_at} />
      </span>
    </div>
  );
}

/** 警报名单: by priority and age, one line each, with running ages. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useMemo, useRef } from "react";
import { asProblem } from "../api/problem";
import type { Alarm, ListState } from "../api/types";
import { FreshMark } from "../feed/FreshMark";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Choice } from "../shell/Switches";
import { RunningClock } from "../time/Clocks";
import { alarmListQuery, PAGE_SIZE } from "./alarms";
import { componentName, pointName, unitName } from "./names";
import { asksForYou, neighbour, ringing, rowsOf } from "./queue";
import { AlarmStateMark } from "./AlarmStateMark";

interface Props {
  readonly filter: ListState;
  readonly onFilter: (filter: ListState) => void;
  readonly selected: string | undefined;
  readonly onSelect: (id: string, by: "key" | "hand") => void;
  /** Whether J and K belong to this list now. */
  readonly keys: boolean;
  readonly onFocus: () => void;
}

export function AlarmQueue({ filter, onFilter, selected, onSelect, keys, onFocus }: Props) {
  const { t } = useLanguage();
  const list = useInfiniteQuery(alarmListQuery(filter));
  const rows = useMemo(() => rowsOf(list.data?.pages ?? [], filter), [list.data, filter]);
  const box = useRef<HTMLDivElement>(null);
  const lastIndex = useRef(0);
  const ids = rows.map((row) => row.id);
  const at = selected === undefined ? -1 : ids.indexOf(selected);
  useEffect(() => {
    if (at >= 0) lastIndex.current = at;
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at, selected]);
  const move = (step: 1 | -1) => {
    const next = neighbour(ids, selected, lastIndex.current, step);
    if (next !== undefined) onSelect(next, "key");
  };
  useShortcut(["j", "ArrowDown"], () => move(1), keys);
  useShortcut(["k", "ArrowUp"], () => move(-1), keys);
  useShortcut(["a"], () => {
    onFocus();
    box.current?.focus();
  });
  const waiting = ringing(rows).length;
  return (
    <section className="panel queue" aria-label={t("alarm.queue")} onFocusCapture={onFocus}>
      <header className="panel-head">
        <h2>
          {t("shell.alarms")} <kbd aria-hidden="true">A</kbd>
        </h2>
        {waiting > 0 ? <span className="needs-you">{t("alarm.waiting", { n: waiting })}</span> : null}
        {list.data === undefined ? null : <span className="soft figures">{t(list.hasNextPage ? "list.count_more" : "list.count", { n: rows.length })}</span>}
        {list.isError && list.data === undefined ? null : <FreshMark loaded={list.data !== undefined} />}
        <Choice
          name="alarm-filter"
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
        filter === "open" ? <Empty what={t("alarm.none_open")} next={t("alarm.none_open_next")} /> : <Empty what={t("alarm.none")} next={t("alarm.none_next")} />
      ) : (
        <>
          <div className="alarm-row row-heads" aria-hidden="true">
            <span>{t("alarm.state")}</span>
            <span className="right">{t("alarm.col.age")}</span>
            <span>{t("alarm.col.priority_cause")}</span>
            <span>{t("alarm.col.place")}</span>
            <span>{t("alarm.col.component")}</span>
            <span className="right">{t("alarm.col.repeat")}</span>
          </div>
          <div ref={box} id="alarm-list" className="rows" role="listbox" tabIndex={0} aria-label={t("alarm.queue")} aria-activedescendant={at >= 0 ? `alarm-${selected}` : undefined}>
            {rows.map((alarm) => (
              <AlarmRow key={alarm.id} alarm={alarm} selected={alarm.id === selected} onSelect={onSelect} />
            ))}
            {list.hasNextPage ? (
              <Button className="more" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t("list.more", { n: PAGE_SIZE })}
              </Button>
            ) : null}
          </div>
        </>
      )}
    </section>
  );
}

function AlarmRow({ alarm, selected, onSelect }: { alarm: Alarm; selected: boolean; onSelect: Props["onSelect"] }) {
  const { t } = useLanguage();
  const asks = asksForYou(alarm);
  return (
    // The listbox holds the focus; J, K and the arrows reach every row without a pointer.
    <div id={`alarm-${alarm.id}`} className={`alarm-row row ${selected ? "row-on" : ""}`} role="option" aria-selected={selected} onClick={() => onSelect(alarm.id, "hand")}>
      <AlarmStateMark state={alarm.state} />
      <span className={`right ${asks ? "" : "soft"}`}>
        <RunningClock since={alarm.received_at} until={asks ? null : alarm.verified?.at} />
      </span>
      <span title={t("alarm.priority", { n: alarm.priority })}>
        <span className="figures priority">{alarm.priority}</span> {t.label("alarm.cause", alarm.cause)}
      </span>
      <span className="clip row-place">
        {alarm.device.registered ? null : <span className="tag">▲ {t("alarm.tag.unregistered")}</span>}
        {alarm.bit0_test ? <span className="tag">□ {t("alarm.tag.test")}</span> : null}
        <b>{unitName(alarm, t)}</b> {pointName(alarm) ?? ""}
      </span>
      <span className="clip soft row-component">{componentName(alarm, t)}</span>
      <span className="right figures soft">{alarm.repeat_count > 0 ? `×${alarm.repeat_count + 1}` : ""}</span>
    </div>
  );
}

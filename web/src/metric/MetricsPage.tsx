/** 指标: every metric this person may read, for an area and a period, with its target and its line. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Input, type InputRef } from "antd";
import { useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { LONGEST_WORDS } from "../shell/lengths";
import { LightMark } from "./LightMark";
import { grouped, metricsQuery, withUnit, type MetricItem } from "./metrics";
import { MomentLine } from "./MomentLine";
import { Pickers } from "./Pickers";
import type { MetricSearch } from "./search";
import { Spark } from "./Spark";

/** The metrics whose name, in either language, holds every word. */
function matching(items: readonly MetricItem[], text: string): readonly MetricItem[] {
  const wanted = text.normalize("NFKC").toLowerCase().split(/\s+/).filter((word) => word !== "");
  return items.filter(({ metric }) => {
    const words = `${metric.label.zh} ${metric.label.en}`.toLowerCase();
    return wanted.every((word) => words.includes(word));
  });
}

export function MetricsPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: "/seat/metrics/" });
  const list = useQuery({ ...metricsQuery(search), placeholderData: (before) => before });
  const [text, setText] = useState("");
  const box = useRef<InputRef>(null);
  useShortcut(["/"], () => box.current?.focus());
  const go = (next: MetricSearch) => void navigate({ to: "/metrics", search: next, replace: true });
  const items = list.data?.items ?? [];
  const found = matching(items, text);
  const groups = [...new Set(found.map(({ metric }) => metric.group.zh))];
  const first = found[0];
  return (
    <div className="board">
      <header className="board-head">
        <h2>{t("metric.all")}</h2>
        <span className="soft figures">{list.data === undefined ? "" : t("metric.count", { n: items.length })}</span>
        <Pickers search={search} area={list.data?.area} onChange={go} />
        <Input
          ref={box}
          className="find"
          type="search"
          allowClear
          value={text}
          maxLength={LONGEST_WORDS}
          placeholder={t("metric.find")}
          aria-label={t("metric.find")}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={() => {
            if (first !== undefined) void navigate({ to: "/metrics/$key", params: { key: first.metric.key }, search });
          }}
        />
      </header>
      {list.error === null ? null : <div className="board-note"><ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} /></div>}
      {list.data === undefined ? (
        list.error === null ? <Loading words={t("metric.loading")} /> : null
      ) : items.length === 0 ? (
        <Empty what={t("metric.none")} next={t("metric.none_next")} />
      ) : found.length === 0 ? (
        <Empty what={t("metric.not_found", { text })} next={t("metric.not_found_next")} />
      ) : (
        <div className={list.isPlaceholderData ? "board-body board-waiting" : "board-body"}>
          {groups.map((group) => (
            <Group key={group} items={found.filter(({ metric }) => metric.group.zh === group)} search={search} />
          ))}
        </div>
      )}
      {list.data === undefined ? null : <MomentLine moment={list.data.moment} />}
    </div>
  );
}

function Group({ items, search }: { items: readonly MetricItem[]; search: MetricSearch }) {
  const { t } = useLanguage();
  const title = items[0]?.metric.group[t.language] ?? "";
  return (
    <section className="metric-group" aria-label={title}>
      <h3>{title} <span className="soft figures">{items.length}</span></h3>
      <table className="metric-table">
        <thead className="unseen-narrow">
          <tr>
            <th scope="col">{t("metric.name")}</th>
            <th scope="col" className="right">{t("metric.value")}</th>
            <th scope="col">{t("metric.standing")}</th>
            <th scope="col" className="right">{t("metric.target")}</th>
            <th scope="col">{t("metric.line")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => <Line key={item.metric.key} item={item} search={search} />)}
        </tbody>
      </table>
    </section>
  );
}

function Line({ item: { metric, reading, spark }, search }: { item: MetricItem; search: MetricSearch }) {
  const { t } = useLanguage();
  return (
    <tr>
      <th scope="row">
        <Link to="/metrics/$key" params={{ key: metric.key }} search={search}>{metric.label[t.language]}</Link>
        {metric.standing === "unsaid" ? null : <span className="tag metric-kind">{t.label("metric.kind", metric.standing)}</span>}
      </th>
      <td className="right figures metric-value">
        {reading.value === null ? (
          <span className="soft" title={reading.unknown?.text[t.language]}>{t("metric.unknown")}</span>
        ) : (
          withUnit(reading.value, metric, t.language)
        )}
      </td>
      <td className="metric-light">
        {reading.value === null ? <span className="soft metric-why">{reading.unknown?.text[t.language]}</span> : <LightMark light={reading.light} />}
      </td>
      <td className="right figures metric-target">{reading.target === null ? <span className="soft metric-none">—</span> : <><span className="narrow-only soft">{t("metric.target")} </span>{grouped(reading.target)}</>}</td>
      <td className="metric-line"><Spark points={spark} /></td>
    </tr>
  );
}

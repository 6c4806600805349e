/** 台账: every ledger this person may read, on three shelves, with a box to find one. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Input, type InputRef } from "antd";
import { useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { LONGEST_WORDS } from "../shell/lengths";
import { gapListsQuery } from "./gaps";
import { matching, shelfOf, type ShelfKey } from "./groups";
import { registersQuery } from "./registers";
import { mayEnter, type RegisterInfo } from "./types";

const shelves: readonly ShelfKey[] = ["places", "people", "other"];

export function RegistersPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const registers = useQuery(registersQuery);
  const [text, setText] = useState("");
  const box = useRef<InputRef>(null);
  useShortcut(["/"], () => box.current?.focus());
  const all = registers.data ?? [];
  const found = matching(all, text);
  const first = found[0];
  return (
    <div className="sheet">
      <header className="sheet-head">
        <h2>{t("register.all")}</h2>
        <span className="soft figures">{registers.data === undefined ? "" : t("register.count", { n: all.length })}</span>
        <Input
          ref={box}
          className="find"
          type="search"
          autoFocus
          allowClear
          value={text}
          maxLength={LONGEST_WORDS}
          placeholder={t("register.find")}
          aria-label={t("register.find")}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={() => {
            if (first !== undefined) void navigate({ to: "/registers/$key", params: { key: first.key } });
          }}
        />
      </header>
      {registers.data === undefined ? (
        registers.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(registers.error)} onRetry={() => void registers.refetch()} />
      ) : all.length === 0 ? (
        <Empty what={t("register.none")} next={t("register.none_next")} />
      ) : found.length === 0 ? (
        <Empty what={t("register.not_found", { text })} next={t("register.not_found_next")} />
      ) : (
        [...shelves.map((key) => <Shelf key={key} title={t(`register.shelf.${key}`)} items={found.filter((info) => shelfOf(info) === key)} />), <GapShelf key="gaps" text={text} />]
      )}
    </div>
  );
}

/** What is missing where it must be: lists that follow from two registers. */
function GapShelf({ text }: { text: string }) {
  const { t } = useLanguage();
  const lists = useQuery(gapListsQuery);
  const shown = (lists.data ?? []).filter((list) => list.label.includes(text.trim()));
  if (shown.length === 0) return null;
  return (
    <section className="shelf" aria-label={t("gaps.shelf")}>
      <h3>
        {t("gaps.shelf")} <span className="soft figures">{shown.length}</span>
      </h3>
      <ul>
        {shown.map((list) => (
          <li key={list.key}>
            <Link to="/registers/gaps/$key" params={{ key: list.key }} search={{}}>
              <b>{list.label}</b>
              <span className="soft clip shelf-fields">{t("gaps.about")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Shelf({ title, items }: { title: string; items: readonly RegisterInfo[] }) {
  const { t } = useLanguage();
  if (items.length === 0) return null;
  return (
    <section className="shelf" aria-label={title}>
      <h3>
        {title} <span className="soft figures">{items.length}</span>
      </h3>
      <ul>
        {items.map((info) => (
          <li key={info.key}>
            <Link to="/registers/$key" params={{ key: info.key }}>
              <b>{info.label[t.language]}</b>
              {mayEnter(info) ? null : <span className="tag">{t("register.read_only")}</span>}
              <span className="soft clip shelf-fields">{info.fields.filter((field) => field.list).map((field) => field.label[t.language]).join(" · ")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

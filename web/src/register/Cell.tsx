/** One value as it is read: references are links, masked data has its mark, emptiness a dash. */
import { useContext } from "react";
import { useLanguage } from "../shell/language";
import { PlainLink } from "../shell/PlainLink";
import { ReadableContext } from "./readable";
import type { FieldInfo, Row, Value } from "./types";
import { words } from "./values";

export function rowAddress(register: string, id: string): string {
  return `/registers/${encodeURIComponent(register)}/${encodeURIComponent(id)}`;
}

export function Masked({ children }: { children: string }) {
  const { t } = useLanguage();
  return (
    <span className="masked" title={t("register.masked")}>
      <span aria-hidden="true">◐</span> {children}
      <span className="unseen"> {t("register.masked")}</span>
    </span>
  );
}

export function ValueWords({ value, field, title, masked = false }: { value: Value | undefined; field: FieldInfo; title?: string | undefined; masked?: boolean }) {
  const { t } = useLanguage();
  const text = words(value, field, t, title);
  if (text === "") return <span className="soft" aria-label={t("register.empty")}>—</span>;
  if (masked) return <Masked>{text}</Masked>;
  const target = field.kind === "reference" ? field.reference : null;
  if (target !== null && typeof value === "string") return <Reference register={target} id={value} words={text} />;
  if (field.kind === "region" && typeof value === "string" && text !== value) return <span title={value}>{text}</span>;
  return <>{text}</>;
}

/** A row that is referred to: a link where this person may read its register. */
function Reference({ register, id, words }: { register: string; id: string; words: string }) {
  if (!useContext(ReadableContext).has(register)) return <>{words}</>;
  return <PlainLink className="reference" href={rowAddress(register, id)} onClick={(event) => event.stopPropagation()}>{words}</PlainLink>;
}

/** 已删除: a personal value that nobody can read any more. */
export function Erased() {
  const { t } = useLanguage();
  return <span className="soft" title={t("register.erased_means")}>■ {t("register.erased")}</span>;
}

export function Cell({ row, field }: { row: Row; field: FieldInfo }) {
  if (row.erased?.includes(field.name) === true) return <Erased />;
  return <ValueWords value={row.values[field.name]} field={field} title={row.titles[field.name]} masked={row.masked?.includes(field.name) === true} />;
}

/** What sets a row apart from the ordinary. */
export function RowTags({ row }: { row: Row }) {
  const { t } = useLanguage();
  return (
    <>
      {row.retired_at === null ? null : <span className="tag tag-retired">■ {t("register.retired")}</span>}
      {row.synthetic ? <span className="tag">{t("register.synthetic")}</span> : null}
    </>
  );
}

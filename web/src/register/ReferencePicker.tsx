/** A row of another register, found by typing: characters, pinyin or initials, as its list is searched. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useEffect, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { lookUpQuery, registersQuery, rowQuery } from "./registers";
import { titleOf } from "./values";

const PAUSE_MS = 200;

interface Props {
  readonly id?: string | undefined;
  /** The register that is pointed into. */
  readonly target: string;
  readonly value: string;
  /** The title of `value`, where the row around it already told it. */
  readonly title?: string | undefined;
  readonly label: string;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly onChange: (id: string) => void;
}

export function ReferencePicker({ id, target, value, title, label, invalid, describedBy, onChange }: Props) {
  const { t } = useLanguage();
  const registers = useQuery(registersQuery);
  const info = registers.data?.find((one) => one.key === target);
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useQuery({ ...lookUpQuery(target, asked), enabled: info !== undefined && isOpen, placeholderData: keepPreviousData });
  const known = useTitle(target, value, title);
  const options = (found.data?.items ?? []).map((row) => ({ value: row.id, label: titleOf(row, info?.title ?? "") }));
  const all = value === "" || options.some((option) => option.value === value) ? options : [{ value, label: known }, ...options];
  if (registers.data !== undefined && info === undefined) {
    return <p className="soft">{value === "" ? "" : known} {t("register.reference_unseen")}</p>;
  }
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      className="picker"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      value={value === "" ? null : value}
      options={all}
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      {...(invalid === true ? { status: "error" as const } : {})}
      placeholder={t("register.reference_find", { name: info?.label[t.language] ?? "" })}
      notFoundContent={found.error !== null ? (asProblem(found.error).detail ?? asProblem(found.error).title) : t(found.isFetching ? "shell.loading" : "register.reference_none")}
      getPopupContainer={(node: HTMLElement) => node.parentElement ?? node}
      onOpenChange={setOpen}
      onChange={(next: string | null | undefined) => onChange(next ?? "")}
    />
  );
}

/** What the row with this id is called. */
export function useTitle(target: string | null, id: string, given?: string): string {
  const registers = useQuery(registersQuery);
  const info = registers.data?.find((one) => one.key === target);
  const row = useQuery({ ...rowQuery(target ?? "", id), enabled: given === undefined && id !== "" && info !== undefined });
  if (given !== undefined) return given;
  return row.data === undefined || info === undefined ? id.slice(-8) : titleOf(row.data, info.title);
}

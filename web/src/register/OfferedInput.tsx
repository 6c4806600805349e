/** One of many words that the form's guide offers, under their headings, found by typing. */
import { Select } from "antd";
import { useLanguage } from "../shell/language";
import type { ChoiceInfo } from "./types";

interface Props {
  readonly id?: string | undefined;
  readonly choices: readonly ChoiceInfo[];
  readonly value: string;
  readonly label: string;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly onChange: (key: string) => void;
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly words: string;
}

export function OfferedInput({ id, choices, value, label, invalid, describedBy, onChange }: Props) {
  const { t } = useLanguage();
  const { language } = t;
  const groups: { label: string; options: Option[] }[] = [];
  for (const choice of choices) {
    const group = choice.group?.[language] ?? "";
    const option = { value: choice.key, label: choice.label[language], words: `${group} ${choice.label[language]}`.toLowerCase() };
    const last = groups.at(-1);
    if (last?.label === group) last.options.push(option);
    else groups.push({ label: group, options: [option] });
  }
  const grouped = groups.some((group) => group.label !== "");
  const flat = groups.flatMap((group) => group.options);
  const unknown = value === "" || flat.some((option) => option.value === value) ? [] : [{ value, label: value, words: value }];
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      className="picker"
      showSearch={{ filterOption: (typed, option) => matches(option, typed.trim().toLowerCase()) }}
      allowClear
      value={value === "" ? null : value}
      options={grouped ? [...unknown, ...groups] : [...unknown, ...flat]}
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      {...(invalid === true ? { status: "error" as const } : {})}
      placeholder={t("register.offered_find")}
      notFoundContent={t("register.offered_none")}
      getPopupContainer={(node: HTMLElement) => node.parentElement ?? node}
      onChange={(next: string | null | undefined) => onChange(next ?? "")}
    />
  );
}

function matches(option: unknown, typed: string): boolean {
  return typeof option === "object" && option !== null && "words" in option && typeof option.words === "string" && option.words.includes(typed);
}

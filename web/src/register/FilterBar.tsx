/** The chips of a list: each question can be read, changed, taken away. */
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../shell/language";
import { Drop } from "./Drop";
import { blank, faultsOf, formOfFilter, toFilter, valueWords, type FilterForm } from "./filterForm";
import { isAskable, offeredFor, operatorOf, type Filter } from "./operators";
import { useTitle } from "./ReferencePicker";
import { useRegionName } from "./RegionInput";
import type { FieldInfo, RegisterInfo } from "./types";
import { ValueInput } from "./ValueInput";

interface Props {
  readonly info: RegisterInfo;
  readonly filters: readonly Filter[];
  readonly onChange: (filters: readonly Filter[]) => void;
}

export function FilterBar({ info, filters, onChange }: Props) {
  const { t } = useLanguage();
  const askable = info.fields.filter(isAskable);
  const put = (at: number, filter: Filter) => onChange(filters.map((one, index) => (index === at ? filter : one)));
  return (
    <>
      {filters.map((filter, at) => {
        const field = askable.find((one) => one.name === filter.field);
        if (field === undefined) return null;
        return <Chip key={`${filter.field}.${filter.op}.${at}`} filter={filter} field={field} askable={askable} onChange={(next) => put(at, next)} onRemove={() => onChange(filters.filter((_, index) => index !== at))} />;
      })}
      {askable.length === 0 ? null : (
        <Drop label={<>＋ {t("register.filter")} <kbd aria-hidden="true">F</kbd></>} title={t("register.filter_add")} shortcut="f">
          {(close) => (
            <FilterEditor
              askable={askable}
              onDone={(filter) => {
                onChange([...filters, filter]);
                close();
              }}
            />
          )}
        </Drop>
      )}
      {filters.length > 1 ? <button type="button" className="link" onClick={() => onChange([])}>{t("register.filter_clear")}</button> : null}
    </>
  );
}

interface ChipProps {
  readonly filter: Filter;
  readonly field: FieldInfo;
  readonly askable: readonly FieldInfo[];
  readonly onChange: (filter: Filter) => void;
  readonly onRemove: () => void;
}

function Chip({ filter, field, askable, onChange, onRemove }: ChipProps) {
  const { t } = useLanguage();
  const isReference = field.kind === "reference" && filter.op !== "empty";
  const title = useTitle(field.reference, isReference ? (filter.values[0] ?? "") : "");
  const region = useRegionName(field.kind === "region" && filter.op !== "empty" ? (filter.values[0] ?? "") : "");
  const name = field.label[t.language];
  const value = valueWords(filter, field, t, isReference ? title : (region ?? undefined));
  const op = filter.op === "empty" || filter.op === "between" || filter.op === "in" ? "" : t(`register.op.${filter.op}`);
  return (
    <span className="chip">
      <Drop
        className="chip-words"
        title={t("register.filter_change")}
        label={<span className="figures"><span className="soft">{name}</span> {op} <b>{value}</b></span>}
      >
        {(close) => (
          <FilterEditor
            askable={askable}
            first={formOfFilter(filter, field)}
            onDone={(next) => {
              onChange(next);
              close();
            }}
          />
        )}
      </Drop>
      <button type="button" className="chip-off" aria-label={t("register.filter_remove", { name })} title={t("register.filter_remove", { name })} onClick={onRemove}>✕</button>
    </span>
  );
}

function FilterEditor({ askable, first, onDone }: { askable: readonly FieldInfo[]; first?: FilterForm; onDone: (filter: Filter) => void }) {
  const { t } = useLanguage();
  const [form, setForm] = useState<FilterForm | null>(() => first ?? (askable[0] === undefined ? null : blank(askable[0])));
  const [tried, setTried] = useState(false);
  if (form === null) return null;
  const faults = faultsOf(form);
  const firstFault = faults.find((fault) => fault !== null);
  const { field, op } = form;
  const opName = (word: typeof op) => (word === "empty" ? t("register.op.empty_or_not") : t(`register.op.${word}`));
  // A part of a choice is no choice, and a prefix of a region is a region.
  const shown: FieldInfo = op === "in_box" ? { ...field, kind: "decimal", unit: { zh: "°", en: "°" }, scale: 7 } : field.kind === "choices" ? { ...field, kind: "choice" } : field;
  return (
    <form
      className="filter-editor"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (firstFault === undefined) onDone(toFilter(form));
      }}
    >
      <label className="field">
        <span>{t("register.filter_field")}</span>
        <select
          className="native-select"
          value={field.name}
          onChange={(event) => {
            const next = askable.find((one) => one.name === event.target.value);
            if (next !== undefined) setForm(blank(next));
            setTried(false);
          }}
        >
          {askable.map((one) => (
            <option key={one.name} value={one.name}>{one.label[t.language]}</option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t("register.filter_how")}</span>
        <select
          className="native-select"
          value={op}
          onChange={(event) => {
            const next = operatorOf(event.target.value);
            if (next !== null) setForm(blank(field, next));
            setTried(false);
          }}
        >
          {[...new Set([...offeredFor(field), op])].map((word) => (
            <option key={word} value={word}>{opName(word)}</option>
          ))}
        </select>
      </label>
      {op === "empty" ? (
        <label className="field">
          <span>{t("register.filter_value")}</span>
          <select className="native-select" value={String(form.typed[0])} onChange={(event) => setForm({ ...form, typed: [event.target.value] })}>
            <option value="true">{t("register.op.empty")}</option>
            <option value="false">{t("register.op.filled")}</option>
          </select>
        </label>
      ) : (
        form.typed.map((typed, at) => {
          const label = op === "between" ? t(at === 0 ? "register.filter_from" : "register.filter_to") : op === "in_box" ? t(`register.box.${(["west", "south", "east", "north"] as const)[at] ?? "west"}`) : t("register.filter_value");
          const fault = tried ? faults[at] : null;
          return (
            <div key={`${field.name}.${op}.${at}`} className="field">
              <span>{label}</span>
              <ValueInput field={shown} typed={typed} label={`${field.label[t.language]} ${label}`} invalid={fault !== null && fault !== undefined} onChange={(next) => setForm({ ...form, typed: form.typed.map((one, index) => (index === at ? next : one)) })} />
              {fault === null || fault === undefined ? null : <em className="field-wrong">■ {t(fault.message, fault.parameters)}</em>}
            </div>
          );
        })
      )}
      <Button type="primary" htmlType="submit">{t("register.filter_apply")}</Button>
    </form>
  );
}

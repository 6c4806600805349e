/** The sets that narrow an account: those that its role knows, and no others. */
import { useState } from "react";
import { Input } from "antd";
import { ReferencePicker, useTitle } from "../register/ReferencePicker";
import { RegionInput, useRegionName } from "../register/RegionInput";
import { isRegionCode } from "../register/values";
import { useLanguage } from "../shell/language";
import { knows, type Fault, type Typed } from "./form";
import { LONGEST_TEXT } from "../shell/lengths";

interface Props {
  readonly typed: Typed;
  readonly binding: string;
  readonly faults: readonly Fault[];
  readonly onChange: (typed: Typed) => void;
}

export function SetsFields({ typed, binding, faults, onChange }: Props) {
  const { t } = useLanguage();
  const known = knows(binding);
  const set = (part: Partial<Typed>) => onChange({ ...typed, ...part });
  return (
    <>
      <div className="field admin-wide">
        <span>{t("account.form.areas")}</span>
        <Areas areas={typed.areas} wrong={faults.includes("areas")} onChange={(areas) => set({ areas })} />
        <em className={faults.includes("areas") ? "field-wrong" : "field-hint soft"}>{faults.includes("areas") ? `■ ${t("account.form.fault.areas")}` : t(`account.form.areas_help.${known.areas}`)}</em>
      </div>
      {known.sectors ? (
        <label className="field">
          <span>{t("account.form.sectors")}</span>
          <Input maxLength={LONGEST_TEXT} value={typed.sectors.join(" ")} onChange={(event) => set({ sectors: event.target.value === "" ? [] : event.target.value.split(/[\s,，、]+/) })} onBlur={() => set({ sectors: typed.sectors.filter((one) => one !== "") })} />
          <em className="field-hint soft">{t("account.form.sectors_help")}</em>
        </label>
      ) : null}
      {known.units ? (
        <>
          <label className="field">
            <span>{t("account.form.unit")}</span>
            <ReferencePicker target="unit" value={typed.unit} label={t("account.form.unit")} invalid={faults.includes("units")} onChange={(unit) => set({ unit })} />
            <em className={faults.includes("units") ? "field-wrong" : "field-hint soft"}>{faults.includes("units") ? `■ ${t("account.form.fault.units")}` : t("account.form.unit_help")}</em>
          </label>
          <div className="field">
            <span>{t("account.form.clients")}</span>
            <ul className="admin-tags">{typed.clients.map((id) => <Client key={id} id={id} onOff={() => set({ clients: typed.clients.filter((one) => one !== id) })} />)}</ul>
            <ReferencePicker target="unit" value="" label={t("account.form.client_add")} onChange={(id) => { if (id !== "" && !typed.clients.includes(id)) set({ clients: [...typed.clients, id] }); }} />
          </div>
        </>
      ) : null}
      <label className="field">
        <span>{t("account.form.organisation")}</span>
        <ReferencePicker target="organisation" value={typed.organisation} label={t("account.form.organisation")} onChange={(organisation) => set({ organisation })} />
        <em className="field-hint soft">{t("account.form.organisation_help")}</em>
      </label>
    </>
  );
}

/** Areas as chips; a code that is whole becomes one. */
export function Areas({ areas, wrong, onChange }: { areas: readonly string[]; wrong: boolean; onChange: (areas: readonly string[]) => void }) {
  const { t } = useLanguage();
  const [next, setNext] = useState("");
  const name = useRegionName(next.trim());
  const add = () => {
    const code = next.trim();
    if (!isRegionCode(code) || areas.includes(code)) return;
    onChange([...areas, code]);
    setNext("");
  };
  return (
    <>
      <ul className="admin-tags">{areas.map((code) => <Area key={code} code={code} onOff={() => onChange(areas.filter((one) => one !== code))} />)}</ul>
      <div className="admin-add">
        <RegionInput value={next} label={t("account.form.area_add")} invalid={wrong} onChange={setNext} />
        <button type="button" className="bar-button" disabled={name === null} onClick={add}>＋ {t("account.form.area_add")}</button>
      </div>
    </>
  );
}

function Area({ code, onOff }: { code: string; onOff: () => void }) {
  const { t } = useLanguage();
  const name = useRegionName(code) ?? code;
  return <Tag name={name} title={code} off={t("account.form.area_off", { name })} onOff={onOff} />;
}

function Client({ id, onOff }: { id: string; onOff: () => void }) {
  const { t } = useLanguage();
  const name = useTitle("unit", id);
  return <Tag name={name} title={id} off={t("account.form.client_off", { name })} onOff={onOff} />;
}

function Tag({ name, title, off, onOff }: { name: string; title: string; off: string; onOff: () => void }) {
  return (
    <li className="chip" title={title}>
      <span className="chip-words"><b>{name}</b></span>
      <button type="button" className="chip-off" aria-label={off} title={off} onClick={onOff}>✕</button>
    </li>
  );
}

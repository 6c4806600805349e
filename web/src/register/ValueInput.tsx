/** The editor of one value, by the kind of its field: in the form of a row and in a filter. */
import { Input } from "antd";
import { useLanguage } from "../shell/language";
import { OfferedInput } from "./OfferedInput";
import { ReferencePicker } from "./ReferencePicker";
import { RegionInput } from "./RegionInput";
import { boundsOf } from "./shape";
import type { FieldInfo } from "./types";
import { isNumber, unitOf, type Typed } from "./values";
import { LONGEST_SHAPE, LONGEST_TEXT, LONGEST_WORDS } from "../shell/lengths";

export interface ValueInputProps {
  readonly id?: string | undefined;
  readonly field: FieldInfo;
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  /** For those who do not see the label beside it. */
  readonly label: string;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
  /** The title of a reference that already stands there. */
  readonly title?: string | undefined;
}

export function ValueInput(props: ValueInputProps) {
  const { field, typed, onChange } = props;
  if (typeof typed !== "string") return field.kind === "point" ? <PointInput {...props} typed={typed} /> : <KeysInput {...props} typed={typed} />;
  switch (field.kind) {
    case "boolean":
    case "choice":
      return <WordSelect {...props} typed={typed} />;
    case "reference":
      return <ReferencePicker id={props.id} target={field.reference ?? ""} value={typed} title={props.title} label={props.label} invalid={props.invalid} describedBy={props.describedBy} onChange={onChange} />;
    case "region":
      return <RegionInput id={props.id} value={typed} label={props.label} invalid={props.invalid} describedBy={props.describedBy} onChange={onChange} />;
    case "line":
    case "polygon":
      return <ShapeInput {...props} typed={typed} kind={field.kind} />;
    case "text":
      if (field.choices !== null) return <OfferedInput id={props.id} choices={field.choices} value={typed} label={props.label} invalid={props.invalid} describedBy={props.describedBy} onChange={onChange} />;
      return <TextInput {...props} typed={typed} />;
    default:
      return <TextInput {...props} typed={typed} />;
  }
}

function TextInput({ id, field, typed, onChange, label, invalid, describedBy }: ValueInputProps & { readonly typed: string }) {
  const { t } = useLanguage();
  const shared = {
    id: id ?? "",
    value: typed,
    maxLength: LONGEST_TEXT,
    "aria-label": label,
    "aria-invalid": invalid === true,
    "aria-describedby": describedBy ?? "",
    ...(invalid === true ? { status: "error" as const } : {}),
  };
  if (field.kind === "long_text") return <Input.TextArea {...shared} autoSize={{ minRows: 2, maxRows: 12 }} onChange={(event) => onChange(event.target.value)} />;
  if (field.kind === "date") return <Input {...shared} className="short figures" type="date" max="9999-12-31" onChange={(event) => onChange(event.target.value)} />;
  if (field.kind === "time") return <Input {...shared} className="short figures" type="datetime-local" step={1} onChange={(event) => onChange(event.target.value)} />;
  const figures = isNumber(field);
  return (
    <Input
      {...shared}
      className={figures ? "short figures" : ""}
      inputMode={field.kind === "integer" ? "numeric" : isNumber(field) ? "decimal" : "text"}
      suffix={unitOf(field, t) ?? undefined}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function WordSelect({ id, field, typed, onChange, label, invalid, describedBy }: ValueInputProps & { readonly typed: string }) {
  const { t } = useLanguage();
  const options = field.kind === "boolean" ? [{ key: "true", label: t("register.yes") }, { key: "false", label: t("register.no") }] : (field.choices ?? []).map((choice) => ({ key: choice.key, label: choice.label[t.language] }));
  const unknown = typed !== "" && !options.some((option) => option.key === typed);
  return (
    <select id={id} className="native-select" value={typed} aria-label={label} aria-invalid={invalid} aria-describedby={describedBy} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t("register.choose")}</option>
      {unknown ? <option value={typed}>{typed}</option> : null}
      {options.map((option) => (
        <option key={option.key} value={option.key}>{option.label}</option>
      ))}
    </select>
  );
}

/** Several of a fixed set. */
function KeysInput({ id, field, typed, onChange, label, describedBy }: ValueInputProps & { readonly typed: readonly string[] }) {
  const { t } = useLanguage();
  return (
    <fieldset id={id} className="keys-input" aria-label={label} aria-describedby={describedBy} tabIndex={-1}>
      {(field.choices ?? []).map((choice) => (
        <label key={choice.key}>
          <input type="checkbox" checked={typed.includes(choice.key)} onChange={(event) => onChange(event.target.checked ? typed.concat(choice.key) : typed.filter((key) => key !== choice.key))} />
          <span>{choice.label[t.language]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** WKT or GeoJSON as text; below it what was read of it so far. */
function ShapeInput({ id, typed, onChange, label, invalid, describedBy, kind }: ValueInputProps & { readonly typed: string; readonly kind: "line" | "polygon" }) {
  const { t } = useLanguage();
  const bounds = boundsOf(typed, kind);
  return (
    <span className="shape-input">
      <Input.TextArea id={id ?? ""} className="figures" value={typed} maxLength={LONGEST_SHAPE} autoSize={{ minRows: 2, maxRows: 8 }} spellCheck={false} placeholder={kind === "line" ? "LINESTRING (111.0 35.0, 111.1 35.1)" : "POLYGON ((111 35, 111.1 35, 111.1 35.1, 111 35))"} aria-label={label} aria-invalid={invalid === true} aria-describedby={describedBy ?? ""} {...(invalid === true ? { status: "error" as const } : {})} onChange={(event) => onChange(event.target.value)} />
      <span className="soft" role="status">{bounds === null ? t("register.shape_how") : t(`register.${kind}_words`, { ...bounds })}</span>
    </span>
  );
}

/** Degrees of WGS-84; a pair pasted into one box fills both. */
function PointInput({ id, typed, onChange, label, invalid, describedBy }: ValueInputProps & { readonly typed: readonly string[] }) {
  const { t } = useLanguage();
  const [east = "", north = ""] = typed;
  const change = (at: 0 | 1, text: string) => {
    const pair = /^\s*(-?[\d.]+)[\s,，]+(-?[\d.]+)\s*$/.exec(text);
    if (pair?.[1] !== undefined && pair[2] !== undefined) onChange([pair[1], pair[2]]);
    else onChange(at === 0 ? [text, north] : [east, text]);
  };
  return (
    <span className="point-input">
      <Input id={id ?? ""} className="figures" inputMode="decimal" maxLength={LONGEST_WORDS} value={east} prefix={<span className="soft">{t("register.longitude")}</span>} suffix="°" aria-label={`${label} ${t("register.longitude")}`} aria-invalid={invalid === true} aria-describedby={describedBy ?? ""} onChange={(event) => change(0, event.target.value)} />
      <Input className="figures" inputMode="decimal" maxLength={LONGEST_WORDS} value={north} prefix={<span className="soft">{t("register.latitude")}</span>} suffix="°" aria-label={`${label} ${t("register.latitude")}`} aria-invalid={invalid === true} aria-describedby={describedBy ?? ""} onChange={(event) => change(1, event.target.value)} />
    </span>
  );
}

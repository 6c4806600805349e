/** One field of a form: its name, whether it must be filled, its editor, its help, what is wrong. */
import { useId } from "react";
import { useLanguage } from "../shell/language";
import { Erased, Masked } from "./Cell";
import type { FieldInfo } from "./types";
import { ValueInput } from "./ValueInput";
import type { Fault, Typed } from "./values";
import { limitWords, scaleOf } from "./values";

interface Props {
  readonly field: FieldInfo;
  readonly typed: Typed;
  /** What stands there is a mask: it is kept as it is, or written anew. */
  readonly masked: boolean;
  /** What stood there was erased; it is not written again. */
  readonly erased: boolean;
  readonly title: string | undefined;
  readonly fault: Fault | undefined;
  /** What the server said. */
  readonly said: string | undefined;
  readonly first: boolean;
  readonly onChange: (typed: Typed) => void;
  readonly onLeave: () => void;
}

/** A limit that nobody reaches by typing tells nobody anything. */
const TOLD_UP_TO = 1_000_000_000;

/** `1 – 1,200 mm` */
function useRange(given: FieldInfo): string | null {
  const { t } = useLanguage();
  const field = given.max !== null && given.max > TOLD_UP_TO ? { ...given, max: null, min: given.min === 0 ? null : given.min } : given;
  const words = (limit: number) => limitWords(limit, scaleOf(field));
  if (field.min !== null && field.max !== null) return t("register.range", { from: words(field.min), to: words(field.max) });
  if (field.min !== null) return t("register.fault.min", { n: words(field.min) });
  if (field.max !== null) return t("register.fault.max", { n: words(field.max) });
  return null;
}

export function FieldEditor({ field, typed, masked, erased, title, fault, said, onChange, onLeave }: Props) {
  const { t } = useLanguage();
  const id = useId();
  const range = useRange(field);
  const name = field.label[t.language];
  const wrong = said ?? (fault === undefined ? undefined : t(fault.message, fault.parameters));
  const hints = [field.help?.[t.language] ?? null, range, field.unique ? t("register.unique") : null].filter((hint) => hint !== null);
  const wide = field.kind === "long_text" || (field.choices?.length ?? 0) > 6 && field.kind === "choices";
  return (
    <div className={`form-field ${wide ? "form-wide" : ""}`} onBlur={onLeave}>
      <label htmlFor={id}>
        {name}
        {field.required ? <span className="required" title={t("register.required")}> *<span className="unseen">{t("register.required")}</span></span> : null}
        {field.personal ? <span className="tag form-tag">◐ {t("register.personal")}</span> : null}
      </label>
      {erased ? <p className="masked-field"><Erased /></p> : masked ? (
        <p className="masked-field">
          <Masked>{typeof typed === "string" ? typed : typed.join(" ")}</Masked>{" "}
          <button id={id} type="button" className="bar-button" onClick={() => onChange("")}>{t("register.masked_change")}</button>
        </p>
      ) : (
        <ValueInput id={id} field={field} typed={typed} label={name} title={title} invalid={wrong !== undefined} describedBy={`${id}-help`} onChange={onChange} />
      )}
      <p id={`${id}-help`} className="form-help">
        {wrong === undefined ? null : <em className="field-wrong" role="alert">■ {wrong}</em>}
        {hints.length === 0 ? null : <span className="soft">{hints.join(" · ")}</span>}
      </p>
    </div>
  );
}

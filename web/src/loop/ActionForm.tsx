/** One action: what it asks for, sent with Ctrl+Enter; Esc leaves, and what was typed stays a draft. */
import { Button, Input } from "antd";
import { useEffect, useId, useRef, type KeyboardEvent } from "react";
import { FieldEditor } from "../register/FieldEditor";
import type { RegisterInfo, Row } from "../register/types";
import type { Form } from "../register/values";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { LONGEST_TEXT } from "../shell/lengths";
import { EvidenceMark } from "./EvidenceMark";
import { MovedNote, stateIn, wasMoved } from "./Moved";
import type { ActionInput } from "./loops";
import type { ActionInfo, LoopInfo } from "./types";
import { REASON, useActing } from "./useActing";

interface Props<T> {
  readonly info: RegisterInfo;
  readonly loop: LoopInfo;
  readonly action: ActionInfo;
  readonly place: string;
  readonly row: Row | null;
  readonly given?: Form;
  readonly send: (input: ActionInput) => Promise<T>;
  readonly onDone: (done: T) => void;
  readonly onRefused?: () => void;
  readonly onLeave: () => void;
  /** Where the case stands now, when it moved under the person's hands. */
  readonly movedTo?: string | null;
  /** They have looked at what it is now. */
  readonly onLooked?: () => void;
}

export function ActionForm<T>(props: Props<T>) {
  const { loop, action, row, onLeave } = props;
  const { t } = useLanguage();
  const id = useId();
  const box = useRef<HTMLFormElement>(null);
  // Wherever it was opened from, the keys work: whoever opens a form means to fill it in.
  const fill = () => box.current?.querySelector<HTMLElement>("input, textarea")?.focus();
  useEffect(() => {
    if (box.current?.contains(document.activeElement) === false) fill();
  }, []);
  const form = useActing(props);
  const { problem } = form;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.submit();
    } else if (event.key === "Escape" && !event.defaultPrevented && !(event.target instanceof Element && event.target.closest(".ant-select-open") !== null)) {
      event.preventDefault();
      event.stopPropagation();
      onLeave();
    }
  };
  const moved = wasMoved(problem);
  const there = props.movedTo ?? (moved ? stateIn(problem?.current) : null);
  const loose = problem === null || moved || (problem.status === 422 && problem.errors.every((one) => one.field === REASON || form.fields.some((field) => field.name === one.field))) ? null : problem;
  return (
    <form ref={box} className="act-form" noValidate aria-label={action.label[t.language]} onKeyDown={onKeyDown} onSubmit={(event) => { event.preventDefault(); form.submit(); }}>
      <h3>{action.label[t.language]}</h3>
      {action.evidence && row !== null ? <EvidenceMark register={props.info.key} id={row.id} /> : null}
      {form.waiting ? <Loading words={t("shell.loading")} /> : form.fields.length === 0 ? null : (
        <div className="form-fields">
          {form.fields.map((field, at) => (
            <FieldEditor
              key={field.name}
              field={field}
              typed={form.held(field.name)}
              masked={false}
              erased={row?.erased?.includes(field.name) === true}
              title={form.held(field.name) === row?.values[field.name] ? row?.titles[field.name] : undefined}
              fault={form.shows(field.name) ? form.faults[field.name] : undefined}
              said={form.said[field.name]}
              first={at === 0}
              onChange={(typed) => form.set(field.name, typed)}
              onLeave={() => form.leave(field.name)}
            />
          ))}
        </div>
      )}
      <div className="form-field form-wide">
        <label htmlFor={id}>
          {t(action.reason ? "loop.reason" : "loop.remark")}
          {action.reason ? <span className="required" title={t("register.required")}> *<span className="unseen">{t("register.required")}</span></span> : null}
        </label>
        <Input.TextArea id={id} value={form.reason} maxLength={LONGEST_TEXT} autoSize={{ minRows: action.reason ? 2 : 1, maxRows: 8 }} aria-invalid={form.reasonFault} aria-describedby={`${id}-help`} onChange={(event) => form.set(REASON, event.target.value)} />
        <p id={`${id}-help`} className="form-help">
          {form.reasonFault || form.said[REASON] !== undefined ? <em className="field-wrong" role="alert">■ {form.said[REASON] ?? t("register.fault.required")}</em> : null}
        </p>
      </div>
      {moved || there !== null ? (
        <MovedNote loop={loop} yours={action.label[t.language]} state={there} onLooked={() => { form.dismiss(); props.onLooked?.(); fill(); }} />
      ) : null}
      {loose === null ? null : <ProblemNote problem={loose} onDismiss={form.dismiss} />}
      <p className="note-actions">
        <Button type="primary" htmlType="submit" disabled={form.sending}>{form.sending ? t("loop.sending") : action.label[t.language]} <kbd aria-hidden="true">Ctrl+↵</kbd></Button>
        <Button onClick={onLeave}>{t("register.cancel")} <kbd aria-hidden="true">Esc</kbd></Button>
      </p>
    </form>
  );
}

/** The form of a row, built from its fields. Ctrl+Enter saves, Esc leaves and asks when there is something to lose. */
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useRef, useState, type KeyboardEvent } from "react";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { ConflictPanel } from "./ConflictPanel";
import { FieldEditor } from "./FieldEditor";
import { groupsOf } from "./groups";
import type { RegisterInfo, Row } from "./types";
import { useWriting } from "./useWriting";

export function RowForm({ info, row, fresh = "new" }: { info: RegisterInfo; row: Row | null; fresh?: string }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const box = useRef<HTMLFormElement>(null);
  const [leaving, setLeaving] = useState(false);
  const goTo = (id: string | null) => {
    if (id === null) void navigate({ to: "/registers/$key", params: { key: info.key } });
    else void navigate({ to: "/registers/$key/$id", params: { key: info.key, id } });
  };
  const form = useWriting(info, row, fresh, (saved) => goTo(saved.id));
  const back = () => goTo(row?.id ?? null);
  const askToLeave = () => (form.dirty.length === 0 ? back() : setLeaving(true));
  const submit = () => {
    if (form.newer !== null) form.setSettling(true);
    else if (!form.send()) window.setTimeout(() => box.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && !event.defaultPrevented && !(event.target instanceof Element && event.target.closest(".ant-select-open") !== null)) {
      event.preventDefault();
      if (leaving) setLeaving(false);
      else askToLeave();
    }
  };
  if (form.settling && form.newer !== null && row !== null) {
    return <ConflictPanel info={info} base={form.writing.base} marks={form.writing.marks} mine={form.writing.form} theirs={form.newer} saving={form.saving} onSettle={(list, choices) => form.settle(row, list, choices)} onBack={() => form.setSettling(false)} />;
  }
  const loose = form.problem === null || form.problem.status === 412 ? null : form.problem;
  return (
    <form
      ref={box}
      className="row-form"
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {form.newer === null ? null : (
        <div className="note note-conflict" role="alert">
          <p className="note-title"><span aria-hidden="true" className="note-mark">▲</span>{t("register.newer")}</p>
          <p className="note-actions"><Button onClick={() => form.setSettling(true)}>{t("register.compare")}</Button></p>
        </div>
      )}
      {form.restored && form.dirty.length > 0 ? (
        <p className="note" role="status">{t("register.draft_back")} <button type="button" className="link" onClick={form.discard}>{t("register.draft_discard")}</button></p>
      ) : null}
      {groupsOf(info).map((group, at) => (
        <fieldset key={group.key} className="form-group">
          <legend>{t(group.title)}</legend>
          <div className="form-fields">
            {group.fields.map((field, index) => (
              <FieldEditor
                key={field.name}
                field={field}
                typed={form.writing.form[field.name] ?? ""}
                masked={row?.masked?.includes(field.name) === true && !form.dirty.includes(field.name)}
                erased={row?.erased?.includes(field.name) === true}
                title={form.writing.form[field.name] === row?.values[field.name] ? row?.titles[field.name] : undefined}
                fault={form.shows(field.name) ? form.faults[field.name] : undefined}
                said={form.said[field.name]}
                first={at === 0 && index === 0}
                onChange={(typed) => form.set(field.name, typed)}
                onLeave={() => form.leave(field.name)}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <footer className="form-foot">
        {loose === null ? null : <ProblemNote problem={loose} onDismiss={form.dismiss} />}
        {leaving ? (
          <div className="note note-conflict" role="alert">
            <p className="note-title">{t("register.leave_ask", { n: form.dirty.length })}</p>
            <p className="note-actions">
              <Button type="primary" autoFocus onClick={back}>{t("register.leave_keep")}</Button>
              <Button onClick={() => { form.discard(); back(); }}>{t("register.leave_discard")}</Button>
              <Button onClick={() => setLeaving(false)}>{t("register.leave_stay")}</Button>
            </p>
          </div>
        ) : (
          <>
            <Button type="primary" size="large" htmlType="submit" disabled={form.saving}>{t(form.saving ? "register.saving" : "register.save")} <kbd aria-hidden="true">Ctrl+↵</kbd></Button>
            <Button size="large" onClick={askToLeave}>{t("register.cancel")} <kbd aria-hidden="true">Esc</kbd></Button>
            <span className="soft" role="status">
              {Object.keys(form.faults).some((name) => form.shows(name)) ? t("register.faults", { n: Object.keys(form.faults).length }) : form.dirty.length > 0 ? t("register.draft_kept", { n: form.dirty.length }) : ""}
            </span>
          </>
        )}
      </footer>
    </form>
  );
}

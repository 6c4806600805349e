/** A password that an administrator gives: typed, or made up and shown to be read out. */
import { Input } from "antd";
import { useLanguage } from "../shell/language";
import { readablePassword } from "./form";

export function PasswordField({ label, value, wrong, onChange }: { label: string; value: string; wrong: boolean; onChange: (value: string) => void }) {
  const { t } = useLanguage();
  return (
    <div className="field admin-wide">
      <span>{label}</span>
      <div className="admin-add">
        <Input className="admin-password figures" value={value} aria-label={label} aria-invalid={wrong} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={256} onChange={(event) => onChange(event.target.value)} />
        <button type="button" className="bar-button" onClick={() => onChange(readablePassword((bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)))}>{t("account.form.generate")}</button>
      </div>
      <em className={wrong ? "field-wrong" : "field-hint soft"}>{wrong ? `■ ${t("account.form.fault.password")}` : t("account.form.password_help")}</em>
    </div>
  );
}

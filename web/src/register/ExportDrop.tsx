/** What is seen, all of it and not only the first pages: as a file, or as labels to print. */
import { Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../shell/language";
import { Drop } from "./Drop";
import type { ListState } from "./listState";
import { LEAST_REASON, MOST_REASON } from "./Reveal";
import { files } from "./registers";
import type { FieldInfo, RegisterInfo } from "./types";

export function ExportDrop({ info, columns, state }: { info: RegisterInfo; columns: readonly FieldInfo[]; state: ListState }) {
  const { t } = useLanguage();
  const [reason, setReason] = useState("");
  const names = columns.map((field) => field.name);
  const personal = columns.some((field) => field.personal);
  const why = reason.trim().length >= LEAST_REASON ? reason.trim() : null;
  return (
    <Drop label={t("register.export")} title={t("register.export_what")}>
      {(close) => (
        <div className="export">
          <p className="soft">{t("register.export_what")}</p>
          {personal && info.may_read_personal ? (
            <label className="field">
              <span>{t("register.export_reason")}</span>
              <Input value={reason} maxLength={MOST_REASON} placeholder={t("register.export_reason_none")} onChange={(event) => setReason(event.target.value)} />
            </label>
          ) : personal ? <p className="soft">{t("register.export_masked")}</p> : null}
          {(["xlsx", "csv"] as const).map((format) => (
            <a key={format} className="bar-button" href={files.export(info.key, format, t.language, names, state, why)} download={`${info.label[t.language]}.${format}`} onClick={() => { setReason(""); close(); }}>
              {t(`register.export.${format}`)}
            </a>
          ))}
          <a className="bar-button" href={files.labels(info.key, t.language, state)} target="_blank" rel="noreferrer" onClick={() => close()}>{t("register.labels")}</a>
        </div>
      )}
    </Drop>
  );
}

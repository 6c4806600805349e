/** Which columns stand in the table, and in what order. */
import { useLanguage } from "../shell/language";
import { Drop } from "./Drop";
import type { FieldInfo, RegisterInfo } from "./types";

interface Props {
  readonly info: RegisterInfo;
  readonly columns: readonly FieldInfo[];
  /** Null: as the register says. */
  readonly onChange: (names: readonly string[] | null) => void;
}

export function ColumnsDrop({ info, columns, onChange }: Props) {
  const { t } = useLanguage();
  const names = columns.map((field) => field.name);
  const rest = info.fields.filter((field) => !names.includes(field.name));
  const move = (at: number, step: 1 | -1) => {
    const [one, other] = [names[at], names[at + step]];
    if (one !== undefined && other !== undefined) onChange(names.map((name, index) => (index === at ? other : index === at + step ? one : name)));
  };
  return (
    <Drop label={t("register.columns")} title={t("register.columns_choose")}>
      {() => (
        <div className="columns">
          <ul>
            {columns.map((field, at) => (
              <li key={field.name}>
                <label>
                  <input type="checkbox" checked disabled={columns.length === 1} onChange={() => onChange(names.filter((name) => name !== field.name))} />
                  <span>{field.label[t.language]}</span>
                </label>
                <button type="button" className="bar-button" disabled={at === 0} aria-label={t("register.column_up", { name: field.label[t.language] })} onClick={() => move(at, -1)}>↑</button>
                <button type="button" className="bar-button" disabled={at === columns.length - 1} aria-label={t("register.column_down", { name: field.label[t.language] })} onClick={() => move(at, 1)}>↓</button>
              </li>
            ))}
            {rest.map((field) => (
              <li key={field.name}>
                <label>
                  <input type="checkbox" checked={false} onChange={() => onChange([...names, field.name])} />
                  <span>{field.label[t.language]}</span>
                </label>
              </li>
            ))}
          </ul>
          <button type="button" className="link" onClick={() => onChange(null)}>{t("register.columns_reset")}</button>
        </div>
      )}
    </Drop>
  );
}

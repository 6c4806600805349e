/** Two wrote the same row: field by field mine and theirs, side by side, and one choice each. */
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { ValueWords } from "./Cell";
import { changedBehind, differences, open, sideOf, type Choices, type Difference, type Side } from "./conflict";
import type { Writing } from "./draft";
import { History } from "./History";
import type { RegisterInfo, Row, Value, Values } from "./types";
import { faultOf, valueOf, type Form, type Typed } from "./values";

interface Props {
  readonly info: RegisterInfo;
  readonly base: Values;
  /** The marks of what stood behind masks when the form was begun. */
  readonly marks: Writing["marks"];
  readonly mine: Form;
  readonly theirs: Row;
  readonly saving: boolean;
  readonly onSettle: (list: readonly Difference[], choices: Choices) => void;
  readonly onBack: () => void;
}

const sides: readonly Side[] = ["mine", "theirs"];

export function ConflictPanel({ info, base, marks, mine, theirs, saving, onSettle, onBack }: Props) {
  const { t } = useLanguage();
  const [choices, setChoices] = useState<Choices>({});
  const list = differences(base, mine, theirs.values, info.fields, changedBehind(marks, theirs.marks));
  const waiting = open(list, choices);
  useShortcut(["Escape"], onBack);
  const all = (side: Side) => setChoices(Object.fromEntries(list.map(({ field }) => [field.name, side])));
  return (
    <div className="conflict">
      <div className="note note-conflict" role="alert">
        <p className="note-title"><span aria-hidden="true" className="note-mark">▲</span>{t("register.conflict")}</p>
        <p>{list.length === 0 ? t("register.conflict_same") : t("register.conflict_how")}</p>
      </div>
      {list.length === 0 ? null : (
        <table className="grid conflict-grid">
          <thead>
            <tr>
              <th scope="col">{t("register.field")}</th>
              <th scope="col">{t("register.before")}</th>
              <th scope="col">{t("register.mine")} <button type="button" className="link" onClick={() => all("mine")}>{t("register.take_all")}</button></th>
              <th scope="col">{t("register.theirs")} <button type="button" className="link" onClick={() => all("theirs")}>{t("register.take_all")}</button></th>
            </tr>
          </thead>
          <tbody>
            {list.map((one) => (
              <Line key={one.field.name} one={one} theirs={theirs} side={sideOf(one, choices)} onPick={(side) => setChoices({ ...choices, [one.field.name]: side })} />
            ))}
          </tbody>
        </table>
      )}
      <History info={info} row={theirs} />
      <footer className="form-foot">
        <Button type="primary" size="large" disabled={waiting.length > 0 || saving} onClick={() => onSettle(list, choices)}>{t("register.conflict_save")}</Button>
        <Button size="large" onClick={onBack}>{t("register.conflict_back")} <kbd aria-hidden="true">Esc</kbd></Button>
        <span className="soft" role="status">{waiting.length > 0 ? t("register.conflict_open", { n: waiting.length }) : ""}</span>
      </footer>
    </div>
  );
}

/** What is typed may not be a value yet; then it is shown as it was typed. */
function asValue(typed: Typed, one: Difference): Value {
  return faultOf(typed, { ...one.field, required: false, min: null, max: null }) === null ? valueOf(typed, one.field) : String(typed);
}

function Line({ one, theirs, side, onPick }: { one: Difference; theirs: Row; side: Side | null; onPick: (side: Side) => void }) {
  const { t } = useLanguage();
  const { field } = one;
  const masked = theirs.masked?.includes(field.name) === true;
  const name = field.label[t.language];
  const values: Readonly<Record<Side, Value>> = { mine: asValue(one.mine, one), theirs: theirs.values[field.name] ?? null };
  return (
    <tr className={side === null ? "conflict-open" : ""}>
      <th scope="row">{name}{side === null ? <span className="needs-you"> ▲ {t("register.choose_one")}</span> : null}</th>
      <td className="soft"><span className="conflict-name">{t("register.before")} </span><ValueWords value={asValue(one.base, one)} field={field} masked={masked} /></td>
      {sides.map((word) => (
        <td key={word} className={side === word ? "conflict-taken" : ""}>
          <label className="conflict-side">
            <input type="radio" name={`side-${field.name}`} checked={side === word} aria-label={`${name} ${t(`register.${word}`)}`} onChange={() => onPick(word)} />
            <span><span className="conflict-name soft">{t(`register.${word}`)} </span><ValueWords value={values[word]} field={field} title={word === "theirs" ? theirs.titles[field.name] : undefined} masked={masked && word === "theirs"} /></span>
          </label>
        </td>
      ))}
    </tr>
  );
}

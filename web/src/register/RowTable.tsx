/** The rows: a dense table at a desk, cards on a phone. Rows are links, so that every way of opening works. */
import { useNavigate } from "@tanstack/react-router";
import { memo, useEffect, useMemo, useRef, type MouseEvent } from "react";
import { useLanguage } from "../shell/language";
import { PlainLink } from "../shell/PlainLink";
import { useShortcut } from "../shell/shortcuts";
import { useLater } from "../shell/useLater";
import { useNarrow } from "../shell/useNarrow";
import { Cell, rowAddress, RowTags } from "./Cell";
import { pressed, type Sort } from "./listState";
import type { FieldInfo, RegisterInfo, Row } from "./types";
import { isNumber, titleOf, unitOf } from "./values";

interface Props {
  readonly info: RegisterInfo;
  readonly columns: readonly FieldInfo[];
  readonly rows: readonly Row[];
  readonly sort: readonly Sort[];
  readonly onSort: (sort: readonly Sort[]) => void;
}

export function RowTable({ info, columns, rows, sort, onSort }: Props) {
  const narrow = useNarrow();
  const box = useRef<HTMLDivElement>(null);
  // The links are the stops; J and K go from one to the next.
  const step = (by: 1 | -1) => {
    const links = [...(box.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    const next = links[at === -1 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)];
    next?.focus();
  };
  useShortcut(["j", "ArrowDown"], () => step(1));
  useShortcut(["k", "ArrowUp"], () => step(-1));
  // Who comes back from a row finds the list where it was left.
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const place = `${window.location.pathname}${window.location.search}`;
    const kept = scrolled.get(place);
    if (kept !== undefined) element.scrollTop = kept;
    const note = () => scrolled.set(place, element.scrollTop);
    element.addEventListener("scroll", note, { passive: true });
    return () => element.removeEventListener("scroll", note);
  }, []);
  return (
    <div ref={box} className="grid-box">
      {narrow ? <Cards info={info} columns={columns} rows={rows} /> : <Table info={info} columns={columns} rows={rows} sort={sort} onSort={onSort} />}
    </div>
  );
}

const scrolled = new Map<string, number>();
/** More than stand on a screen: those below come a moment later. */
const FIRST = 36;

function Table({ info, columns, rows, sort, onSort }: Props) {
  const { t } = useLanguage();
  const [first, below] = useMemo(() => [rows.slice(0, FIRST), rows.slice(FIRST)], [rows]);
  const rest = useLater(below);
  return (
    <table className="grid" aria-label={info.label[t.language]}>
      <thead>
        <tr>
          {columns.map((field) => (
            <Heading key={field.name} field={field} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <Body info={info} columns={columns} rows={first} />
      <Body info={info} columns={columns} rows={rest} />
    </table>
  );
}

/** The same rows in the same columns are not drawn again because the order that was asked for is another. */
const Body = memo(function Body({ info, columns, rows }: Pick<Props, "info" | "columns" | "rows">) {
  const navigate = useNavigate();
  const open = (event: MouseEvent, row: Row) => {
    // A press on a link is the link's; a selection of text is no press.
    if (event.target instanceof Element && event.target.closest("a, button") !== null) return;
    if ((window.getSelection()?.toString() ?? "") !== "") return;
    void navigate({ to: "/registers/$key/$id", params: { key: info.key, id: row.id } });
  };
  return (
    <tbody>
      {rows.map((row, place) => (
        // A line of the table stays when another row comes into it: its words change, which is quicker than lines that go and come.
        <tr key={place} className={row.retired_at === null ? "" : "row-retired"} onClick={(event) => open(event, row)}>
          {columns.map((field, at) => (
            <td key={field.name} className={isNumber(field) ? "right figures" : "figures"}>
              <div className="cell" title={hoverWords(row, field)}>
                {at === 0 ? <RowLink info={info} row={row} field={field} /> : <Cell row={row} field={field} />}
              </div>
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
});

/** A long text is cut in its cell; in full it is shown on hover. */
function hoverWords(row: Row, field: FieldInfo): string | undefined {
  const value = row.values[field.name];
  return typeof value === "string" && (field.kind === "text" || field.kind === "long_text") ? value : undefined;
}

/** The first cell leads to the row, whatever it shows. */
function RowLink({ info, row, field }: { info: RegisterInfo; row: Row; field: FieldInfo }) {
  const isTitle = field.name === info.title;
  return (
    <>
      <PlainLink data-row href={rowAddress(info.key, row.id)} className="row-link">
        {isTitle ? titleOf(row, info.title) : field.kind === "reference" ? (row.titles[field.name] ?? "—") : <Cell row={row} field={field} />}
      </PlainLink>{" "}
      <RowTags row={row} />
    </>
  );
}

function Heading({ field, sort, onSort }: { field: FieldInfo; sort: readonly Sort[]; onSort: Props["onSort"] }) {
  const { t } = useLanguage();
  const at = sort.findIndex((one) => one.field === field.name);
  const mine = sort[at];
  const unit = unitOf(field, t);
  const name = (
    <>
      {field.label[t.language]}
      {unit === null ? null : <span className="soft"> ({unit})</span>}
    </>
  );
  const side = isNumber(field) ? "right" : "";
  if (!field.sort) return <th scope="col" className={side}>{name}</th>;
  return (
    <th scope="col" className={side} aria-sort={mine === undefined ? "none" : mine.down ? "descending" : "ascending"}>
      <button type="button" className="heading" title={t("register.sort_by", { name: field.label[t.language] })} onClick={(event) => onSort(pressed(sort, field.name, event.shiftKey))}>
        {name}{" "}
        <span aria-hidden="true" className={mine === undefined ? "heading-off" : ""}>
          {mine === undefined ? "↕" : mine.down ? "▼" : "▲"}
          {sort.length > 1 && at >= 0 ? at + 1 : ""}
        </span>
      </button>
    </th>
  );
}

/** The name, and what else fits into three lines. */
function Cards({ info, columns, rows }: Pick<Props, "info" | "columns" | "rows">) {
  const { t } = useLanguage();
  const rest = columns.filter((field) => field.name !== info.title).slice(0, 4);
  return (
    <ul className="cards" aria-label={info.label[t.language]}>
      {rows.map((row) => (
        <li key={row.id} className={row.retired_at === null ? "" : "row-retired"}>
          <PlainLink data-row href={rowAddress(info.key, row.id)} className="card">
            <span className="card-title">
              <b>{titleOf(row, info.title)}</b> <RowTags row={row} />
            </span>
            <span className="card-facts figures">
              {rest.map((field) => (
                <span key={field.name}>
                  <span className="soft">{field.label[t.language]}</span> {field.kind === "reference" ? (row.titles[field.name] ?? "—") : <Cell row={row} field={field} />}
                  {field.unit === null || row.values[field.name] === null ? "" : ` ${field.unit[t.language]}`}
                </span>
              ))}
            </span>
          </PlainLink>
        </li>
      ))}
    </ul>
  );
}

/** One row: its fields in groups, what hangs on it, what became of it. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, Navigate, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { FreshMark } from "../feed/FreshMark";
import { useLanguage } from "../shell/language";
import { RowMapSlot } from "../shell/RowMapSlot";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Exact } from "../time/Clocks";
import { Attachments } from "./Attachments";
import { Cell, RowTags } from "./Cell";
import { Erasure } from "./Erasure";
import { Crumbs, WithRegister } from "./Frame";
import { groupsOf } from "./groups";
import { History } from "./History";
import { files, rowQuery } from "./registers";
import { STUDIES } from "./studies";
import { Retirement } from "./Retirement";
import { Reveal } from "./Reveal";
import { mayEnter, type FieldInfo, type RegisterInfo, type Row } from "./types";
import { isPoint, placeOf, titleOf, unitOf } from "./values";

const route = getRouteApi("/seat/registers/$key/$id");

export function RowPage() {
  const { key, id } = route.useParams();
  return <WithRegister name={key}>{(info) => <RowOf key={id} info={info} id={id} />}</WithRegister>;
}

function RowOf({ info, id }: { info: RegisterInfo; id: string }) {
  const { t } = useLanguage();
  const row = useQuery(rowQuery(info.key, id));
  if (info.key === STUDIES) return <Navigate to="/siting/$id" params={{ id }} replace />;
  // A case has a page of its own.
  if (info.managed) return <Navigate to="/cases/$id" params={{ id }} replace />;
  if (row.data !== undefined) return <Sheet info={info} row={row.data} />;
  if (row.error === null) return <Loading words={t("register.row_loading")} />;
  const problem = asProblem(row.error);
  if (problem.status === 404 || problem.status === 400) {
    return (
      <Empty what={t("problem.not_found")} next={t("problem.not_found_next")}>
        <Link to="/registers/$key" params={{ key: info.key }}>{t("register.to_list")}</Link>
      </Empty>
    );
  }
  return <div className="state"><ProblemNote problem={problem} onRetry={() => void row.refetch()} /></div>;
}

function Sheet({ info, row }: { info: RegisterInfo; row: Row }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const title = titleOf(row, info.title);
  const place = placeOf(info.geometry === null ? undefined : row.values[info.geometry]);
  const mayEdit = mayEnter(info) && row.retired_at === null;
  const edit = () => void navigate({ to: "/registers/$key/$id/edit", params: { key: info.key, id: row.id } });
  useShortcut(["e"], edit, mayEdit);
  useShortcut(["Escape"], () => {
    const field = document.activeElement;
    if (field instanceof HTMLElement && field.closest("input, textarea") !== null) field.blur();
    else void navigate({ to: "/registers/$key", params: { key: info.key } });
  });
  return (
    <article className="sheet sheet-row" aria-label={title}>
      <header className="sheet-head">
        <Crumbs info={info}><span className="clip">{title}</span></Crumbs>
        <FreshMark loaded />
        <span className="bar-space" />
        {mayEdit ? <Button type="primary" onClick={edit}>{t("register.edit")} <kbd aria-hidden="true">E</kbd></Button> : null}
      </header>
      <div className="row-body">
        <div className="row-main">
          <h2 className="row-title">
            {title} <RowTags row={row} />
          </h2>
          {row.retired_at === null ? null : (
            <p className="soft">{t("register.retired_at")} <Exact at={row.retired_at} /></p>
          )}
          {groupsOf(info).map((group) => (
            <section key={group.key} className="facts-group" aria-label={t(group.title)}>
              <h3>{t(group.title)}</h3>
              <dl className="facts figures">
                {group.fields.map((field) => (
                  <Fact key={field.name} info={info} row={row} field={field} />
                ))}
              </dl>
            </section>
          ))}
          {mayEnter(info) ? <Retirement info={info} row={row} /> : null}
          <Erasure info={info} row={row} />
        </div>
        <div className="row-side">
          {place === null ? null : <RowMapSlot register={info.key} id={row.id} longitude={place.longitude} latitude={place.latitude} />}
          <Attachments info={info} row={row} />
          <QrLabel info={info} row={row} title={title} />
          <History info={info} row={row} />
        </div>
      </div>
    </article>
  );
}

function Fact({ info, row, field }: { info: RegisterInfo; row: Row; field: FieldInfo }) {
  const { t } = useLanguage();
  const value = row.values[field.name];
  const unit = value === null || value === undefined ? null : unitOf(field, t);
  const reveals = info.may_read_personal === true && row.masked?.includes(field.name) === true && row.erased?.includes(field.name) !== true;
  return (
    <>
      <dt title={field.help?.[t.language]}>{field.label[t.language]}</dt>
      <dd className={field.kind === "long_text" ? "long" : ""}>
        {reveals ? <Reveal info={info} row={row} field={field}><Cell row={row} field={field} /></Reveal> : <Cell row={row} field={field} />}
        {unit === null ? null : <span className="soft"> {unit}</span>}
        {isPoint(value) ? <CopyPoint text={`${value.longitude}, ${value.latitude}`} /> : null}
      </dd>
    </>
  );
}

/** Coordinates are read into a radio or pasted into a map. */
function CopyPoint({ text }: { text: string }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  // A plain-http intranet has no clipboard for pages.
  if (navigator.clipboard === undefined) return <span className="soft"> WGS-84</span>;
  return (
    <>
      <span className="soft datum"> WGS-84 </span>
      <button type="button" className="link" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>{t(copied ? "register.copied" : "register.copy")}</button>
    </>
  );
}

/** 二维码标签: to be stuck on the thing itself. */
function QrLabel({ info, row, title }: { info: RegisterInfo; row: Row; title: string }) {
  const { t } = useLanguage();
  const [failed, setFailed] = useState(false);
  if (failed) return null;
  return (
    <section className="block" aria-label={t("register.label")}>
      <header className="block-head">
        <h3>{t("register.label")}</h3>
        <Button size="small" onClick={() => window.print()}>{t("register.label_print")}</Button>
      </header>
      <img className="qr-label" src={files.label(info.key, row.id, t.language)} alt={t("register.label_alt", { name: title })} onError={() => setFailed(true)} />
    </section>
  );
}

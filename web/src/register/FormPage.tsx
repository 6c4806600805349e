/** A row being written: new, or changed. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Crumbs, WithRegister } from "./Frame";
import { begunWith } from "./gaps";
import { rowQuery } from "./registers";
import { RowForm } from "./RowForm";
import { mayEnter, type RegisterInfo, type Row } from "./types";
import { titleOf } from "./values";

const newRoute = getRouteApi("/seat/registers/$key/new");
const editRoute = getRouteApi("/seat/registers/$key/$id/edit");

export function NewPage() {
  const { key } = newRoute.useParams();
  const { fill } = newRoute.useSearch();
  const fresh = fill === undefined ? "new" : `new:${Object.values(fill).join(":")}`;
  return <WithRegister name={key}>{(info) => <Sheet key={`${info.key}:${fresh}`} info={fill === undefined ? info : begunWith(info, fill)} row={null} fresh={fresh} />}</WithRegister>;
}

export function EditPage() {
  const { key, id } = editRoute.useParams();
  return <WithRegister name={key}>{(info) => <Edit key={id} info={info} id={id} />}</WithRegister>;
}

function Edit({ info, id }: { info: RegisterInfo; id: string }) {
  const { t } = useLanguage();
  const row = useQuery(rowQuery(info.key, id));
  if (row.data !== undefined) return <Sheet info={info} row={row.data} />;
  if (row.error === null) return <Loading words={t("register.row_loading")} />;
  return <div className="state"><ProblemNote problem={asProblem(row.error)} onRetry={() => void row.refetch()} /></div>;
}

function Sheet({ info, row, fresh }: { info: RegisterInfo; row: Row | null; fresh?: string }) {
  const { t } = useLanguage();
  const refused = !mayEnter(info) ? "register.may_not_write" : row !== null && row.retired_at !== null ? "register.retired_no_edit" : null;
  return (
    <section className="sheet sheet-row" aria-label={t(row === null ? "register.new" : "register.edit")}>
      <header className="sheet-head">
        <Crumbs info={info}>
          {row === null ? <span>{t("register.new")}</span> : (
            <>
              <Link className="clip" to="/registers/$key/$id" params={{ key: info.key, id: row.id }}>{titleOf(row, info.title)}</Link>
              <span aria-hidden="true">›</span>
              <span>{t("register.edit")}</span>
            </>
          )}
        </Crumbs>
      </header>
      {refused === null ? <RowForm info={info} row={row} {...(fresh === undefined ? {} : { fresh })} /> : (
        <Empty what={t(refused)} next={t(`${refused}_next`)}>
          <Link to="/registers/$key" params={{ key: info.key }}>{t("register.to_list")}</Link>
        </Empty>
      )}
    </section>
  );
}

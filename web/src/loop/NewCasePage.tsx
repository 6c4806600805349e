/** Opening a case: the form of the action that opens it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import { Crumbs, WithRegister } from "../register/Frame";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { ActionForm } from "./ActionForm";
import { loopsQuery, openCase } from "./loops";

const route = getRouteApi("/seat/loops/loops/$key/new");

export function NewCasePage() {
  const { key } = route.useParams();
  const given = route.useSearch();
  const { t } = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const loops = useQuery(loopsQuery);
  if (loops.data === undefined) {
    if (loops.error === null) return <Loading words={t("shell.loading")} />;
    return <div className="state"><ProblemNote problem={asProblem(loops.error)} onRetry={() => void loops.refetch()} /></div>;
  }
  const loop = loops.data.find((one) => one.key === key);
  const action = loop?.actions.find((one) => one.key === loop.opening);
  if (loop === undefined || action === undefined || !loop.may_open) {
    return (
      <Empty what={t("loop.may_not_open")} next={t("loop.may_not_open_next")}>
        <Link to="/inbox" search={{}}>{t("loop.to_inbox")}</Link>
      </Empty>
    );
  }
  return (
    <WithRegister name={key}>
      {(info) => (
        <article className="sheet sheet-row case" aria-label={action.label[t.language]}>
          <header className="sheet-head"><Crumbs info={info}>{action.label[t.language]}</Crumbs></header>
          <div className="new-case">
            <ActionForm
              info={info} loop={loop} action={action} place={["new", key, ...Object.values(given)].join(":")} row={null} given={given}
              send={({ values, reason }) => openCase(key, { values, reason })}
              onDone={(one) => {
                void queries.invalidateQueries({ queryKey: ["cases"] });
                void queries.invalidateQueries({ queryKey: ["register"] });
                void navigate({ to: "/cases/$id", params: { id: one.id } });
              }}
              onLeave={() => void navigate({ to: "/registers/$key", params: { key } })}
            />
          </div>
        </article>
      )}
    </WithRegister>
  );
}

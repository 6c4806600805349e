/** One study: how far it is, or what it found, in figures and on the map. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useContext } from "react";
import { PermissionsContext } from "../access/may";
import { asProblem } from "../api/problem";
import type { SitingStudyView } from "../api/types";
import { Crumbs, WithRegister } from "../register/Frame";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Findings } from "./Findings";
import { cancelStudy, findingsQuery, hasEnded, REGISTER, reportOf, studyQuery } from "./studies";
import "./siting.css";

const route = getRouteApi("/seat/siting/siting/$id");

export function StudyPage() {
  const { id } = route.useParams();
  const { t } = useLanguage();
  const study = useQuery(studyQuery(id));
  if (study.data !== undefined) return <Study study={study.data} />;
  if (study.error === null) return <Loading words={t("siting.loading")} />;
  const problem = asProblem(study.error);
  if (problem.status === 404 || problem.status === 400) {
    return (
      <Empty what={t("problem.not_found")} next={t("problem.not_found_next")}>
        <Link to="/registers/$key" params={{ key: REGISTER }}>{t("siting.to_list")}</Link>
      </Empty>
    );
  }
  return <div className="state"><ProblemNote problem={problem} onRetry={() => void study.refetch()} /></div>;
}

function Study({ study }: { study: SitingStudyView }) {
  const { t } = useLanguage();
  const may = useContext(PermissionsContext).includes("siting.write");
  const queries = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => cancelStudy(study),
    onSettled: () => void queries.invalidateQueries({ queryKey: ["register", REGISTER] }),
  });
  return (
    <WithRegister name={REGISTER}>
      {(info) => (
        <article className="sheet siting" aria-label={study.name}>
          <header className="sheet-head">
            <h2><Crumbs info={info}><span className="clip">{study.name}</span></Crumbs></h2>
            <span className={`siting-state siting-${study.state}`}>{t(`siting.state.${study.state}`)}</span>
            <span className="bar-space" />
            {hasEnded(study) || !may ? null : <Button danger disabled={cancelling.isPending} onClick={() => cancelling.mutate()}>{t("siting.cancel")}</Button>}
            {hasEnded(study) && may ? <Link className="bar-button" to="/siting/new" search={{ like: study.id }}>{t("siting.copy")}</Link> : null}
            {study.state === "done" ? <a className="bar-button bar-main" href={reportOf(study.id)} target="_blank" rel="noreferrer">{t("siting.report")}</a> : null}
          </header>
          {cancelling.error === null ? null : <ProblemNote problem={asProblem(cancelling.error)} onDismiss={() => cancelling.reset()} />}
          {study.state === "done" ? <Found study={study} /> : <Standing study={study} />}
        </article>
      )}
    </WithRegister>
  );
}

function Found({ study }: { study: SitingStudyView }) {
  const { t } = useLanguage();
  const found = useQuery(findingsQuery(study.id));
  if (found.data !== undefined) return <Findings study={study} found={found.data} />;
  if (found.error === null) return <Loading words={t("siting.loading")} />;
  return <div className="state"><ProblemNote problem={asProblem(found.error)} onRetry={() => void found.refetch()} /></div>;
}

/** One that has no result: not yet, or never. */
function Standing({ study }: { study: SitingStudyView }) {
  const { t } = useLanguage();
  if (study.state === "failed") return <Empty what={t("siting.state.failed")} next={study.reason === null ? "" : t(`siting.reason.${study.reason}`)} />;
  if (study.state === "cancelled") return <Empty what={t("siting.state.cancelled")} next={t("siting.cancelled_next")} />;
  const { progress } = study;
  const percent = progress?.percent ?? null;
  return (
    <div className="state siting-progress" role="status">
      <p className="state-what">{progress === null ? t(`siting.state.${study.state}`) : t(`siting.stage.${progress.stage}`)}{percent === null ? "" : ` ${percent}%`}</p>
      {percent === null ? <progress aria-label={t(`siting.state.${study.state}`)} /> : <progress max={100} value={percent} aria-label={t(`siting.state.${study.state}`)} />}
      <p className="state-next">
        {study.state === "waiting" ? t("siting.waits") : progress === null ? t("siting.elsewhere") : progress.stage === "solving" ? `${t("siting.effort_of", { n: study.effort })}${progress.gap === null ? "" : ` · ${t("siting.so_far", { gap: progress.gap })}`}` : ""}
      </p>
    </div>
  );
}

/** One case: where it stands and until when, what can be done with it, what it is about, what became of it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useContext, useState } from "react";
import { PermissionsContext } from "../access/may";
import { asProblem } from "../api/problem";
import { FreshMark } from "../feed/FreshMark";
import { Attachments } from "../register/Attachments";
import { Cell } from "../register/Cell";
import { useGuided } from "../register/guide";
import { WithRegister } from "../register/Frame";
import { rowQuery } from "../register/registers";
import type { RegisterInfo, Row } from "../register/types";
import { typedOf } from "../register/values";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { RunningClock } from "../time/Clocks";
import { ActionForm } from "./ActionForm";
import { Comments, Documents, Links } from "./Beside";
import { DueMark, Escalated, HolderWords, StepLine } from "./CaseMarks";
import { EvidenceMark } from "./EvidenceMark";
import { HandOver } from "./HandOver";
import { act, caseQuery, loopsQuery } from "./loops";
import { useSeen } from "./Moved";
import { Story } from "./Story";
import type { ActionInfo, CaseView, LoopInfo } from "./types";

const route = getRouteApi("/seat/loops/cases/$id");
const HAND_OVER = "hand_over";

export function CasePage() {
  const { id } = route.useParams();
  return <CaseOf key={id} id={id} />;
}

function CaseOf({ id }: { id: string }) {
  const { t } = useLanguage();
  const one = useQuery(caseQuery(id));
  const loops = useQuery(loopsQuery);
  const loop = loops.data?.find((known) => known.key === one.data?.loop);
  if (one.data !== undefined && loop !== undefined) {
    const found = one.data;
    return <WithRegister name={loop.key}>{(info) => <Sheet one={found} loop={loop} info={info} />}</WithRegister>;
  }
  const error = one.error ?? loops.error;
  if (error === null) return <Loading words={t("loop.loading")} />;
  const problem = asProblem(error);
  if (problem.status === 404 || problem.status === 400) {
    return (
      <Empty what={t("problem.not_found")} next={t("problem.not_found_next")}>
        <Link to="/inbox" search={{}}>{t("loop.to_inbox")}</Link>
      </Empty>
    );
  }
  return <div className="state"><ProblemNote problem={problem} onRetry={() => void one.refetch()} /></div>;
}

function Sheet({ one, loop, info }: { one: CaseView; loop: LoopInfo; info: RegisterInfo }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const mayAct = useContext(PermissionsContext).includes("case.act");
  const row = useQuery(rowQuery(info.key, one.id));
  const [chosen, setChosen] = useState<string | null>(null);
  useShortcut(["Escape"], () => void navigate({ to: "/inbox", search: {} }), chosen === null);
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: ["case", one.id] });
    void queries.invalidateQueries({ queryKey: ["cases"] });
    void queries.invalidateQueries({ queryKey: ["register", info.key] });
  };
  const done = (next: CaseView) => {
    setChosen(null);
    queries.setQueryData(caseQuery(one.id).queryKey, next);
    refresh();
  };
  const action = loop.actions.find((known) => known.key === chosen);
  return (
    <article className="sheet sheet-row case" aria-label={one.title}>
      <header className="sheet-head">
        <nav className="crumbs" aria-label={t("register.crumbs")}>
          <Link to="/inbox" search={{}}>{t("loop.inbox")}</Link>
          <span aria-hidden="true">›</span>
          <Link to="/registers/$key" params={{ key: info.key }}>{info.label[t.language]}</Link>
          <span aria-hidden="true">›</span>
          <span className="clip">{one.title}</span>
        </nav>
        <FreshMark loaded />
      </header>
      <div className="row-body">
        <div className="row-main">
          <h2 className="row-title">{one.title} <Escalated one={one} /></h2>
          <StepLine loop={loop} state={one.state} />
          <dl className="facts case-facts">
            <dt>{one.term_label?.[t.language] ?? t("loop.term")}</dt>
            <dd><DueMark one={one} long /></dd>
            <dt>{t("loop.with")}</dt>
            <dd><HolderWords holder={one.holder} /></dd>
            <dt>{t("loop.opened")}</dt>
            <dd>{one.opened_by} · <RunningClock since={one.opened_at} until={one.closed_at} /></dd>
          </dl>
          <Offers one={one} loop={loop} register={info.key} chosen={chosen} onChoose={setChosen} />
          {action === undefined ? null : (
            <Deciding key={action.key} one={one} info={info} loop={loop} action={action} row={row.data ?? null} onDone={done} onRefused={refresh} onLeave={() => setChosen(null)} />
          )}
          {chosen === HAND_OVER ? <HandOver one={one} loop={loop} onDone={done} onRefused={refresh} onLeave={() => setChosen(null)} /> : null}
          {row.data === undefined ? (
            row.error === null ? <Loading words={t("register.row_loading")} /> : <ProblemNote problem={asProblem(row.error)} onRetry={() => void row.refetch()} />
          ) : (
            <About info={info} row={row.data} />
          )}
        </div>
        <div className="row-side">
          <Documents one={one} />
          {row.data === undefined ? null : <Attachments info={info} row={row.data} />}
          <Comments one={one} mayAct={mayAct} />
          <Links one={one} mayAct={mayAct} />
          <Story id={one.id} loop={loop} info={info} row={row.data} />
        </div>
      </div>
    </article>
  );
}

interface DecidingProps {
  readonly one: CaseView;
  readonly info: RegisterInfo;
  readonly loop: LoopInfo;
  readonly action: ActionInfo;
  readonly row: Row | null;
  readonly onDone: (next: CaseView) => void;
  readonly onRefused: () => void;
  readonly onLeave: () => void;
}

/** The form of an action on this case as the person saw it when they chose. */
function Deciding({ one, ...form }: DecidingProps) {
  const { seen, movedTo, look } = useSeen(one);
  return <ActionForm {...form} place={one.id} send={(input) => act(seen, input)} movedTo={movedTo} onLooked={look} />;
}

/** The actions that this person can take now; one that something stands against says what. */
function Offers({ one, loop, register, chosen, onChoose }: { one: CaseView; loop: LoopInfo; register: string; chosen: string | null; onChoose: (key: string | null) => void }) {
  const { t } = useLanguage();
  if (one.offers.length === 0 && !one.hands_over) {
    return <p className="soft offers-none">{one.closed_at === null ? t("loop.nothing_to_do") : t("loop.closed")}</p>;
  }
  return (
    <div className="offers" role="group" aria-label={t("loop.actions")}>
      {one.offers.map((offer, at) => {
        const action = loop.actions.find((known) => known.key === offer.action);
        if (action === undefined) return null;
        const refusal = offer.refusal?.[t.language];
        return (
          <span key={offer.action} className="offer">
            <Button type={at === 0 && refusal === undefined ? "primary" : "default"} disabled={refusal !== undefined} aria-expanded={chosen === offer.action} onClick={() => onChoose(chosen === offer.action ? null : offer.action)}>
              {action.label[t.language]}
            </Button>
            {refusal === undefined ? null : <span className="soft">{refusal}</span>}
            {action.evidence && chosen !== offer.action ? <EvidenceMark register={register} id={one.id} /> : null}
          </span>
        );
      })}
      {one.hands_over ? <Button aria-expanded={chosen === HAND_OVER} onClick={() => onChoose(chosen === HAND_OVER ? null : HAND_OVER)}>{t("loop.hand_over")}</Button> : null}
    </div>
  );
}

/** What the case is about: the fields that say something. */
function About({ info, row }: { info: RegisterInfo; row: Row }) {
  const { t } = useLanguage();
  const typed = Object.fromEntries(info.fields.map((field) => [field.name, typedOf(row.values[field.name], field)]));
  const fields = useGuided(info, info.fields, (name) => typed[name] ?? "") ?? info.fields;
  const told = fields.filter((field) => field.name !== info.title && field.name !== "state" && row.values[field.name] !== null && row.values[field.name] !== undefined);
  return (
    <section className="facts-group" aria-label={t("loop.about")}>
      <h3>{t("loop.about")}</h3>
      <dl className="facts figures">
        {told.map((field) => [
          <dt key={`${field.name}-name`}>{field.label[t.language]}</dt>,
          <dd key={field.name} className={field.kind === "long_text" ? "long" : ""}><Cell row={row} field={field} />{field.unit === null ? null : <span className="soft"> {field.unit[t.language]}</span>}</dd>,
        ])}
      </dl>
    </section>
  );
}

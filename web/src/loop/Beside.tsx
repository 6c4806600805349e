/** What hangs on a case: its documents, its comments, the cases that belong to it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { useDraft } from "../shell/useDraft";
import { Exact } from "../time/Clocks";
import { StateWords } from "./CaseMarks";
import { comment, documentAddress, link, unlink } from "./loops";
import type { CaseView } from "./types";
import { LONGEST_TEXT, LONGEST_WORDS } from "../shell/lengths";

export function Documents({ one }: { one: CaseView }) {
  const { t } = useLanguage();
  if (one.documents.length === 0) return null;
  return (
    <section className="block" aria-label={t("loop.documents")}>
      <header className="block-head"><h3>{t("loop.documents")}</h3></header>
      <ul className="issued">
        {one.documents.map((document) => (
          <li key={document.id}>
            <a href={documentAddress(one.id, document.id)} target="_blank" rel="noreferrer">{document.title}</a>
            <span className="figures">{document.number}</span>
            <span className="soft figures">{document.who} · <Exact at={document.issued_at} /></span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Comments({ one, mayAct }: { one: CaseView; mayAct: boolean }) {
  const { t } = useLanguage();
  const id = useId();
  const queries = useQueryClient();
  const draft = useDraft(`case:${one.id}:comment`);
  const sending = useMutation({
    mutationFn: () => comment(one.id, draft.text),
    onSuccess: () => {
      draft.clear();
      return queries.invalidateQueries({ queryKey: ["case", one.id] });
    },
  });
  return (
    <section className="block" aria-label={t("loop.comments")}>
      <header className="block-head"><h3>{t("loop.comments")}</h3></header>
      {one.comments.length === 0 ? <p className="soft block-words">{t("loop.comments_none")}</p> : (
        <ul className="comments">
          {one.comments.map((said) => (
            <li key={said.id}>
              <p><b>{said.who}</b> <span className="soft figures"><Exact at={said.at} /></span></p>
              <p className="story-text">{said.text}</p>
            </li>
          ))}
        </ul>
      )}
      {mayAct ? (
        <form className="say" onSubmit={(event) => { event.preventDefault(); if (draft.text.trim() !== "") sending.mutate(); }}>
          <label htmlFor={id} className="unseen">{t("loop.comment")}</label>
          <Input.TextArea id={id} value={draft.text} maxLength={LONGEST_TEXT} placeholder={t("loop.comment")} autoSize={{ minRows: 1, maxRows: 8 }} onChange={(event) => draft.set(event.target.value)} />
          <Button htmlType="submit" disabled={draft.text.trim() === "" || sending.isPending}>{t("loop.comment_send")}</Button>
        </form>
      ) : null}
      {sending.error === null ? null : <ProblemNote problem={asProblem(sending.error)} onDismiss={sending.reset} />}
    </section>
  );
}

/** The id at the end of a case's address, or an id alone. */
export function caseIn(text: string): string | null {
  return /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\/?$/i.exec(text.trim())?.[1] ?? null;
}

export function Links({ one, mayAct }: { one: CaseView; mayAct: boolean }) {
  const { t } = useLanguage();
  const id = useId();
  const queries = useQueryClient();
  const [other, setOther] = useState("");
  const refresh = () => queries.invalidateQueries({ queryKey: ["case", one.id] });
  const adding = useMutation({
    mutationFn: (found: string) => link(one.id, found, ""),
    onSuccess: () => {
      setOther("");
      return refresh();
    },
  });
  const removing = useMutation({ mutationFn: (gone: string) => unlink(one.id, gone), onSettled: refresh });
  const found = caseIn(other);
  const error = adding.error ?? removing.error;
  return (
    <section className="block" aria-label={t("loop.links")}>
      <header className="block-head"><h3>{t("loop.links")}</h3></header>
      {one.links.length === 0 ? <p className="soft block-words">{t("loop.links_none")}</p> : (
        <ul className="linked">
          {one.links.map((to) => (
            <li key={to.id}>
              <Link to="/cases/$id" params={{ id: to.other.id }}>{to.other.title}</Link>
              <span className="soft"><StateWords one={to.other} /></span>
              {mayAct ? <button type="button" className="bar-button" aria-label={t("loop.unlink", { name: to.other.title })} onClick={() => removing.mutate(to.id)}>✕</button> : null}
            </li>
          ))}
        </ul>
      )}
      {mayAct ? (
        <form className="say" onSubmit={(event) => { event.preventDefault(); if (found !== null) adding.mutate(found); }}>
          <label htmlFor={id} className="unseen">{t("loop.link_to")}</label>
          <Input id={id} value={other} maxLength={LONGEST_WORDS} placeholder={t("loop.link_to")} autoComplete="off" onChange={(event) => setOther(event.target.value)} />
          <Button htmlType="submit" disabled={found === null || adding.isPending}>{t("loop.link")}</Button>
        </form>
      ) : null}
      {error === null ? null : <ProblemNote problem={asProblem(error)} onDismiss={() => { adding.reset(); removing.reset(); }} />}
    </section>
  );
}

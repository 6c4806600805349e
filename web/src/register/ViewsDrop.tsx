/** 视图: what is seen, under a name, for this person on any seat, or for everybody of their role. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Drop } from "./Drop";
import { fromViewState, stateOf, toViewState, type ListState } from "./listState";
import { deleteView, saveView, viewsQuery } from "./registers";
import type { View } from "./types";

interface Props {
  readonly name: string;
  readonly state: ListState;
  readonly onPick: (state: ListState) => void;
}

/** A version 4 UUID; `randomUUID` is missing on a plain-http intranet. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function ViewsDrop({ name, state, onPick }: Props) {
  const { t } = useLanguage();
  const views = useQuery(viewsQuery(name));
  const now = toViewState(state);
  const current = views.data?.find((view) => view.state === now);
  // A server of an older version keeps no views.
  if (views.error !== null && asProblem(views.error).status === 404) return null;
  return (
    <Drop label={<>{t("register.views")}{current === undefined ? "" : `：${current.name}`}</>} title={t("register.views_choose")}>
      {(close) => (
        <ViewList
          name={name}
          now={now}
          onPick={(view) => {
            onPick(stateOf(fromViewState(view.state)));
            close();
          }}
        />
      )}
    </Drop>
  );
}

function ViewList({ name, now, onPick }: { name: string; now: string; onPick: (view: View) => void }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const views = useQuery(viewsQuery(name));
  const [title, setTitle] = useState("");
  const [audience, setAudience] = useState<View["audience"]>("me");
  const refresh = () => queries.invalidateQueries({ queryKey: viewsQuery(name).queryKey });
  const saving = useMutation({
    mutationFn: (view: Pick<View, "id" | "name" | "state" | "audience">) => saveView(name, view),
    onSuccess: () => {
      setTitle("");
      return refresh();
    },
  });
  const removing = useMutation({ mutationFn: (id: string) => deleteView(name, id), onSettled: refresh });
  const problem = saving.error ?? removing.error;
  const same = views.data?.find((view) => view.mine && view.name === title.trim());
  return (
    <div className="views">
      {views.data === undefined ? (
        views.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(views.error)} onRetry={() => void views.refetch()} />
      ) : views.data.length === 0 ? (
        <p className="soft">{t("register.views_none")}</p>
      ) : (
        <ul>
          {views.data.map((view) => (
            <li key={view.id}>
              <button type="button" className="view-name" aria-pressed={view.state === now} onClick={() => onPick(view)}>
                {view.state === now ? "● " : ""}{view.name}
                {view.audience === "role" ? <span className="tag">{view.mine ? t("register.view_shared") : t("register.view_by", { name: view.by })}</span> : null}
              </button>
              {view.mine ? <button type="button" className="bar-button" aria-label={t("register.view_delete", { name: view.name })} title={t("register.view_delete", { name: view.name })} disabled={removing.isPending} onClick={() => removing.mutate(view.id)}>✕</button> : null}
            </li>
          ))}
        </ul>
      )}
      <form
        className="form-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== "") saving.mutate({ id: same?.id ?? newId(), name: title.trim(), state: now, audience });
        }}
      >
        <Input value={title} maxLength={60} placeholder={t("register.view_name")} aria-label={t("register.view_name")} onChange={(event) => setTitle(event.target.value)} />
        <Button type="primary" htmlType="submit" disabled={title.trim() === "" || saving.isPending}>{t(same === undefined ? "register.view_save" : "register.view_overwrite")}</Button>
      </form>
      <label className="switch">
        <input type="checkbox" checked={audience === "role"} onChange={(event) => setAudience(event.target.checked ? "role" : "me")} />
        <span>{t("register.view_for_role")}</span>
      </label>
      {problem === null ? null : <ProblemNote problem={asProblem(problem)} />}
    </div>
  );
}

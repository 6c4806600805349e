/** The state of a form: what is typed, its draft, its faults, and the conflict it may be in. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem, type ProblemError } from "../api/problem";
import { useDraft } from "../shell/useDraft";
import { merged, type Choices, type Difference } from "./conflict";
import { begin, changed, fromText, toText, type Writing } from "./draft";
import { readCurrent } from "./refusals";
import { createRow, rowQuery, updateRow } from "./registers";
import type { RegisterInfo, Row } from "./types";
import { bodyOf, faultOf, type Fault, type Typed } from "./values";

/** `fresh` names the draft of a new row: one that fills a gap is not the one that was begun elsewhere. */
export function useWriting(info: RegisterInfo, row: Row | null, fresh: string, onSaved: (row: Row) => void) {
  const queries = useQueryClient();
  const draft = useDraft(`register:${info.key}:${row?.id ?? fresh}`);
  const [restored] = useState(() => fromText(draft.text, info.fields));
  const [writing, setWriting] = useState<Writing>(() => restored ?? begin(row, info.fields));
  const [tried, setTried] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [settling, setSettling] = useState(false);
  // What the server said of a field holds until the field is typed into again.
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const dirty = changed(writing, info.fields);
  // While nothing is typed the form simply follows the row.
  if (row !== null && row.version > writing.version && dirty.length === 0) setWriting(begin(row, info.fields));

  const save = useMutation({
    mutationFn: (what: Writing) => {
      const values = bodyOf(what.form, what.base, info.fields);
      return row === null ? createRow(info.key, values) : updateRow(info.key, { id: row.id, version: what.version }, values);
    },
    onSuccess: (next) => {
      draft.clear();
      queries.setQueryData(rowQuery(info.key, next.id).queryKey, next);
      void queries.invalidateQueries({ queryKey: ["register", info.key] });
      onSaved(next);
    },
    onError: (error) => {
      const problem = asProblem(error);
      setSaid(Object.fromEntries(problem.errors.filter((one) => info.fields.some((field) => field.name === one.field)).map((one) => [one.field, one.message])));
      if (problem.status !== 412 || row === null) return;
      const now = readCurrent(problem);
      if (now !== null) queries.setQueryData(rowQuery(info.key, row.id).queryKey, now);
      else void queries.invalidateQueries({ queryKey: rowQuery(info.key, row.id).queryKey });
      setSettling(true);
    },
  });

  const put = (next: Writing) => {
    setWriting(next);
    if (changed(next, info.fields).length === 0) draft.clear();
    else draft.set(toText(next));
  };
  const set = (name: string, typed: Typed) => {
    put({ ...writing, form: { ...writing.form, [name]: typed } });
    setSaid(Object.fromEntries(Object.entries(said).filter(([field]) => field !== name)));
  };
  // What was not touched is not ours to complain of: a masked value is no value.
  const faults: Readonly<Record<string, Fault>> = Object.fromEntries(
    info.fields.flatMap((field) => {
      const fault = row !== null && !dirty.includes(field.name) && !(field.required && writing.base[field.name] === null) ? null : faultOf(writing.form[field.name] ?? "", field);
      return fault === null ? [] : [[field.name, fault]];
    }),
  );
  const complete = Object.keys(faults).length === 0;
  const send = () => {
    setTried(true);
    if (complete && !save.isPending) save.mutate(writing);
    return complete;
  };
  const discard = () => {
    draft.clear();
    setWriting(begin(row, info.fields));
    setSaid({});
    setTried(false);
    save.reset();
  };
  /** Takes the other's row as the ground, with what was chosen on it, and sends it. */
  const settle = (theirs: Row, list: readonly Difference[], choices: Choices) => {
    const next = { version: theirs.version, base: theirs.values, form: merged(writing.form, list, choices), ...(theirs.marks === undefined ? {} : { marks: theirs.marks }) };
    put(next);
    setSettling(false);
    save.reset();
    if (changed(next, info.fields).length === 0) onSaved(theirs);
    else save.mutate(next);
  };
  /** Whether a complaint about a field is shown already: after leaving it, or after trying to save. */
  const shows = (name: string) => tried || left.has(name);
  const problem: ProblemError | null = save.error === null ? null : asProblem(save.error);
  return {
    writing, set, dirty, faults, said, shows, complete, send, discard, settle, problem,
    restored: restored !== null,
    leave: (name: string) => setLeft((old) => (old.has(name) ? old : new Set([...old, name]))),
    settling, setSettling,
    saving: save.isPending,
    dismiss: save.reset,
    /** The row as it is now, when somebody changed it since this form was begun. */
    newer: row !== null && row.version > writing.version && !save.isPending && !save.isSuccess ? row : null,
  };
}

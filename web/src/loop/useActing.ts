/** The form of an action: what is typed with its draft, what is wrong, and sending it. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { useGuided } from "../register/guide";
import type { FieldInfo, RegisterInfo, Row, Values } from "../register/types";
import { faultOf, isEmpty, newForm, typedOf, valueOf, type Form, type Typed } from "../register/values";
import { useDraft } from "../shell/useDraft";
import type { ActionInput } from "./loops";
import type { ActionInfo } from "./types";

const REASON = "reason";

/** The fields that an action asks for, in the register's order, with its own demands. */
export function fieldsOf(info: RegisterInfo, action: ActionInfo): readonly FieldInfo[] {
  return info.fields
    .filter((field) => action.asks.includes(field.name) || action.takes.includes(field.name))
    .map((field) => ({ ...field, required: action.asks.includes(field.name) }));
}

function isForm(value: unknown): value is Form {
  return typeof value === "object" && value !== null && Object.values(value).every((typed) => typeof typed === "string" || (Array.isArray(typed) && typed.every((part) => typeof part === "string")));
}

function drafted(text: string): Form {
  try {
    const read: unknown = JSON.parse(text);
    return isForm(read) ? read : {};
  } catch {
    return {};
  }
}

interface Acting<T> {
  readonly info: RegisterInfo;
  readonly action: ActionInfo;
  /** Where the draft is kept. */
  readonly place: string;
  /** The case's row, whose values stand in the form at first. */
  readonly row: Row | null;
  /** What stands in the form at first, where there is no case yet. */
  readonly given?: Form;
  readonly send: (input: ActionInput) => Promise<T>;
  readonly onDone: (done: T) => void;
  readonly onRefused?: () => void;
}

export function useActing<T>({ info, action, place, row, given = {}, send, onDone, onRefused }: Acting<T>) {
  const asked = fieldsOf(info, action);
  const draft = useDraft(`case:${place}:${action.key}`);
  const [typed, setTyped] = useState<Form>(() => drafted(draft.text));
  const [tried, setTried] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const first: Form = row === null ? { ...newForm(asked), ...given } : Object.fromEntries(info.fields.map((field) => [field.name, typedOf(row.values[field.name], field)]));
  const held = (name: string): Typed => typed[name] ?? first[name] ?? "";
  const guided = useGuided(info, asked, held);
  const fields = guided ?? [];
  const reason = typeof typed[REASON] === "string" ? typed[REASON] : "";

  const sending = useMutation({
    mutationFn: () => {
      const filled = fields.filter((field) => !isEmpty(held(field.name)));
      const values: Values = Object.fromEntries(filled.map((field) => [field.name, valueOf(held(field.name), field)]));
      return send({ action: action.key, values, reason: reason.trim() === "" ? null : reason.trim() });
    },
    onSuccess: (done) => {
      draft.clear();
      onDone(done);
    },
    onError: (error) => {
      setSaid(Object.fromEntries(asProblem(error).errors.map((one) => [one.field, one.message])));
      onRefused?.();
    },
  });
  const faults = Object.fromEntries(
    fields.flatMap((field) => {
      const fault = faultOf(held(field.name), field);
      return fault === null ? [] : [[field.name, fault]];
    }),
  );
  const reasonMissing = action.reason && reason.trim() === "";
  return {
    fields, held, faults, waiting: guided === null, said, reason,
    reasonFault: tried && reasonMissing,
    problem: sending.error === null ? null : asProblem(sending.error),
    sending: sending.isPending,
    dismiss: sending.reset,
    shows: (name: string) => tried || left.has(name),
    leave: (name: string) => setLeft((old) => (old.has(name) ? old : new Set([...old, name]))),
    set: (name: string, value: Typed) => {
      const next = { ...typed, [name]: value };
      setTyped(next);
      draft.set(JSON.stringify(next));
      setSaid(Object.fromEntries(Object.entries(said).filter(([field]) => field !== name)));
    },
    submit: () => {
      setTried(true);
      if (Object.keys(faults).length === 0 && !reasonMissing && guided !== null && !sending.isPending) sending.mutate();
    },
    forget: () => {
      draft.clear();
      setTyped({});
    },
  };
}

export { REASON };

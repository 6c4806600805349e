/** 移交 to whom, and why. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { handOver, receiversQuery } from "./loops";
import { MovedNote, useSeen, wasMoved } from "./Moved";
import type { CaseView, LoopInfo, Receiver } from "./types";
import { LONGEST_TEXT, LONGEST_WORDS } from "../shell/lengths";

interface Props {
  readonly one: CaseView;
  readonly loop: LoopInfo;
  readonly onDone: (next: CaseView) => void;
  readonly onRefused: () => void;
  readonly onLeave: () => void;
}

const keyOf = (receiver: Receiver) => `${receiver.kind}:${receiver.key}`;

export function HandOver({ one, loop, onDone, onRefused, onLeave }: Props) {
  const { t } = useLanguage();
  const id = useId();
  const [words, setWords] = useState("");
  const [to, setTo] = useState<Receiver | null>(null);
  const [reason, setReason] = useState("");
  const { seen, movedTo, look } = useSeen(one);
  const receivers = useQuery(receiversQuery(one.id, words.trim()));
  const sending = useMutation({
    mutationFn: (receiver: Receiver) => handOver(seen, receiver, reason),
    onSuccess: onDone,
    onError: onRefused,
  });
  const problem = sending.error === null ? null : asProblem(sending.error);
  return (
    <form className="act-form" aria-label={t("loop.hand_over")} onSubmit={(event) => { event.preventDefault(); if (to !== null && reason.trim() !== "") sending.mutate(to); }}>
      <h3>{t("loop.hand_over")}</h3>
      <div className="form-field form-wide">
        <label htmlFor={`${id}-find`}>{t("loop.receiver")}</label>
        <Input id={`${id}-find`} value={words} maxLength={LONGEST_WORDS} autoComplete="off" placeholder={t("loop.receiver_find")} onChange={(event) => setWords(event.target.value)} />
        {receivers.data === undefined ? (
          receivers.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(receivers.error)} onRetry={() => void receivers.refetch()} />
        ) : receivers.data.length === 0 ? (
          <p className="soft">{t("loop.receiver_none")}</p>
        ) : (
          <fieldset className="receivers" aria-label={t("loop.receiver")}>
            {receivers.data.map((receiver) => (
              <label key={keyOf(receiver)} className={to !== null && keyOf(to) === keyOf(receiver) ? "receiver receiver-on" : "receiver"}>
                <input type="radio" name={id} checked={to !== null && keyOf(to) === keyOf(receiver)} onChange={() => setTo(receiver)} />
                <span className="soft">{t.label("loop.holder", receiver.kind)}</span> {receiver.name}
              </label>
            ))}
          </fieldset>
        )}
      </div>
      <div className="form-field form-wide">
        <label htmlFor={`${id}-why`}>{t("loop.reason")}<span className="required"> *</span></label>
        <Input.TextArea id={`${id}-why`} value={reason} maxLength={LONGEST_TEXT} autoSize={{ minRows: 2, maxRows: 8 }} onChange={(event) => setReason(event.target.value)} />
      </div>
      {movedTo === null ? null : <MovedNote loop={loop} yours={t("loop.hand_over")} state={movedTo} onLooked={() => { sending.reset(); look(); }} />}
      {problem === null || wasMoved(problem) ? null : <ProblemNote problem={problem} onDismiss={sending.reset} />}
      <p className="note-actions">
        <Button type="primary" htmlType="submit" disabled={to === null || reason.trim() === "" || sending.isPending}>{t(sending.isPending ? "loop.sending" : "loop.hand_over")}</Button>
        <Button onClick={onLeave}>{t("register.cancel")}</Button>
      </p>
    </form>
  );
}

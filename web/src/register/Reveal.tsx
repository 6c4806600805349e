/** 查看个人信息: a personal value in the clear, for a reason that the journal keeps, for a minute. */
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { uncover } from "./registers";
import type { FieldInfo, RegisterInfo, Row } from "./types";

const SHOWN_S = 60;
export const LEAST_REASON = 2;
export const MOST_REASON = 200;

interface Shown {
  readonly text: string;
  readonly left: number;
}

/** `children` is the mask that stands there otherwise. */
export function Reveal({ info, row, field, children }: { info: RegisterInfo; row: Row; field: FieldInfo; children: ReactNode }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [shown, setShown] = useState<Shown | null>(null);
  const reading = useMutation({
    mutationFn: () => uncover(info.key, row.id, [field.name], reason.trim()),
    onSuccess: ({ values }) => {
      setAsking(false);
      setReason("");
      setShown({ text: values[field.name] ?? "—", left: SHOWN_S });
    },
  });
  const ticking = shown !== null;
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setShown((now) => (now === null || now.left <= 1 ? null : { ...now, left: now.left - 1 })), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  if (shown !== null) {
    return (
      <span className="revealed">
        <b className="figures">{shown.text}</b>{" "}
        <span className="soft figures" role="timer">{t("register.reveal_left", { n: shown.left })}</span>{" "}
        <button type="button" className="link" onClick={() => setShown(null)}>{t("register.reveal_hide")}</button>
      </span>
    );
  }
  if (!asking) {
    return <>{children} <button type="button" className="link" aria-label={t("register.reveal_of", { name: field.label[t.language] })} onClick={() => setAsking(true)}>{t("register.reveal")}</button></>;
  }
  const fits = reason.trim().length >= LEAST_REASON;
  return (
    <form
      className="reveal"
      onSubmit={(event) => {
        event.preventDefault();
        if (fits && !reading.isPending) reading.mutate();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          setAsking(false);
        }
      }}
    >
      <span>{children}</span>
      <Input size="small" autoFocus value={reason} maxLength={MOST_REASON} placeholder={t("register.reveal_reason")} aria-label={t("register.reveal_reason")} onChange={(event) => setReason(event.target.value)} />
      <Button size="small" type="primary" htmlType="submit" disabled={!fits || reading.isPending}>{t("register.reveal")}</Button>
      <Button size="small" onClick={() => setAsking(false)}>{t("register.cancel")}</Button>
      <small className="soft">{t("register.reveal_noted")}</small>
      {reading.error === null ? null : <ProblemNote problem={asProblem(reading.error)} onDismiss={reading.reset} />}
    </form>
  );
}

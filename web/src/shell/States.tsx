/** The designed states that are not data: empty, loading, refused, failed. Each says the next step. */
import { Button } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { wordsFor, type ProblemError } from "../api/problem";
import { useLanguage } from "./language";

export function Empty({ what, next, children }: { what: string; next: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-what">{what}</p>
      <p className="state-next">{next}</p>
      {children}
    </div>
  );
}

/** Nothing at all for the first quarter second, then words. */
export function Loading({ words }: { words: string }) {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setVisible(true), 250);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div className="state" role="status">
      {visible ? <p className="state-next">{words}</p> : null}
    </div>
  );
}

interface ProblemProps {
  readonly problem: ProblemError;
  readonly onRetry?: (() => void) | undefined;
  readonly onDismiss?: (() => void) | undefined;
}

/** A refusal in the server's words, framed by ours. */
export function ProblemNote({ problem, onRetry, onDismiss }: ProblemProps) {
  const { t } = useLanguage();
  const words = wordsFor(problem);
  return (
    <div className="note note-wrong" role="alert">
      <p className="note-title">
        <span aria-hidden="true" className="note-mark">■</span>
        {words.what === null ? problem.title : t(words.what)}
      </p>
      {words.detail ? <p>{problem.detail ?? problem.title}</p> : null}
      {problem.errors.length > 0 ? (
        <ul>
          {problem.errors.map((error) => (
            <li key={`${error.field}:${error.message}`}>{error.message}</li>
          ))}
        </ul>
      ) : null}
      {words.next === null ? null : <p className="soft">{t(words.next, { code: problem.code })}</p>}
      <p className="note-actions">
        {onRetry === undefined ? null : <Button onClick={onRetry}>{t("problem.retry")}</Button>}
        {onDismiss === undefined ? null : <Button onClick={onDismiss}>{t("problem.dismiss")}</Button>}
      </p>
    </div>
  );
}

/** Somebody else was first: who, what, and that the typing is kept. */
export function ConflictNote({ title, children, onDismiss }: { title: string; children: ReactNode; onDismiss: () => void }) {
  const { t } = useLanguage();
  return (
    <div className="note note-conflict" role="alert">
      <p className="note-title">
        <span aria-hidden="true" className="note-mark">▲</span>
        {title}
      </p>
      {children}
      <p className="note-actions">
        <Button onClick={onDismiss}>{t("problem.dismiss")}</Button>
      </p>
    </div>
  );
}

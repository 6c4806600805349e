/** 未采用: what was entered and does not fit the evaluation, each with why and its case. */
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../shell/language";
import type { AreaScore } from "./scores";

export function SetAside({ all }: { all: AreaScore["set_aside"] }) {
  const { t } = useLanguage();
  if (all.length === 0) return null;
  return (
    <details className="note note-conflict score-aside">
      <summary className="note-title"><span aria-hidden="true" className="note-mark">▲</span>{t("evaluation.set_aside", { n: all.length })}</summary>
      <ul>
        {all.map((one) => (
          <li key={one.case}>
            {one.subject}: {one.reason[t.language]}{" "}
            <Link to="/cases/$id" params={{ id: one.case }}>{t("evaluation.open_case")}</Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** 执勤力量 by kind: out, fit and free, not fit for duty. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../shell/language";
import { forceByKind, standings } from "./figures";
import { Part } from "./Part";
import { forceQuery } from "./queries";

export function ForceFigures() {
  const { t } = useLanguage();
  const force = useQuery(forceQuery);
  return (
    <Part title={t("overview.force")} query={force}>
      {({ items }) => items.length === 0 ? <p className="overview-none">{t("candidate.none")}</p> : (
        <table className="overview-force">
          <thead>
            <tr><th scope="col"><span className="unseen">{t("overview.kind")}</span></th>{standings.map((one) => <th key={one} scope="col" className="right">{t(`overview.standing.${one}`)}</th>)}</tr>
          </thead>
          <tbody>
            {forceByKind(items).map(({ kind, counts }) => (
              <tr key={kind}>
                <th scope="row">{t.label("responder.kind", kind)}</th>
                {standings.map((state) => <td key={state} className="right figures"><Link to="/overview/force" search={{ kind, state }}>{counts[state]}</Link></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  );
}

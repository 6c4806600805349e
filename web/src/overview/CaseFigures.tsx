/** 逾期事项: of all that the person may read, not of their inbox alone. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { countsQuery } from "../loop/loops";
import { useLanguage } from "../shell/language";
import { Part } from "./Part";

export function CaseFigures() {
  const { t } = useLanguage();
  const counts = useQuery(countsQuery);
  return (
    <Part title={t("overview.cases")} query={counts}>
      {({ all_overdue: overdue, asked }) => (
        <div className="overview-figures">
          <Link className={overdue > 0 ? "figure figure-needs" : "figure"} to="/inbox" search={{ inbox: "all", overdue: true }}><b className="figures">{overdue}</b><span>{t("overview.overdue")}</span></Link>
          <Link className="figure" to="/inbox" search={{}}><b className="figures">{asked}</b><span>{t("overview.asked")}</span></Link>
        </div>
      )}
    </Part>
  );
}

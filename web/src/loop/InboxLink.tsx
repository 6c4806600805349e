/** The way to the inbox, with how much waits there. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useContext } from "react";
import { PermissionsContext } from "../access/may";
import { useLanguage } from "../shell/language";
import { countsQuery } from "./loops";
import "./loop.css";

export function InboxLink() {
  const { t } = useLanguage();
  const may = useContext(PermissionsContext).includes("case.read");
  const counts = useQuery({ ...countsQuery, enabled: may });
  if (!may) return null;
  const { asked = 0, overdue = 0 } = counts.data ?? {};
  return (
    <Link to="/inbox" search={{}} activeOptions={{ includeSearch: false }}>
      {t("loop.inbox")}
      {asked === 0 ? null : (
        <span className={overdue > 0 ? "bar-count bar-count-over" : "bar-count"} title={t("loop.counts", { asked, overdue })}>
          {overdue > 0 ? "▲" : ""}{asked}
          <span className="unseen"> {t("loop.counts", { asked, overdue })}</span>
        </span>
      )}
    </Link>
  );
}

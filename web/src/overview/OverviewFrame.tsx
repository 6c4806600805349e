/** What stands around the overview and the rows behind its numbers; and whom it is not for. */
import { Outlet } from "@tanstack/react-router";
import { useContext } from "react";
import { PermissionsContext, seesDesk } from "../access/may";
import "../register/register.css";
import type { KeyRow } from "../shell/KeysPanel";
import { useLanguage } from "../shell/language";
import { Empty } from "../shell/States";
import { Surround } from "../shell/Surround";
import "./overview.css";

const keys: readonly KeyRow[] = [
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function OverviewFrame() {
  const { t } = useLanguage();
  const may = seesDesk(useContext(PermissionsContext));
  return (
    <Surround id="overview" skip="shell.skip" keys={keys} main="overview-main" quiet>
      {may ? <Outlet /> : <Empty what={t("problem.forbidden")} next={t("problem.forbidden_next")} />}
    </Surround>
  );
}

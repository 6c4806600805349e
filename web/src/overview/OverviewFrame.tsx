/** What stands around the overview and the rows behind its numbers; and whom it is not for. */
import { Outlet } from "@tanstack/react-router";
import { useContext, useState } from "react";
import { PermissionsContext, seesDesk } from "../access/may";
import "../register/register.css";
import { ConnectionStrip } from "../shell/ConnectionStrip";
import { KeysPanel, type KeyRow } from "../shell/KeysPanel";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty } from "../shell/States";
import { TopBar } from "../shell/TopBar";
import "./overview.css";

const keys: readonly KeyRow[] = [
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function OverviewFrame() {
  const { t } = useLanguage();
  const [keysOpen, setKeysOpen] = useState(false);
  const may = seesDesk(useContext(PermissionsContext));
  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  return (
    <div className="ledger">
      <a className="skip" href="#overview">{t("shell.skip")}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip quiet />
      {keysOpen ? <KeysPanel keys={keys} /> : null}
      <main id="overview" className="ledger-main overview-main" tabIndex={-1}>
        {may ? <Outlet /> : <Empty what={t("problem.forbidden")} next={t("problem.forbidden_next")} />}
      </main>
    </div>
  );
}

/** What stands around the journal: the bar, the strip, the keys; and whom it is not for. */
import { Outlet } from "@tanstack/react-router";
import { useContext, useState } from "react";
import { readsJournal, PermissionsContext } from "../access/may";
import "../register/register.css";
import { ConnectionStrip } from "../shell/ConnectionStrip";
import { KeysPanel, type KeyRow } from "../shell/KeysPanel";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty } from "../shell/States";
import { TopBar } from "../shell/TopBar";
import "./journal.css";

const keys: readonly KeyRow[] = [
  { keys: ["J", "K"], what: "shell.keys.move" },
  { keys: ["Enter"], what: "register.keys.open" },
  { keys: ["Esc"], what: "register.keys.back" },
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function JournalFrame() {
  const { t } = useLanguage();
  const [keysOpen, setKeysOpen] = useState(false);
  const may = readsJournal(useContext(PermissionsContext));
  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  return (
    <div className="ledger">
      <a className="skip" href="#journal">{t("shell.skip")}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip quiet />
      {keysOpen ? <KeysPanel keys={keys} /> : null}
      <main id="journal" className="ledger-main" tabIndex={-1}>
        {may ? <Outlet /> : <Empty what={t("problem.forbidden")} next={t("problem.forbidden_next")} />}
      </main>
    </div>
  );
}

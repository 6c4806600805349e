/** What stands around the journal: the bar, the strip, the keys; and whom it is not for. */
import { Outlet } from "@tanstack/react-router";
import { useContext } from "react";
import { readsJournal, PermissionsContext } from "../access/may";
import "../register/register.css";
import type { KeyRow } from "../shell/KeysPanel";
import { useLanguage } from "../shell/language";
import { Empty } from "../shell/States";
import { Surround } from "../shell/Surround";
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
  const may = readsJournal(useContext(PermissionsContext));
  return (
    <Surround id="journal" skip="shell.skip" keys={keys} quiet>
      {may ? <Outlet /> : <Empty what={t("problem.forbidden")} next={t("problem.forbidden_next")} />}
    </Surround>
  );
}

/** What stands around every screen of the evaluation: the bar, the strip, the keys. */
import { Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { ConnectionStrip } from "../shell/ConnectionStrip";
import { KeysPanel, type KeyRow } from "../shell/KeysPanel";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { TopBar } from "../shell/TopBar";
import "../metric/metric.css";
import "./evaluation.css";

const keys: readonly KeyRow[] = [
  { keys: ["["], what: "evaluation.keys.earlier" },
  { keys: ["]"], what: "evaluation.keys.later" },
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function Frame() {
  const { t } = useLanguage();
  const [keysOpen, setKeysOpen] = useState(false);
  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  return (
    <div className="metrics">
      <a className="skip" href="#evaluation">{t("evaluation.skip")}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip />
      {keysOpen ? <KeysPanel keys={keys} /> : null}
      <main id="evaluation" className="metrics-main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

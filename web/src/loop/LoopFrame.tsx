/** What stands around the inbox and the cases: the bar, the strip, the keys. */
import { Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { ConnectionStrip } from "../shell/ConnectionStrip";
import { KeysPanel, type KeyRow } from "../shell/KeysPanel";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { TopBar } from "../shell/TopBar";
import "../register/register.css";
import "./loop.css";

const keys: readonly KeyRow[] = [
  { keys: ["J", "K"], what: "shell.keys.move" },
  { keys: ["Enter"], what: "register.keys.open" },
  { keys: ["X"], what: "loop.keys.pick" },
  { keys: ["Ctrl+Enter"], what: "loop.keys.send" },
  { keys: ["Esc"], what: "register.keys.back" },
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function LoopFrame() {
  const { t } = useLanguage();
  const [keysOpen, setKeysOpen] = useState(false);
  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  return (
    <div className="ledger">
      <a className="skip" href="#loop">{t("loop.skip")}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip />
      {keysOpen ? <KeysPanel keys={keys} /> : null}
      <main id="loop" className="ledger-main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

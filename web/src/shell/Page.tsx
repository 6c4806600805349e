/** What stands around a screen without keys of its own: the bar, the strip, the keys that work everywhere. */
import { Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { ConnectionStrip } from "./ConnectionStrip";
import { KeysPanel, type KeyRow } from "./KeysPanel";
import { useLanguage } from "./language";
import { useShortcut } from "./shortcuts";
import { TopBar } from "./TopBar";

const keys: readonly KeyRow[] = [
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function Page() {
  const { t } = useLanguage();
  const [keysOpen, setKeysOpen] = useState(false);
  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  return (
    <div className="page">
      <a className="skip" href="#page">{t("shell.skip")}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip />
      {keysOpen ? <KeysPanel keys={keys} /> : null}
      <main id="page" className="page-main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

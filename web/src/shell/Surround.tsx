/** What stands around the screens of a room: the way past the bar, the bar, the strip, the keys. */
import { useState, type ReactNode } from "react";
import type { MessageKey } from "../messages/zh";
import { ConnectionStrip } from "./ConnectionStrip";
import { KeysPanel, type KeyRow } from "./KeysPanel";
import { useLanguage } from "./language";
import { useShortcut } from "./shortcuts";
import { TopBar } from "./TopBar";

interface Props {
  /** The id of its main part, which the skip link leads to. */
  readonly id: string;
  readonly skip: MessageKey;
  readonly keys: readonly KeyRow[];
  /** The block of its style: `ledger` is `.ledger` and `.ledger-main`. */
  readonly block?: "ledger" | "metrics";
  /** A class of its main part's own. */
  readonly main?: string;
  /** Over pages that no event tells of: that this role hears none is no news there. */
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

export function Surround({ id, skip, keys, block = "ledger", main = "", quiet = false, children }: Props) {
  const { t } = useLanguage();
  const [keysOpen, setKeysOpen] = useState(false);
  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  return (
    <div className={block}>
      <a className="skip" href={`#${id}`}>{t(skip)}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip quiet={quiet} />
      {keysOpen ? <KeysPanel keys={keys} /> : null}
      <main id={id} className={`${block}-main ${main}`.trim()} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

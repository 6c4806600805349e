/** The keys of a screen, beside the work and never over it. */
import type { MessageKey } from "../messages/zh";
import { useLanguage } from "./language";
import { useKeysEnabled } from "./shortcuts";

export interface KeyRow {
  readonly keys: readonly string[];
  readonly what: MessageKey;
}

export const deskKeys: readonly KeyRow[] = [
  { keys: ["J", "K"], what: "shell.keys.move" },
  { keys: ["1", "2", "3", "4"], what: "shell.keys.verdict" },
  { keys: ["Enter"], what: "shell.keys.escalate" },
  { keys: ["N"], what: "shell.keys.note" },
  { keys: ["C"], what: "shell.keys.call" },
  { keys: ["G"], what: "shell.keys.map" },
  { keys: ["D"], what: "shell.keys.dispatch" },
  { keys: ["A"], what: "shell.keys.alarms" },
  { keys: ["I"], what: "shell.keys.incidents" },
  { keys: ["Esc"], what: "shell.keys.escape" },
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function KeysPanel({ keys }: { keys: readonly KeyRow[] }) {
  const { t } = useLanguage();
  const [enabled, setEnabled] = useKeysEnabled();
  return (
    <section className="keys" aria-label={t("shell.keys.title")}>
      <dl>
        {keys.map((row) => (
          <div key={row.what}>
            <dt>
              {row.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(row.what)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="bar-button" aria-pressed={enabled} onClick={() => setEnabled(!enabled)}>
        {t(enabled ? "shell.keys.on" : "shell.keys.off")}
      </button>
    </section>
  );
}

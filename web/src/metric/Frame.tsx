/** What stands around every screen of the metrics: the bar, the strip, the keys. */
import { Outlet } from "@tanstack/react-router";
import type { KeyRow } from "../shell/KeysPanel";
import { Surround } from "../shell/Surround";
import "./metric.css";

const keys: readonly KeyRow[] = [
  { keys: ["/"], what: "metric.keys.search" },
  { keys: ["["], what: "metric.keys.earlier" },
  { keys: ["]"], what: "metric.keys.later" },
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function Frame() {
  return <Surround id="metrics" skip="metric.skip" keys={keys} block="metrics"><Outlet /></Surround>;
}

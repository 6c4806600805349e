/** What stands around every screen of the evaluation: the bar, the strip, the keys. */
import { Outlet } from "@tanstack/react-router";
import type { KeyRow } from "../shell/KeysPanel";
import { Surround } from "../shell/Surround";
import "../metric/metric.css";
import "./evaluation.css";

const keys: readonly KeyRow[] = [
  { keys: ["["], what: "evaluation.keys.earlier" },
  { keys: ["]"], what: "evaluation.keys.later" },
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function Frame() {
  return <Surround id="evaluation" skip="evaluation.skip" keys={keys} block="metrics"><Outlet /></Surround>;
}

/** What stands around the inbox and the cases: the bar, the strip, the keys. */
import { Outlet } from "@tanstack/react-router";
import type { KeyRow } from "../shell/KeysPanel";
import { Surround } from "../shell/Surround";
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
  return <Surround id="loop" skip="loop.skip" keys={keys}><Outlet /></Surround>;
}

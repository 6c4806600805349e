/** What stands around every screen of the registers: the bar, the strip, the keys. */
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import type { KeyRow } from "../shell/KeysPanel";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Surround } from "../shell/Surround";
import "./register.css";
import { ReadableContext, useReadable } from "./readable";
import { registersQuery } from "./registers";
import type { RegisterInfo } from "./types";

const keys: readonly KeyRow[] = [
  { keys: ["/"], what: "register.keys.search" },
  { keys: ["F"], what: "register.keys.filter" },
  { keys: ["J", "K"], what: "shell.keys.move" },
  { keys: ["Enter"], what: "register.keys.open" },
  { keys: ["N"], what: "register.keys.new" },
  { keys: ["E"], what: "register.keys.edit" },
  { keys: ["Ctrl+Enter"], what: "register.keys.save" },
  { keys: ["Esc"], what: "register.keys.back" },
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function Frame() {
  return <Surround id="ledger" skip="register.skip" keys={keys}><Outlet /></Surround>;
}

/** The register of the address, or why it cannot be shown. */
export function WithRegister({ name, children }: { name: string; children: (info: RegisterInfo, all: readonly RegisterInfo[]) => ReactNode }) {
  const { t } = useLanguage();
  const registers = useQuery(registersQuery);
  const readable = useReadable(registers.data);
  if (registers.data === undefined) {
    if (registers.error === null) return <Loading words={t("shell.loading")} />;
    return <div className="state"><ProblemNote problem={asProblem(registers.error)} onRetry={() => void registers.refetch()} /></div>;
  }
  const info = registers.data.find((one) => one.key === name);
  if (info === undefined) {
    return (
      <Empty what={t("register.unknown")} next={t("register.unknown_next")}>
        <Link to="/registers">{t("register.to_all")}</Link>
      </Empty>
    );
  }
  return <ReadableContext value={readable}>{children(info, registers.data)}</ReadableContext>;
}

/** 台账 › 消防水源 › … */
export function Crumbs({ info, children }: { info: RegisterInfo; children?: ReactNode }) {
  const { t } = useLanguage();
  return (
    <nav className="crumbs" aria-label={t("register.crumbs")}>
      <Link to="/registers">{t("register.all")}</Link>
      <span aria-hidden="true">›</span>
      <Link to="/registers/$key" params={{ key: info.key }}>{info.label[t.language]}</Link>
      {children === undefined ? null : (
        <>
          <span aria-hidden="true">›</span>
          {children}
        </>
      )}
    </nav>
  );
}

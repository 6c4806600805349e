/**
 * Light and dark: the system decides, the person may override. The colours live
 * in fengsui.css as variables; here the controls of the component library are
 * given the same ones.
 */
import { ConfigProvider, theme as antd } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { createContext, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { useLanguage } from "./language";
import { remember, remembered } from "./storage";

export type ThemeChoice = "system" | "light" | "dark";

const ThemeContext = createContext<{ readonly choice: ThemeChoice; readonly dark: boolean; readonly choose: (choice: ThemeChoice) => void } | null>(null);

const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");
const watchSystem = (listener: () => void) => {
  darkQuery.addEventListener("change", listener);
  return () => darkQuery.removeEventListener("change", listener);
};

const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "HarmonyOS Sans SC", system-ui, sans-serif';

/** Kept equal to the variables of the same meaning in fengsui.css. */
const palettes = {
  light: { ink: "#1b2129", soft: "#545c68", paper: "#ffffff", desk: "#eef0f3", line: "#c9ced6", act: "#23405f", onAct: "#ffffff", wrong: "#b3261e" },
  dark: { ink: "#e4e8ee", soft: "#a5aebb", paper: "#171c23", desk: "#0e1217", line: "#39424f", act: "#c4d6ea", onAct: "#101820", wrong: "#ff8a80" },
} as const;

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { t } = useLanguage();
  const [choice, setChoice] = useState<ThemeChoice>(() => {
    const value = remembered("theme");
    return value === "light" || value === "dark" ? value : "system";
  });
  const systemDark = useSyncExternalStore(watchSystem, () => darkQuery.matches);
  const dark = choice === "dark" || (choice === "system" && systemDark);
  useEffect(() => {
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  }, [dark]);
  const choose = useCallback((next: ThemeChoice) => {
    remember("theme", next === "system" ? null : next);
    setChoice(next);
  }, []);
  const state = useMemo(() => ({ choice, dark, choose }), [choice, dark, choose]);
  const p = dark ? palettes.dark : palettes.light;
  return (
    <ThemeContext value={state}>
      <ConfigProvider
        locale={t.language === "zh" ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
        theme={{
          algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
          hashed: false,
          token: {
            fontFamily: FONT,
            fontSize: 13,
            fontSizeSM: 13,
            fontSizeLG: 15,
            fontSizeXL: 22,
            lineHeight: 1.5,
            controlHeight: 30,
            controlHeightSM: 26,
            controlHeightLG: 44,
            borderRadius: 4,
            borderRadiusLG: 4,
            motion: false,
            colorPrimary: p.act,
            colorTextBase: p.ink,
            colorBgBase: p.paper,
            colorText: p.ink,
            colorTextSecondary: p.soft,
            colorTextDescription: p.soft,
            colorTextPlaceholder: p.soft,
            colorBgContainer: p.paper,
            colorBgElevated: p.paper,
            colorBgLayout: p.desk,
            colorBorder: p.line,
            colorError: p.wrong,
          },
          components: { Button: { primaryColor: p.onAct, primaryShadow: "none", defaultShadow: "none", fontWeight: 500 } },
        }}
      >
        {children}
      </ConfigProvider>
    </ThemeContext>
  );
}

export function useTheme() {
  const state = useContext(ThemeContext);
  if (state === null) throw new Error("useTheme outside ThemeProvider");
  return state;
}

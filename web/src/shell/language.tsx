/** The language of the seat: what was chosen here, else the account's, else Chinese. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { setRequestLanguage } from "../api/client";
import { translator, type Language, type Translator } from "../messages/translate";
import { remember, remembered } from "./storage";

interface LanguageState {
  readonly t: Translator;
  readonly choose: (language: Language) => void;
  /** The account's language, used only while nothing was chosen on this seat. */
  readonly suggest: (language: Language) => void;
}

const LanguageContext = createContext<LanguageState | null>(null);

function chosen(): Language | null {
  const value = remembered("language");
  return value === "zh" || value === "en" ? value : null;
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => chosen() ?? "zh");
  setRequestLanguage(language);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  const choose = useCallback((next: Language) => {
    remember("language", next);
    setLanguage(next);
  }, []);
  const suggest = useCallback((next: Language) => {
    if (chosen() === null) setLanguage(next);
  }, []);
  const state = useMemo(() => ({ t: translator(language), choose, suggest }), [language, choose, suggest]);
  return <LanguageContext value={state}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageState {
  const state = useContext(LanguageContext);
  if (state === null) throw new Error("useLanguage outside LanguageProvider");
  return state;
}

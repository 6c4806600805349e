/** What calls for attention when nobody looks: the tone, the title's count, a notice when the page is hidden. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { alarmListQuery } from "../monitor/alarms";
import { unitName } from "../monitor/names";
import { newcomers, ringing, rowsOf } from "../monitor/queue";
import type { MessageKey } from "../messages/zh";
import { cityName } from "./city";
import { useLanguage } from "./language";
import { useShortcut } from "./shortcuts";
import { whenIdle } from "./whenIdle";
import { isMuted, setMuted, soundFireAlarm, soundState, subscribeSound, unlockSound } from "./sound";

export function AlarmBell() {
  const { t } = useLanguage();
  const { data } = useInfiniteQuery(alarmListQuery("open"));
  const rows = useMemo(() => rowsOf(data?.pages ?? [], "open"), [data]);
  const waiting = ringing(rows);
  const known = useRef<Set<string> | null>(null);

  useWindowTitle(waiting.length);

  useEffect(() => {
    if (data === undefined) return;
    const fresh = known.current === null ? [] : newcomers(known.current, rows);
    known.current ??= new Set();
    for (const alarm of rows) known.current.add(alarm.id);
    const first = fresh[0];
    if (first === undefined) return;
    soundFireAlarm();
    if (document.hidden && "Notification" in window && Notification.permission === "granted") {
      new Notification(t("shell.new_alarm", { where: unitName(first, t) }), { tag: "fengsui-alarm" });
    }
  }, [data, rows, t]);

  return null;
}

/** At a seat where no alarm rings. */
export function NoBell() {
  useWindowTitle(0);
  return null;
}

/** The city and the program, and how many alarms wait. */
function useWindowTitle(waiting: number) {
  const { t } = useLanguage();
  useEffect(() => {
    const city = cityName(t.language);
    const name = city === null ? t("app.name") : t("app.title", { city });
    document.title = waiting > 0 ? `(${waiting}) ${name}` : name;
  }, [t, waiting]);
}

/** The visible mark of the sound, which is also its switch. */
export function SoundSwitch({ hint }: { hint: MessageKey }) {
  const { t } = useLanguage();
  const state = useSyncExternalStore(subscribeSound, soundState);
  useEffect(() => {
    const unlock = () => void unlockSound();
    window.addEventListener("pointerdown", unlock);
    window.addEventListener("keydown", unlock);
    // Opening the sound takes as long as drawing a screen: not before that.
    whenIdle(unlock);
    return () => {
      window.removeEventListener("pointerdown", unlock);
      window.removeEventListener("keydown", unlock);
    };
  }, []);
  const toggle = () => {
    setMuted(state === "blocked" ? false : !isMuted());
    if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
  };
  useShortcut(["m"], toggle);
  return (
    <button type="button" className={`bar-button sound-${state}`} aria-pressed={state === "muted"} onClick={toggle} title={t(state === "blocked" ? "shell.sound.unlock" : hint)}>
      <span aria-hidden="true">{state === "on" ? "♪" : state === "muted" ? "✕" : "!"}</span> <span className="sound-words">{t(`shell.sound.${state}`)}</span>
    </button>
  );
}

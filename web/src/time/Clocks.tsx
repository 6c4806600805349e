/** Small pieces that show time; they alone re-render every second. */
import { useLanguage } from "../shell/language";
import { dateTime, instant, relative, running, timeNear } from "./format";
import { useNow } from "./useNow";

/** A clock that runs from `since`, or stands when `until` is known. */
export function RunningClock({ since, until }: { since: string; until?: string | null | undefined }) {
  const { t } = useLanguage();
  const now = useNow();
  const end = until === null || until === undefined ? now : instant(until);
  return (
    <time className="figures" dateTime={since} title={dateTime(instant(since), t.language)}>
      {running(end - instant(since), t)}
    </time>
  );
}

/** `3 分钟前`, exact on hover. */
export function Ago({ at }: { at: string }) {
  const { t } = useLanguage();
  const now = useNow();
  return (
    <time className="figures" dateTime={at} title={dateTime(instant(at), t.language)}>
      {relative(instant(at), now, t)}
    </time>
  );
}

/** The exact time; with its date when it is not today. */
export function Exact({ at }: { at: string }) {
  const { t } = useLanguage();
  const now = useNow();
  return (
    <time className="figures" dateTime={at} title={dateTime(instant(at), t.language)}>
      {timeNear(instant(at), now, t.language)}
    </time>
  );
}

/** A calm strip while the feed is away, and a plain one when the board is old. */
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useFeedRetry, useFeedState } from "../feed/FeedProvider";
import { freshness } from "../feed/resume";
import { dateTime, relative, timeNear } from "../time/format";
import { useNow } from "../time/useNow";
import { useLanguage } from "./language";

/** A blink of the network is not worth a word. */
const PATIENCE_MS = 800;

/** `quiet`: over a page that no event tells of, it is no news that this role hears none. */
export function ConnectionStrip({ quiet = false }: { quiet?: boolean }) {
  const { t } = useLanguage();
  const feed = useFeedState();
  const retry = useFeedRetry();
  const now = useNow();
  const away = feed.phase === "reconnecting" || feed.phase === "catching_up";
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = window.setTimeout(() => setPatient(!away), away ? PATIENCE_MS : 0);
    return () => window.clearTimeout(timer);
  }, [away]);
  if (feed.heardAt === null) return null;
  const time = timeNear(feed.heardAt, now, t.language);
  if (feed.phase === "refused" && quiet) return null;
  if (feed.phase === "refused") {
    // This role reads, and is told of no change: it never comes back by itself.
    return (
      <div className="strip" role="status">
        <b className="figures">‖ {t("strip.refused", { time })}</b>
        <Button size="small" onClick={() => window.location.reload()}>{t("shell.reload")}</Button>
      </div>
    );
  }
  const old = freshness(feed, now) === "old";
  if (old) {
    return (
      <div className="strip strip-old" role="alert">
        <b>▲ {t("strip.old", { age: relative(feed.heardAt, now, t), time: dateTime(feed.heardAt, t.language) })}</b>
        <span>{t("strip.works")}</span>
        <Button size="small" onClick={retry}>{t("strip.retry")}</Button>
      </div>
    );
  }
  if (!away || patient) return null;
  if (feed.phase === "catching_up") return <div className="strip" role="status">↻ {t("strip.catching_up", { time })}</div>;
  return (
    <div className="strip" role="status">
      <b className="figures">‖ {t("strip.reconnecting", { time })}</b>
      <span className="strip-works">{t("strip.works")}</span>
      <Button size="small" onClick={retry}>{t("strip.retry")}</Button>
    </div>
  );
}

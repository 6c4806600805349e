/** Every list says how fresh it is. */
import { useLanguage } from "../shell/language";
import { dateTime, timeNear } from "../time/format";
import { useNow } from "../time/useNow";
import { freshness } from "./resume";
import { useFeedState } from "./FeedProvider";

export function FreshMark({ loaded }: { loaded: boolean }) {
  const { t } = useLanguage();
  const feed = useFeedState();
  const now = useNow();
  if (!loaded || feed.heardAt === null) return <span className="fresh soft">{loaded ? "" : t("fresh.loading")}</span>;
  const live = freshness(feed, now) === "live";
  const time = timeNear(feed.heardAt, now, t.language);
  return (
    <span className={`fresh figures ${live ? "soft" : "fresh-stale"}`} title={dateTime(feed.heardAt, t.language)}>
      <span aria-hidden="true">{live ? "●" : "‖"}</span> {t(live ? "fresh.live" : "fresh.stopped", { time })}
    </span>
  );
}

/**
 * The working screen: alarms, the evidence of one, open incidents, and the
 * incident in hand. Wide: three columns; middle: two; phone: a list or a detail.
 */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { IncidentList } from "../dispatch/IncidentList";
import { IncidentPanel } from "../dispatch/IncidentPanel";
import { incidentListQuery } from "../dispatch/incidents";
import { AlarmEvidence } from "../monitor/AlarmEvidence";
import { AlarmQueue } from "../monitor/AlarmQueue";
import { alarmListQuery } from "../monitor/alarms";
import { ringing, rowsOf } from "../monitor/queue";
import { ConnectionStrip } from "./ConnectionStrip";
import type { DeskList, DeskSearch } from "./deskSearch";
import { deskKeys, KeysPanel } from "./KeysPanel";
import { useLanguage } from "./language";
import { useShortcut } from "./shortcuts";
import { TopBar } from "./TopBar";
import { useNarrow } from "./useNarrow";

const route = getRouteApi("/seat/");

export function Desk() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = useNarrow();
  const [keysOpen, setKeysOpen] = useState(false);
  const list: DeskList = search.list ?? "alarms";
  const detail = search.detail === true;
  // Which list has the keys. The layout follows what was picked, never the focus:
  // a press that moves the row it is on would pick another one.
  const [keysAt, setKeysAt] = useState<DeskList>(list);

  const go = (change: Partial<DeskSearch>, replace = true) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace });
  // On a phone the detail is a step forward, so that "back" leads to the list.
  const pickAlarm = (id: string, by: "key" | "hand") => {
    setKeysAt("alarms");
    go({ alarm: id, list: "alarms", ...(by === "hand" && narrow ? { detail: true } : {}) }, !(by === "hand" && narrow));
  };
  const pickIncident = (id: string, by: "key" | "hand") => {
    setKeysAt("incidents");
    go({ incident: id, list: "incidents", ...(by === "hand" && narrow ? { detail: true } : {}) }, !(by === "hand" && narrow));
  };

  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  useShortcut(["Escape"], () => {
    const field = document.activeElement;
    if (field instanceof HTMLElement && field !== document.body) field.blur();
    else if (narrow && detail) go({ detail: false });
  });

  return (
    <div className={`desk list-${list} ${detail ? "desk-detail" : ""}`}>
      <a className="skip" href="#alarm-list">{t("app.skip")}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip />
      {keysOpen ? <KeysPanel keys={deskKeys} /> : null}
      <main className="desk-main">
        <AlarmQueue filter={search.alarms ?? "open"} onFilter={(alarms) => go({ alarms })} selected={search.alarm} onSelect={pickAlarm} keys={keysAt === "alarms"} onFocus={() => setKeysAt("alarms")} />
        <AlarmEvidence id={search.alarm} keys={keysAt === "alarms"} onIncident={(id) => pickIncident(id, "hand")} />
        <IncidentList filter={search.incidents ?? "open"} onFilter={(incidents) => go({ incidents })} selected={search.incident} onSelect={pickIncident} keys={keysAt === "incidents"} onFocus={() => setKeysAt("incidents")} />
        <IncidentPanel id={search.incident} onAlarm={(id) => pickAlarm(id, "hand")} />
      </main>
      <PhoneTabs
        list={list}
        detail={detail}
        onList={(next) => {
          setKeysAt(next);
          go({ list: next, detail: false }, !detail);
        }}
      />
    </div>
  );
}

/** At the foot, where the thumb is. */
function PhoneTabs({ list, detail, onList }: { list: DeskList; detail: boolean; onList: (list: DeskList) => void }) {
  const { t } = useLanguage();
  const alarms = useInfiniteQuery(alarmListQuery("open"));
  const incidents = useInfiniteQuery(incidentListQuery("open"));
  const waiting = ringing(rowsOf(alarms.data?.pages ?? [], "open")).length;
  const open = incidents.data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  return (
    <nav className="tabs" aria-label={t("shell.back")}>
      {detail ? (
        <button type="button" onClick={() => onList(list)}>
          <span aria-hidden="true">‹</span> {t("shell.back")}
        </button>
      ) : null}
      <button type="button" aria-current={list === "alarms" ? "page" : undefined} onClick={() => onList("alarms")}>
        {t("shell.alarms")} <span className={waiting > 0 ? "needs-you figures" : "figures soft"}>{waiting}</span>
      </button>
      <button type="button" aria-current={list === "incidents" ? "page" : undefined} onClick={() => onList("incidents")}>
        {t("shell.incidents")} <span className="figures soft">{open}</span>
      </button>
    </nav>
  );
}

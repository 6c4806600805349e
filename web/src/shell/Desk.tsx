/**
 * The working screen: alarms, the evidence of one or the map of the incident in hand, open
 * incidents, and the incident in hand or the call that is being taken. Wide: three columns; middle:
 * two; phone: a list or a detail.
 */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useContext, useState } from "react";
import { PermissionsContext, seesMap, takesCalls } from "../access/may";
import { IntakeForm } from "../dispatch/IntakeForm";
import { IncidentList } from "../dispatch/IncidentList";
import { IncidentPanel } from "../dispatch/IncidentPanel";
import { incidentListQuery } from "../dispatch/incidents";
import { AlarmEvidence } from "../monitor/AlarmEvidence";
import { AlarmQueue } from "../monitor/AlarmQueue";
import { alarmListQuery } from "../monitor/alarms";
import { ringing, rowsOf } from "../monitor/queue";
import { ConnectionStrip } from "./ConnectionStrip";
import { deskSearch, type DeskList, type DeskSearch } from "./deskSearch";
import { deskKeys, KeysPanel } from "./KeysPanel";
import { useLanguage } from "./language";
import { Calls } from "./Calls";
import { Scene } from "./Scene";
import { PointingScene } from "./PointingScene";
import { useSceneMapSoon } from "./sceneMap";
import type { LngLat } from "../place/places";
import { useShortcut } from "./shortcuts";
import { TopBar } from "./TopBar";
import { useNarrow, useWide } from "./useNarrow";

const route = getRouteApi("/seat/");

export function Desk() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = useNarrow();
  const [keysOpen, setKeysOpen] = useState(false);
  const list: DeskList = search.list ?? "alarms";
  const detail = search.detail === true;
  const permissions = useContext(PermissionsContext);
  const mayCall = takesCalls(permissions);
  const calling = search.call === true && mayCall;
  // The map stands where the evidence would, while incidents or a call are at hand.
  const wide = useWide();
  const mapped = seesMap(permissions) && (search.map === true || (wide && (calling || (list === "incidents" && search.incident !== undefined))));
  useSceneMapSoon(wide && seesMap(permissions));
  const [place, setPlace] = useState<LngLat | null>(null);
  const [pointed, setPointed] = useState<{ readonly at: LngLat; readonly count: number } | null>(null);
  // Which list has the keys. The layout follows what was picked, never the focus:
  // a press that moves the row it is on would pick another one.
  const [keysAt, setKeysAt] = useState<DeskList>(list);

  const go = (change: Partial<DeskSearch>, replace = true) =>
    void navigate({ search: (old) => deskSearch({ ...old, ...change }), replace });
  // On a phone the detail is a step forward, so that "back" leads to the list.
  const pickAlarm = (id: string, by: "key" | "hand") => {
    setKeysAt("alarms");
    go({ alarm: id, list: "alarms", map: false, ...(by === "hand" && narrow ? { detail: true } : {}) }, !(by === "hand" && narrow));
  };
  const pickIncident = (id: string, by: "key" | "hand") => {
    setKeysAt("incidents");
    go({ incident: id, list: "incidents", call: false, map: false, ...(by === "hand" && narrow ? { detail: true } : {}) }, !(by === "hand" && narrow));
  };
  const take = () => go({ call: true, list: "incidents", map: false, ...(narrow ? { detail: true } : {}) }, !narrow);
  // Beside the lists there is room for evidence or map; on a small screen the map stands for the detail.
  const showMap = (on: boolean) => go(on ? { map: true } : { map: false, ...(wide && search.alarm !== undefined ? { list: "alarms" as const } : {}) });
  useShortcut(["c"], take, mayCall);
  useShortcut(["g"], () => showMap(!mapped), search.incident !== undefined && !calling);

  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  useShortcut(["Escape"], () => {
    const field = document.activeElement;
    if (field instanceof HTMLElement && field !== document.body) field.blur();
    else if (narrow && detail) go({ detail: false });
  });

  return (
    <div className={`desk list-${list} ${detail ? "desk-detail" : ""} ${mapped ? (wide ? "desk-mapped" : "desk-scene") : ""}`}>
      <a className="skip" href="#alarm-list">{t("app.skip")}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip />
      {keysOpen ? <KeysPanel keys={deskKeys} /> : null}
      <main className="desk-main">
        <AlarmQueue filter={search.alarms ?? "open"} onFilter={(alarms) => go({ alarms })} selected={search.alarm} onSelect={pickAlarm} keys={keysAt === "alarms"} onFocus={() => setKeysAt("alarms")} />
        {mapped ? null : <AlarmEvidence id={search.alarm} keys={keysAt === "alarms"} onIncident={(id) => pickIncident(id, "hand")} />}
        {mapped && calling ? <PointingScene at={place} onPoint={(at) => setPointed((before) => ({ at, count: (before?.count ?? 0) + 1 }))} head={wide ? null : <MapButton on words={t("intake.back")} onSwitch={() => go({ map: false })} />} /> : null}
        {mapped && !calling && search.incident !== undefined ? <Scene id={search.incident} head={wide && search.alarm === undefined ? null : <MapButton on words={t(wide ? "scene.to_evidence" : "scene.back")} onSwitch={() => showMap(false)} />} /> : null}
        <IncidentList filter={search.incidents ?? "open"} onFilter={(incidents) => go({ incidents })} selected={search.incident} onSelect={pickIncident} keys={keysAt === "incidents"} onFocus={() => setKeysAt("incidents")} onCall={mayCall ? take : null} />
        {calling ? (
          <IntakeForm pointed={pointed} onPlace={setPlace} onTaken={(id) => pickIncident(id, "hand")} onClose={() => go({ call: false, map: false, detail: false })}
            toMap={wide || !seesMap(permissions) ? null : <MapButton on={false} words={t("intake.map")} onSwitch={() => go({ map: true })} />} />
        ) : (
          <IncidentPanel id={search.incident} onAlarm={(id) => pickAlarm(id, "hand")} calls={(number) => <Calls number={number} />}
            toMap={mapped || !seesMap(permissions) ? null : <MapButton on={false} words={t("scene.title")} onSwitch={() => showMap(true)} />} />
        )}
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

function MapButton({ on, words, onSwitch }: { on: boolean; words: string; onSwitch: () => void }) {
  return <button type="button" className="bar-button to-map" aria-pressed={on} onClick={onSwitch}>{words} <kbd aria-hidden="true">G</kbd></button>;
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

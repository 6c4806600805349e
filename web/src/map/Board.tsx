/** The map with its panels: what is shown stands in the address, what is done on it comes back there. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { freshness } from "../feed/resume";
import { useFeedState } from "../feed/FeedProvider";
import { useLanguage } from "../shell/language";
import { useSeat } from "../shell/Seat";
import { useShortcut } from "../shell/shortcuts";
import { useTheme } from "../shell/theme";
import { useNarrow } from "../shell/useNarrow";
import { serverNow } from "../time/serverClock";
import { AreaPanel } from "./AreaPanel";
import { Bar, Foot } from "./Bar";
import { Card } from "./Card";
import { areaOfClicks, effectQuery, firstDraft, REGISTER as CLOSURES, roadsMark, roadsOf, standingQuery } from "./closure";
import { ClosurePanel } from "./ClosurePanel";
import { LayerPanel } from "./LayerPanel";
import { useLive } from "./live";
import { PrintSheet, type Shot } from "./PrintSheet";
import { firstReach, groundQuery, reachShape } from "./reach";
import { ReachPanel } from "./ReachPanel";
import { SearchPanel } from "./SearchPanel";
import { usualMeasure } from "./streets";
import { StreetsPanel } from "./StreetsPanel";
import { questionOf, shown as shownOf, stateOf, toSearch, withLayer, type Camera, type MapState } from "./state";
import type { ShownLayer } from "./style";
import { alongRoads, areaOf, begun, clicked, drawn, ended, legsOf, type Tool, type ToolKind } from "./tools";
import { useBareStreets } from "./useBareStreets";
import { useWays } from "./useWays";
import type { BaseMap, LayerInfo, LngLat, Pick } from "./types";
import { useRefresh } from "./useRefresh";
import { useView } from "./useView";
import type { Hit } from "./view";

const route = getRouteApi("/seat/map");

export function Board({ layers, base }: { layers: readonly LayerInfo[]; base: BaseMap }) {
  const { t } = useLanguage();
  const { dark } = useTheme();
  const theme = dark ? "dark" : "light";
  const { session } = useSeat();
  const feed = useFeedState();
  const narrow = useNarrow();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = useMemo(() => stateOf(search), [search]);
  const go = (next: MapState, replace = true) => void navigate({ search: toSearch(next), replace });

  // What is shown stays the same thing while the address says the same of it, whatever else moves.
  const { on, f } = search;
  const { infos, shown } = useMemo(() => {
    const asked = stateOf({ ...(on === undefined ? {} : { on }), ...(f === undefined ? {} : { f }) });
    const infos = shownOf(asked, layers);
    return { infos, shown: infos.map((info): ShownLayer => ({ info, filters: questionOf(asked.filters[info.key]) })) };
  }, [on, f, layers]);
  const [legend, setLegend] = useState(!narrow);
  const [tool, setTool] = useState<Tool | null>(null);
  const [pointer, setPointer] = useState<LngLat | null>(null);
  const [hits, setHits] = useState<readonly Hit[]>([]);
  const [shot, setShot] = useState<Shot | null>(null);
  const [taking, setTaking] = useState(false);
  const [camera, setCamera] = useState<Camera | null>(state.camera);

  const { place, view } = useView({ base, shown, theme, language: t.language }, state.camera, {
    onClick: (at, found, map) => {
      if (tool !== null) {
        setTool(clicked(tool, at));
        // On a phone the panel of the closure would lie over what was clicked.
        if (tool.kind === "closure" && narrow) map.lift(at);
        return;
      }
      // A circle from a place is moved by a click.
      if (state.reach !== null && typeof state.reach.from !== "string") {
        go({ ...state, reach: { ...state.reach, from: at } });
        return;
      }
      const group = found.find((hit) => hit.id === "");
      const first = found.find((hit) => hit.id !== "");
      setHits(found.filter((hit) => hit.id !== ""));
      if (first !== undefined) go({ ...state, pick: { layer: first.layer, id: first.id } });
      else if (group !== undefined) map.open(group.at);
      else go({ ...state, pick: null });
    },
    onDoubleClick: () => {
      if (tool !== null) setTool(ended(tool));
      return tool !== null;
    },
    onPoint: setPointer,
    onMoved: (next) => {
      setCamera(next);
      go({ ...state, camera: next });
    },
  });
  const leading = tool === null ? null : pointer;
  const ways = useWays(legsOf(tool));
  const [draft, setDraft] = useState(firstDraft);
  const closed = useQuery(effectQuery(tool?.kind === "closure" ? areaOfClicks(tool.clicks) : [], draft)).data;
  useEffect(() => view?.draw(drawn(tool, leading, ways.lines, roadsOf(closed))), [view, tool, leading, ways, closed]);
  const { reach } = state;
  const closes = layers.some((layer) => layer.key === CLOSURES);
  const standing = useQuery({ ...standingQuery, enabled: closes && reach !== null }).data;
  const ground = useQuery(groundQuery(reach, roadsMark(standing)));
  const from = reach?.from ?? null;
  const reached = useMemo(() => reachShape(from === null ? undefined : ground.data, from), [ground.data, from]);
  const bare = useBareStreets(state.streets, camera, view === null ? null : () => view.box());
  const grounds = useMemo(() => ({ ...reached, features: [...reached.features, ...bare] }), [reached, bare]);
  useEffect(() => view?.showReach(grounds), [view, grounds]);
  const circle = () => {
    setTool(null);
    go({ ...state, reach: reach === null ? firstReach(layers) : null });
    if (narrow) setLegend(false);
  };
  useEffect(() => {
    if (state.pick === null) view?.markPick(null);
  }, [view, state.pick]);

  const liveLayer = infos.find((info) => info.live !== null);
  const live = useLive(liveLayer?.live ?? null);
  useEffect(() => {
    if (liveLayer !== undefined && live !== null) view?.showLive(liveLayer.key, live);
  }, [view, liveLayer, live]);
  useRefresh(view, infos);

  const begin = (kind: ToolKind) => setTool(tool?.kind === kind ? null : begun(kind));
  const print = async () => {
    if (view === null || taking) return;
    setTaking(true);
    const picture = await view.picture();
    setTaking(false);
    setShot({ ...picture, camera: view.camera(), at: serverNow(), live: freshness(feed, serverNow()) === "live" });
  };
  // What a search found and is no row is a place to look at.
  const find = (next: Pick | null, at: LngLat | null) => {
    if (next !== null) {
      pick(next, at);
      return;
    }
    go({ ...state, pick: null });
    if (at === null) return;
    view?.flyTo(at);
    view?.markPick(at);
    if (narrow) setLegend(false);
  };
  const pick = (next: Pick, at: LngLat | null) => {
    setHits([]);
    const isOn = infos.some((info) => info.key === next.layer);
    go({ ...(isOn ? state : withLayer(state, layers, next.layer, true)), pick: next });
    if (at !== null) view?.flyTo(at);
    if (narrow) setLegend(false);
  };
  useShortcut(["l"], () => setLegend(!legend), shot === null);
  useShortcut(["h"], () => view?.whole(), shot === null);
  useShortcut(["d"], () => begin("distance"), shot === null);
  const along = () => setTool(tool === null ? null : alongRoads(tool));
  useShortcut(["r"], along, tool?.kind === "distance" && shot === null);
  useShortcut(["c"], () => begin("circle"), shot === null);
  useShortcut(["b"], () => begin("box"), shot === null);
  useShortcut(["t"], circle, shot === null);
  const water = layers.some((layer) => layer.key === "water_source");
  const streets = () => {
    go({ ...state, streets: state.streets === null ? usualMeasure : null });
    if (narrow) setLegend(false);
  };
  useShortcut(["w"], streets, water && shot === null);
  useShortcut(["x"], () => begin("closure"), closes && shot === null);
  useShortcut(["p"], () => void print(), shot === null);
  useShortcut(["Enter"], () => setTool(tool === null ? null : ended(tool)), (tool?.kind === "distance" || tool?.kind === "closure") && shot === null);
  useShortcut(["Escape"], () => (tool !== null ? setTool(null) : go(state.pick === null ? { ...state, reach: null, streets: null } : { ...state, pick: null })), shot === null);

  const picked = layers.find((layer) => layer.key === state.pick?.layer);
  const area = tool === null ? null : areaOf(tool);
  const sources = base.sources.flatMap((source) => (source === null ? [] : [source[t.language]]));
  return (
    <>
      <div className={`map-board ${shot === null ? "" : "map-away"}`}>
        <div ref={place} className="map-canvas" role="application" aria-label={t("map.canvas")} />
        <div className="map-left">
          <SearchPanel layers={layers} theme={theme} near={camera === null ? null : [camera.longitude, camera.latitude]} onFound={find} />
          <Bar legend={legend} tool={tool} reach={reach !== null} onReach={circle} streets={water ? state.streets !== null : null} onStreets={streets} closes={closes} taking={taking} onLegend={() => setLegend(!legend)} onWhole={() => view?.whole()} onTool={begin} onAlong={along} onPrint={() => void print()} onZoom={(steps) => view?.zoomBy(steps)} />
          {legend ? (
            <LayerPanel layers={layers} shown={infos} state={state} theme={theme}
              onSwitch={(key, on) => go(withLayer(state, layers, key, on))}
              onFilters={(key, filters) => go({ ...state, on: infos.map((info) => info.key), filters: { ...state.filters, [key]: filters } })} />
          ) : null}
        </div>
        <div className="map-right">
          {reach === null ? null : <ReachPanel reach={reach} roads={roadsMark(standing)} layers={layers} onReach={(next) => go({ ...state, reach: next })} onPick={pick} onClose={circle} />}
          {state.streets === null ? null : <StreetsPanel measure={state.streets} onMeasure={(next) => go({ ...state, streets: next })} onFly={(at) => view?.flyTo(at)} onClose={streets} />}
          {tool?.kind === "closure" ? (
            <ClosurePanel clicks={tool.clicks} draft={draft} onDraft={setDraft} onPick={pick} onClose={() => setTool(null)}
              onEntered={(id, at) => { setTool(null); setDraft(firstDraft); pick({ layer: CLOSURES, id }, at); }} />
          ) : null}
          {tool !== null && area !== null ? <AreaPanel area={area} tool={tool} shown={shown} filters={state.filters} theme={theme} onPick={pick} /> : null}
          {state.pick !== null && picked !== undefined ? (
            <Card key={`${state.pick.layer}/${state.pick.id}`} layer={picked} pick={state.pick} others={hits} layers={layers} theme={theme}
              onPlace={(at) => view?.markPick(at)} onPick={(next) => go({ ...state, pick: next })} onFly={(at) => view?.flyTo(at)} onClose={() => go({ ...state, pick: null })} />
          ) : null}
        </div>
        <Foot camera={camera} pointer={pointer} tool={tool} ways={ways} sources={sources} />
      </div>
      {shot === null ? null : (
        <PrintSheet shot={shot} layers={infos} filtered={infos.filter((info) => (state.filters[info.key] ?? "") !== "").map((info) => info.key)} sources={sources} who={session.account.display_name} onClose={() => setShot(null)} />
      )}
    </>
  );
}

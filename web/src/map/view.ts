/**
 * The map on the page: the one place that holds the map library. What it shows is told to it as a
 * whole and compared by the library; what people do comes back through handlers.
 */
import { GeoJSONSource, Map as LibraryMap, prewarm, setWorkerUrl, VectorTileSource, type MapMouseEvent, type MapSourceDataEvent } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Language } from "../messages/translate";
import { FINENESS, signsOf } from "./signs";
import type { Camera } from "./state";
import { NOTHING, sourceOf, styleOf, type Moving, type ShownLayer, type Theme } from "./style";
import { boxOf } from "./measure";
import { tilesOf } from "./queries";
import type { BaseMap, Box, LngLat, Pick } from "./types";

setWorkerUrl(workerUrl);
// The worker starts while the page is still being laid out, and serves every map of it.
prewarm();

export interface Scene {
  readonly base: BaseMap | null;
  readonly shown: readonly ShownLayer[];
  readonly theme: Theme;
  readonly language: Language;
}

/** Something under the pointer. */
export interface Hit extends Pick {
  readonly title: string | null;
  readonly at: LngLat;
}

export interface Handlers {
  readonly onClick: (at: LngLat, hits: readonly Hit[]) => void;
  readonly onDoubleClick: () => boolean;
  readonly onPoint: (at: LngLat | null) => void;
  readonly onMoved: (camera: Camera) => void;
}

/** The parts of a layer that a finger finds. */
const parts = ["groups", "places", "lines", "stale", "areas"] as const;
/** How near to a sign a finger counts as on it, pixels. */
const REACH = 8;
/** Milliseconds between two frames while the first tiles come in, and how long that may go on. */
const BETWEEN_MS = 700;
const AT_MOST_MS = 4_000;
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif';

export class MapView {
  private readonly map: LibraryMap;
  private moving: Moving = { pick: NOTHING, drawing: NOTHING, reach: NOTHING, live: {} };
  private gone = false;

  constructor(container: HTMLElement, private scene: Scene, camera: Camera | null, private readonly handlers: Handlers, private readonly still = false) {
    // They are painted while the library starts.
    void signsOf(scene.shown.map(({ info }) => info.symbol), scene.theme);
    const start = camera === null ? {} : { center: [camera.longitude, camera.latitude] as [number, number], zoom: camera.zoom };
    this.map = new LibraryMap({
      container,
      style: this.style(),
      ...start,
      minZoom: 4,
      maxZoom: 20,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      interactive: !still,
      fadeDuration: 0,
      localIdeographFontFamily: FONT,
    });
    this.drawnSparingly();
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.on("style.load", () => void this.paintSigns());
    // Whether all that was asked for is drawn: for who looks from outside.
    this.map.on("dataloading", () => (container.dataset["map"] = "drawing"));
    this.map.on("movestart", () => (container.dataset["map"] = "drawing"));
    this.map.on("idle", () => (container.dataset["map"] = "still"));
    this.map.on("click", (event) => this.handlers.onClick(placeOf(event), this.hits(event)));
    this.map.on("dblclick", (event) => {
      if (this.handlers.onDoubleClick()) event.preventDefault();
    });
    this.map.on("mousemove", (event) => {
      this.handlers.onPoint(placeOf(event));
      if (!this.still) this.map.getCanvas().style.cursor = this.hits(event).length > 0 ? "pointer" : "";
    });
    this.map.on("mouseout", () => this.handlers.onPoint(null));
    this.map.on("moveend", () => this.handlers.onMoved(this.camera()));
    if (camera === null && scene.base !== null) this.whole(false);
  }

  /**
   * Until it stands for the first time it is drawn when all of its tiles are there, and now and then meanwhile, instead of
   * after each tile and font: without a graphics card a frame takes longer than a tile.
   */
  private drawnSparingly(): void {
    const { map } = this;
    const draw = map.triggerRepaint.bind(map);
    const still = Object.keys(this.style().sources).filter((source) => !this.moves(source));
    const hasTiles = () => still.every((source) => map.isSourceLoaded(source));
    let last = performance.now();
    // A frame asks for the tiles of what has come in.
    let asks = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    map.triggerRepaint = () => {
      const waits = asks || hasTiles() ? 0 : BETWEEN_MS;
      clearTimeout(timer);
      timer = setTimeout(() => {
        [asks, last] = [false, performance.now()];
        draw();
      }, Math.max(0, last + waits - performance.now()));
    };
    const came = (event: MapSourceDataEvent) => {
      asks ||= event.sourceDataType === "content" && still.includes(event.sourceId);
    };
    const stands = () => {
      if (!hasTiles()) return;
      map.getContainer().dataset["drawn"] = "";
      always();
    };
    const always = () => {
      map.off("render", stands);
      map.off("sourcedata", came);
      clearTimeout(late);
      clearTimeout(timer);
      map.triggerRepaint = draw;
      draw();
    };
    const late = setTimeout(always, AT_MOST_MS);
    map.on("sourcedata", came);
    map.on("render", stands);
    map.once("remove", () => {
      clearTimeout(late);
      clearTimeout(timer);
    });
  }

  /** Whether a source is what moves by itself or is drawn by hand. */
  private moves(source: string): boolean {
    return ["pick", "drawing", "reach"].includes(source) || this.scene.shown.some(({ info }) => info.live !== null && sourceOf(info) === source);
  }

  private style() {
    const { base, shown, theme, language } = this.scene;
    return styleOf(base, shown, this.moving, theme, language);
  }

  /** The signs that are shown, all at once: tiles that wait for them are drawn once. */
  private async paintSigns(): Promise<void> {
    const { shown, theme } = this.scene;
    const signs = await signsOf(shown.map(({ info }) => info.symbol), theme);
    if (this.gone) return;
    for (const [name, image] of signs) {
      if (!this.map.hasImage(name)) this.map.addImage(name, image, { pixelRatio: FINENESS });
    }
  }

  show(scene: Scene): void {
    const before = this.scene;
    this.scene = scene;
    if (before.base === scene.base && before.shown === scene.shown && before.theme === scene.theme && before.language === scene.language) return;
    this.map.setStyle(this.style(), { diff: true });
    void this.paintSigns();
    if (before.base === null && scene.base !== null && this.map.getZoom() < 5) this.whole(false);
  }

  /** Asks for a layer's tiles anew; what did not change is not sent again. */
  refresh(key: string): void {
    const shown = this.scene.shown.find(({ info }) => info.key === key);
    const source = shown === undefined ? undefined : this.map.getSource(sourceOf(shown.info));
    if (shown !== undefined && source instanceof VectorTileSource) source.setTiles([tilesOf(key, shown.filters)]);
  }

  private setData(id: string, data: GeoJSON.FeatureCollection): void {
    const source = this.map.getSource(id);
    if (source instanceof GeoJSONSource) void source.setData(data);
  }

  markPick(at: LngLat | null): void {
    const pick: GeoJSON.FeatureCollection = at === null ? NOTHING : { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [...at] } }] };
    this.moving = { ...this.moving, pick };
    this.setData("pick", pick);
  }

  draw(drawing: GeoJSON.FeatureCollection): void {
    this.moving = { ...this.moving, drawing };
    this.setData("drawing", drawing);
  }

  /** What is reached in time. */
  showReach(reach: GeoJSON.FeatureCollection): void {
    this.moving = { ...this.moving, reach };
    this.setData("reach", reach);
  }

  showLive(key: string, data: GeoJSON.FeatureCollection): void {
    this.moving = { ...this.moving, live: { ...this.moving.live, [key]: data } };
    const shown = this.scene.shown.find(({ info }) => info.key === key);
    if (shown !== undefined) this.setData(sourceOf(shown.info), data);
  }

  private hits(event: MapMouseEvent): readonly Hit[] {
    const layers = this.scene.shown.flatMap(({ info }) => parts.map((part) => `${info.key}:${part}`)).filter((id) => this.map.getLayer(id) !== undefined);
    const { x, y } = event.point;
    const found = this.map.queryRenderedFeatures([[x - REACH, y - REACH], [x + REACH, y + REACH]], { layers });
    const seen = new Set<string>();
    return found.flatMap((feature): Hit[] => {
      const [layer = "", kind] = feature.layer.id.split(":");
      const at: LngLat = feature.geometry.type === "Point" ? [feature.geometry.coordinates[0] ?? 0, feature.geometry.coordinates[1] ?? 0] : placeOf(event);
      const id = kind === "groups" ? "" : String(feature.properties["id"]);
      if (seen.has(`${layer}/${id}`)) return [];
      seen.add(`${layer}/${id}`);
      const title: unknown = feature.properties["title"];
      return [{ layer, id, title: typeof title === "string" ? title : null, at }];
    });
  }

  /** Nearer to a group, until it opens. */
  open(at: LngLat): void {
    this.map.easeTo({ center: [...at], zoom: Math.min(this.map.getZoom() + 2.2, 18), duration: 300 });
  }

  flyTo(at: LngLat, zoom = 16): void {
    this.map.easeTo({ center: [...at], zoom: Math.max(this.map.getZoom(), zoom), duration: 400 });
  }

  /** Brings a place into the upper part of the map, over a panel at its foot. */
  lift(at: LngLat): void {
    this.map.easeTo({ center: [...at], offset: [0, -this.map.getCanvas().clientHeight / 6], duration: 200 });
  }

  /** For who looks from afar: the same picture, finer. */
  fine(times: number): void {
    this.map.setPixelRatio(window.devicePixelRatio * times);
  }

  /** All of the city; `beside` a panel on the left. */
  whole(animate = true, beside = true): void {
    const { base } = this.scene;
    if (base === null || base.outlines.features.length === 0) return;
    const places = base.outlines.features.flatMap(({ geometry }) => (geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat())).flat();
    const [easts, norths] = [places.map(([east]) => east ?? 0), places.map(([, north]) => north ?? 0)];
    const corners: [[number, number], [number, number]] = [[Math.min(...easts), Math.min(...norths)], [Math.max(...easts), Math.max(...norths)]];
    const wide = beside && this.map.getCanvas().clientWidth > 900;
    // Beside the panel on the left, where there is room beside it.
    this.map.fitBounds(corners, { padding: { top: 24, bottom: 24, right: 24, left: wide ? 330 : 24 }, animate, duration: 400 });
  }

  /** So that all of these places are seen; a single one from near. */
  fit(places: readonly LngLat[]): void {
    const [first] = places;
    if (first === undefined) return;
    const [west, south, east, north] = boxOf(places);
    this.map.fitBounds([[west, south], [east, north]], { padding: 44, maxZoom: 15.5, duration: 300 });
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { longitude: lng, latitude: lat, zoom: this.map.getZoom() };
  }

  go(camera: Camera): void {
    this.map.jumpTo({ center: [camera.longitude, camera.latitude], zoom: camera.zoom });
  }

  zoomBy(steps: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + steps, duration: 200 });
  }

  box(): Box {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  /** A picture of what is seen, fine enough for paper. */
  async picture(): Promise<{ readonly url: string; readonly width: number; readonly height: number }> {
    const canvas = this.map.getCanvas();
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const usual = this.map.getPixelRatio();
    // Some 200 dots an inch on A4.
    this.map.setPixelRatio(Math.max(usual, Math.min(2, 3600 / Math.max(width, height))));
    await new Promise((resolve) => this.map.once("idle", resolve));
    // The canvas holds its picture only while it is being drawn.
    const url = await new Promise<string>((resolve) => {
      this.map.once("render", () => resolve(canvas.toDataURL("image/png")));
      this.map.triggerRepaint();
    });
    this.map.setPixelRatio(usual);
    return { url, width, height };
  }

  resize(): void {
    this.map.resize();
  }

  destroy(): void {
    this.gone = true;
    this.map.remove();
  }
}

function placeOf(event: MapMouseEvent): LngLat {
  const { lng, lat } = event.lngLat.wrap();
  return [lng, lat];
}

/** Whether this browser can draw the map at all. */
export function canDraw(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

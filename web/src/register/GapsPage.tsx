/** 缺口清单: who or what is missing, counted by area, each with the way to fill it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Drop } from "./Drop";
import { gapFile, gapsQuery, type GapList, type GapRow, type GapSearch } from "./gaps";

const route = getRouteApi("/seat/registers/gaps/$key");

export function GapsPage() {
  const { t } = useLanguage();
  const { key } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const gaps = useQuery({ ...gapsQuery(key, search), placeholderData: keepPreviousData });
  const list = gaps.data;
  const go = (next: GapSearch) => void navigate({ search: next, replace: true });
  if (list === undefined) {
    if (gaps.error === null) return <Loading words={t("register.loading")} />;
    return <div className="state"><ProblemNote problem={asProblem(gaps.error)} onRetry={() => void gaps.refetch()} /></div>;
  }
  return (
    <section className="sheet sheet-gaps" aria-label={list.label}>
      <header className="sheet-head">
        <nav className="crumbs" aria-label={t("register.crumbs")}>
          <Link to="/registers">{t("register.all")}</Link>
          <span aria-hidden="true">›</span>
          <span>{list.label}</span>
        </nav>
        <span className="bar-space" />
        <label className="switch">
          <span className="soft">{t("gaps.on")}</span>
          <input className="native-select" type="date" value={list.on} onChange={(event) => go({ ...without(search, "after", "on"), ...(event.target.value === "" ? {} : { on: event.target.value }) })} />
        </label>
        <Drop label={t("register.export")} title={t("gaps.export_what")}>
          {(close) => (
            <div className="export">
              <p className="soft">{t("gaps.export_what")}</p>
              {(["xlsx", "csv"] as const).map((format) => (
                <a key={format} className="bar-button" href={gapFile(key, format, t.language, search)} download={`${list.label}.${format}`} onClick={() => close()}>{t(`register.export.${format}`)}</a>
              ))}
            </div>
          )}
        </Drop>
      </header>
      <div className="sheet-tools" role="group" aria-label={t("gaps.what")}>
        <Choice on={search.slot === undefined} onPress={() => go(without(search, "after", "slot"))} words={t("gaps.anything")} figures={t("gaps.rows", { n: list.slots.reduce((sum, slot) => sum + slot.missing, 0) })} />
        {list.slots.map((slot) => (
          <Choice key={slot.key} on={search.slot === slot.key} onPress={() => go({ ...without(search, "after"), slot: slot.key })} words={slot.label} figures={t("gaps.of", { missing: slot.missing, needed: slot.needed })} />
        ))}
      </div>
      {gaps.error === null ? null : <ProblemNote problem={asProblem(gaps.error)} onRetry={() => void gaps.refetch()} />}
      <div className="gaps" aria-busy={gaps.isPlaceholderData}>
        <Groups list={list} search={search} onGo={go} />
        <Rows list={list} search={search} onGo={go} />
      </div>
    </section>
  );
}

function without(search: GapSearch, ...names: readonly (keyof GapSearch)[]): GapSearch {
  return Object.fromEntries(Object.entries(search).filter(([name]) => !names.some((gone) => gone === name)));
}

function Choice({ on, onPress, words, figures }: { on: boolean; onPress: () => void; words: string; figures: string }) {
  return (
    <button type="button" className={on ? "bar-button gap-on" : "bar-button"} aria-pressed={on} onClick={onPress}>
      {words} <span className="figures soft">{figures}</span>
    </button>
  );
}

interface Part {
  readonly list: GapList;
  readonly search: GapSearch;
  readonly onGo: (search: GapSearch) => void;
}

function Groups({ list, search, onGo }: Part) {
  const { t } = useLanguage();
  if (list.groups.length === 0) return null;
  return (
    <div className="gap-groups">
      <table className="grid" aria-label={t("gaps.by_area")}>
        <thead>
          <tr>
            <th scope="col">{t("gaps.area")}</th>
            {list.slots.map((slot) => <th key={slot.key} scope="col" className="right">{slot.label}</th>)}
            <th scope="col" className="right">{t("gaps.missing")}</th>
            <th scope="col" className="right">{t("gaps.needed")}</th>
          </tr>
        </thead>
        <tbody>
          {list.groups.map((group) => (
            <tr key={group.id} className={search.group === group.id ? "gap-on" : ""}>
              <td>
                <button type="button" className="link" aria-pressed={search.group === group.id} onClick={() => onGo(search.group === group.id ? without(search, "after", "group") : { ...without(search, "after"), group: group.id })}>{group.title}</button>
              </td>
              {group.by_slot.map((missing, at) => <td key={list.slots[at]?.key ?? at} className="right figures">{missing}</td>)}
              <td className="right figures"><b>{group.missing}</b></td>
              <td className="right figures soft">{group.needed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Rows({ list, search, onGo }: Part) {
  const { t } = useLanguage();
  if (list.items.length === 0) {
    const nothingNeeded = list.slots.every((slot) => slot.needed === 0);
    return <Empty what={t(nothingNeeded ? "gaps.nothing_needed" : "gaps.none")} next={t(nothingNeeded ? "gaps.nothing_needed_next" : "gaps.none_next")} />;
  }
  return (
    <div className="gap-rows">
      <p className="soft gap-count">{t("gaps.total", { n: list.total })}</p>
      <ul>
        {list.items.map((row) => <Row key={row.id} list={list} row={row} slot={search.slot} />)}
      </ul>
      {list.next === null && search.after === undefined ? null : (
        <footer className="sheet-foot">
          {search.after === undefined ? null : <button type="button" className="bar-button" onClick={() => onGo(without(search, "after"))}>{t("gaps.first")}</button>}
          {list.next === null ? null : <button type="button" className="bar-button" onClick={() => onGo({ ...search, after: list.next ?? "" })}>{t("gaps.next")}</button>}
        </footer>
      )}
    </div>
  );
}

function Row({ list, row, slot }: { list: GapList; row: GapRow; slot: string | undefined }) {
  const { t } = useLanguage();
  const missing = list.slots.filter((one) => row.missing.includes(one.key) && (slot === undefined || slot === one.key));
  return (
    <li className="gap-row">
      <span className="gap-name">
        <Link to="/registers/$key/$id" params={{ key: list.needing, id: row.id }}>{row.title}</Link>{" "}
        <span className="soft">{row.under} <span className="figures">{row.region}</span></span>
      </span>
      <span className="gap-missing">
        {missing.map((one) =>
          list.may_fill ? (
            <Link key={one.key} className="bar-button" to="/registers/$key/new" params={{ key: list.filling }} search={{ fill: { ...row.fill, ...one.fill } }} aria-label={t("gaps.fill_named", { what: one.label, name: row.title })}>
              ＋ {one.label}
            </Link>
          ) : (
            <span key={one.key} className="tag">{t("gaps.lacks", { what: one.label })}</span>
          ),
        )}
      </span>
    </li>
  );
}

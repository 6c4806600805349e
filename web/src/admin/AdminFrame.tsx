/** 管理: what stands around its pages. The navigation is at the left at a desk and a row of its own on a phone. */
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useContext, useState } from "react";
import { PermissionsContext } from "../access/may";
import "../register/register.css";
import { registersQuery } from "../register/registers";
import { ConnectionStrip } from "../shell/ConnectionStrip";
import { KeysPanel, type KeyRow } from "../shell/KeysPanel";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty } from "../shell/States";
import { TopBar } from "../shell/TopBar";
import "./admin.css";
import { adminPlaces, isOpen } from "./places";

const keys: readonly KeyRow[] = [
  { keys: ["/"], what: "register.keys.search" },
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

/** The registers that an administrator asks for: regions and areas, devices. */
const ledgers = ["region", "assessed_area", "transmitter", "device_model", "installed_point"] as const;

export function AdminFrame() {
  const { t } = useLanguage();
  const [keysOpen, setKeysOpen] = useState(false);
  const permissions = useContext(PermissionsContext);
  const { pathname } = useLocation();
  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  const place = adminPlaces.find(({ to }) => pathname.startsWith(to));
  return (
    <div className="ledger">
      <a className="skip" href="#admin">{t("shell.skip")}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip quiet />
      {keysOpen ? <KeysPanel keys={keys} /> : null}
      <div className="admin-body">
        <nav className="admin-nav" aria-label={t("admin.places")}>
          {adminPlaces.filter((one) => isOpen(one, permissions)).map(({ to, name }) => (
            <Link key={to} to={to} activeOptions={{ includeSearch: false }}>{t(name)}</Link>
          ))}
          <Ledgers />
        </nav>
        <main id="admin" className="admin-main" tabIndex={-1}>
          {place === undefined || isOpen(place, permissions) ? <Outlet /> : <Empty what={t("problem.forbidden")} next={t("problem.forbidden_next")} />}
        </main>
      </div>
    </div>
  );
}

function Ledgers() {
  const { t } = useLanguage();
  const registers = useQuery(registersQuery);
  const seen = ledgers.flatMap((key) => registers.data?.find((one) => one.key === key) ?? []);
  if (seen.length === 0) return null;
  return (
    <>
      <h3 className="admin-nav-head">{t("admin.ledgers")}</h3>
      {seen.map(({ key, label }) => (
        <Link key={key} to="/registers/$key" params={{ key }}>{label[t.language]}</Link>
      ))}
      <p className="soft admin-nav-note">{t("admin.keepers_note")}</p>
    </>
  );
}

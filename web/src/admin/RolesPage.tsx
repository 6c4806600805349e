/** 角色: what each may do, in words; one after the other, or side by side. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useContext } from "react";
import { PermissionsContext } from "../access/may";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Choice } from "../shell/Switches";
import { rolesQuery, type RoleTable } from "./accounts";

const route = getRouteApi("/seat/admin/roles");

export function RolesPage() {
  const { t } = useLanguage();
  const { view } = route.useSearch();
  const navigate = route.useNavigate();
  const roles = useQuery(rolesQuery);
  return (
    <section className={view === "compare" ? "sheet sheet-list" : "sheet"} aria-label={t("role.title")}>
      <header className="sheet-head">
        <h2>{t("role.title")}</h2>
        <span className="soft">{t("role.about")}</span>
        <span className="bar-space" />
        <Choice name="roles" label={t("role.view")} value={view ?? "one"} onChange={(next) => void navigate({ search: next === "compare" ? { view: "compare" } : {}, replace: true })}
          options={[{ value: "one", label: t("role.one") }, { value: "compare", label: t("role.compare") }]} />
      </header>
      {roles.data === undefined ? (
        roles.error === null ? <Loading words={t("role.loading")} /> : <ProblemNote problem={asProblem(roles.error)} onRetry={() => void roles.refetch()} />
      ) : view === "compare" ? <Compared table={roles.data} /> : <OneByOne table={roles.data} />}
    </section>
  );
}

function OneByOne({ table }: { table: RoleTable }) {
  const { t } = useLanguage();
  const keeps = useContext(PermissionsContext).includes("account.manage");
  return (
    <ul className="role-cards">
      {table.roles.map((role) => (
        <li key={role.role} data-role={role.role}>
          <h3>{role.label[t.language]} <span className="tag">{t(role.for_people ? "role.people_only" : "role.machines_only")}</span></h3>
          <p className="soft">{t.label("role.binding", role.binding)} · {t("role.may_n", { n: role.permissions.length })}</p>
          <ul className="role-may">
            {table.permissions.filter((one) => role.permissions.includes(one.key)).map((one) => <li key={one.key}>{one.label[t.language]}</li>)}
          </ul>
          {keeps && role.for_people ? <Link to="/admin/accounts" search={{ role: role.role }}>{t("role.accounts")}</Link> : null}
        </li>
      ))}
    </ul>
  );
}

function Compared({ table }: { table: RoleTable }) {
  const { t } = useLanguage();
  return (
    <div className="grid-box" tabIndex={0} role="group" aria-label={t("role.compare")}>
      <table className="grid role-table">
        <thead>
          <tr>
            <th scope="col">{t("role.permission")}</th>
            {table.roles.map((role) => <th key={role.role} scope="col"><span>{role.label[t.language]}</span></th>)}
          </tr>
        </thead>
        <tbody>
          {table.permissions.map((permission) => (
            <tr key={permission.key}>
              <td>{permission.label[t.language]}</td>
              {table.roles.map((role) => {
                const may = role.permissions.includes(permission.key);
                return <td key={role.role} className={may ? "role-yes" : "soft"}><span aria-hidden="true">{may ? "●" : "·"}</span><span className="unseen">{t(may ? "role.yes" : "role.no")}</span></td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

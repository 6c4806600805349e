/** Accounts, tokens and roles as the server tells them, and every act on them. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, ifMatch } from "../api/client";
import type { components } from "../api/schema";
import type { AccountsSearch } from "./search";

type Schemas = components["schemas"];
export type Account = Schemas["Account"];
export type AccountForm = Schemas["AccountForm"];
export type AccountPatch = Schemas["AccountPatch"];
export type AccountSession = Schemas["SessionOfAccount"];
export type Sets = Schemas["SetsForm"];
export type RoleTable = Schemas["RoleTable"];
export type RoleInfo = Schemas["RoleInfo"];
export type RoleWord = Schemas["Role"];
export type ApiToken = Schemas["ApiToken"];
export type ApiTokenForm = Schemas["ApiTokenForm"];
export type ShownApiToken = Schemas["ShownApiToken"];

/** No event tells of accounts, so what is opened again is asked for again. */
const FRESH_MS = 5_000;
const PAGE_SIZE = 100;

export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/roles", { signal })),
});

export function accountsQuery({ q, role, state }: AccountsSearch) {
  const question = {
    ...(q === undefined ? {} : { search: q }),
    // The address holds any word; the server says what is no role.
    ...(role === undefined ? {} : { role: role as RoleWord }),
    ...(state === undefined ? {} : { disabled: state === "disabled" }),
  };
  return infiniteQueryOptions({
    queryKey: ["admin", "accounts", "list", question],
    staleTime: FRESH_MS,
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/accounts", { params: { query: { ...question, limit: PAGE_SIZE, ...(pageParam === null ? {} : { after: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function accountQuery(id: string) {
  return queryOptions({
    queryKey: ["admin", "accounts", "one", id],
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/accounts/{id}", { params: { path: { id } }, signal })),
  });
}

export function sessionsQuery(id: string) {
  return queryOptions({
    queryKey: ["admin", "accounts", "sessions", id],
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => answer(api.GET("/api/v1/accounts/{id}/sessions", { params: { path: { id } }, signal })),
  });
}

export const tokensQuery = queryOptions({
  queryKey: ["admin", "tokens"],
  staleTime: FRESH_MS,
  queryFn: ({ signal }) => answer(api.GET("/api/v1/api-tokens", { signal })),
});

export function createAccount(body: AccountForm): Promise<Account> {
  return answer(api.POST("/api/v1/accounts", { body }));
}

export function changeAccount(account: Account, body: AccountPatch): Promise<Account> {
  return answer(api.PATCH("/api/v1/accounts/{id}", { params: { path: { id: account.id }, header: ifMatch(account) }, body }));
}

export function switchAccount(account: Account): Promise<Account> {
  const params = { path: { id: account.id }, header: ifMatch(account) };
  return account.disabled ? answer(api.POST("/api/v1/accounts/{id}/enabling", { params })) : answer(api.POST("/api/v1/accounts/{id}/disabling", { params }));
}

export function setPassword(id: string, password: string): Promise<unknown> {
  return answer(api.PUT("/api/v1/accounts/{id}/password", { params: { path: { id } }, body: { password } }));
}

/** Ends one session, or all of them. */
export function endSessions(id: string, session: string | null): Promise<unknown> {
  if (session === null) return answer(api.DELETE("/api/v1/accounts/{id}/sessions", { params: { path: { id } } }));
  return answer(api.DELETE("/api/v1/accounts/{id}/sessions/{session}", { params: { path: { id, session } } }));
}

export function createToken(body: ApiTokenForm): Promise<ShownApiToken> {
  return answer(api.POST("/api/v1/api-tokens", { body }));
}

export function revokeToken(id: string): Promise<unknown> {
  return answer(api.DELETE("/api/v1/api-tokens/{id}", { params: { path: { id } } }));
}

import { describe, expect, it } from "vitest";
import { asProblem, problemOf, ProblemError, unreachable, wordsFor, worthRetrying } from "./problem";

describe("problems", () => {
  it("keeps what the server said", () => {
    const problem = problemOf(422, {
      type: "about:blank",
      title: "填写有误",
      status: 422,
      detail: "有一项不对",
      code: "invalid",
      errors: [{ field: "summary", message: "不能为空" }, { nonsense: true }, 7],
    });
    expect(problem).toMatchObject({ status: 422, code: "invalid", title: "填写有误", detail: "有一项不对" });
    expect(problem.errors).toEqual([{ field: "summary", message: "不能为空" }]);
  });

  it("hands over the record as it is now on a conflict", () => {
    expect(problemOf(412, { code: "version_conflict", title: "…", current: { version: 3 } }).current).toEqual({ version: 3 });
  });

  it("takes a proxy's page for a problem, not for an answer", () => {
    expect(problemOf(502, "<html>Bad gateway</html>")).toMatchObject({ code: "http_502", title: "HTTP 502", errors: [] });
  });

  it("turns a lost network into a problem without a status", () => {
    expect(asProblem(new TypeError("Failed to fetch"))).toMatchObject({ status: 0, code: "network" });
    const known = unreachable("x");
    expect(asProblem(known)).toBe(known);
    expect(known).toBeInstanceOf(ProblemError);
  });

  it.each([
    [0, "problem.network"],
    [401, "problem.unauthorised"],
    [403, "problem.forbidden"],
    [404, "problem.not_found"],
    [409, "problem.conflict"],
    [412, "problem.conflict"],
    [428, "problem.conflict"],
    [422, "problem.invalid"],
    [429, "problem.busy"],
    [500, "problem.server"],
    [418, "problem.other"],
  ])("status %d has words and a next step", (status, what) => {
    const words = wordsFor(problemOf(status, {}));
    expect(words.what).toBe(what);
    expect(words.next).toBe(`${what}_next`);
  });

  it("lets the server speak alone where it names names, and not where it speaks to programs", () => {
    expect(wordsFor(problemOf(409, { code: "responders_taken", title: "…", detail: "…" }))).toEqual({ what: null, next: null, detail: true });
    expect(wordsFor(problemOf(409, { code: "state_refuses", title: "…", detail: "open" }))).toMatchObject({ what: "problem.state_refuses", detail: false });
  });

  it("never repeats by itself what the server refused", () => {
    expect([0, 502, 503, 504].every((status) => worthRetrying(problemOf(status, {})))).toBe(true);
    expect([400, 401, 403, 409, 412, 500].some((status) => worthRetrying(problemOf(status, {})))).toBe(false);
  });
});

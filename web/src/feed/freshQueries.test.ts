import { QueryObserver } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { FreshQueries } from "./freshQueries";

/** A query whose answers are given by hand. */
function watched(queries: FreshQueries) {
  const answers: ((value: string) => void)[] = [];
  const observer = new QueryObserver<string>(queries, {
    queryKey: ["timeline", "1"],
    queryFn: () => new Promise((resolve) => answers.push(resolve)),
    staleTime: Infinity,
  });
  return { answers, observer, leave: observer.subscribe(() => undefined) };
}

describe("what happens while an answer is on its way", () => {
  it("makes a first answer old, and it is asked for once more", async () => {
    const queries = new FreshQueries();
    const { answers, observer, leave } = watched(queries);
    void queries.invalidateQueries({ queryKey: ["timeline"] });
    expect(answers).toHaveLength(1);
    answers[0]?.("before");
    await expect.poll(() => answers.length).toBe(2);
    answers[1]?.("after");
    await expect.poll(() => observer.getCurrentResult().data).toBe("after");
    expect(answers).toHaveLength(2);
    leave();
  });

  it("leaves others alone", async () => {
    const queries = new FreshQueries();
    const { answers, observer, leave } = watched(queries);
    void queries.invalidateQueries({ queryKey: ["alarms"] });
    answers[0]?.("before");
    await expect.poll(() => observer.getCurrentResult().data).toBe("before");
    await Promise.resolve();
    expect(answers).toHaveLength(1);
    leave();
  });
});

import { expect, it } from "vitest";
import { fireFrame } from "./frames";

it("builds the standard's own example byte for byte", () => {
  const frame = fireFrame({
    sequence: 1,
    source: 889,
    zone: 10,
    point: 2,
    component: 40,
    occurred: new Date("2012-09-26T09:58:02+08:00"),
    sent: new Date("2012-09-26T09:58:32+08:00"),
  });
  expect(frame.toString("hex")).toBe(
    "4040" + "0100" + "0101" + "203a091a090c" + "790300000000" + "385b01000000" + "3000" + "02" +
      "0201" + "010128" + "0a000200" + "0200" + "20".repeat(30) + "00" + "023a091a090c" + "46" + "2323",
  );
});

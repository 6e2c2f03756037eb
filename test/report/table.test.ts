import { describe, expect, it } from "vitest";
import { displayWidth } from "../../cli/report/layout";
import { renderTable } from "../../cli/report/table";
import { expectGolden } from "../support/golden";
import { hostilePlan, samplePlan } from "../support/sample-plan";

const ESCAPE = String.fromCharCode(27);

function render(width: number): string {
  return `${renderTable(samplePlan, { width, colors: "plain" })}\n`;
}

describe("the terminal report", () => {
  it.each([60, 80, 120, 200])("reads as reviewed at %i columns", (width) => {
    expectGolden(render(width), `report/sample-${width}.txt`);
  });

  it.each(Array.from({ length: 15 }, (_, i) => 60 + i * 10))("stays within %i columns", (width) => {
    const tooWide = render(width)
      .split("\n")
      .filter((line) => displayWidth(line) > width && !/^ +https:\S+$/.test(line));
    expect(tooWide).toEqual([]);
  });

  it("begins with the verdict", () => {
    expect(render(200).split("\n")[0]).toMatch(/^Not ready for 1\.0M viewers/);
  });

  it("colours only when asked", () => {
    expect(render(120)).not.toContain(ESCAPE);
    const coloured = renderTable(samplePlan, { width: 120, colors: "color" });
    expect(coloured).toContain(`${ESCAPE}[`);
    const escapes = new RegExp(`${ESCAPE}\\[\\d+m`, "g");
    const stripped = coloured.replace(escapes, "").split("\n");
    expect(stripped.map((line) => line.trimEnd())).toEqual(render(120).trimEnd().split("\n"));
  });

  it("prints an unknown price as unknown and says how to supply it", () => {
    const text = render(200);
    expect(text).toMatch(/Cloudflare delivery .*unknown/);
    expect(text).toContain("supply the price agreed");
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it("lets no control or direction character of a user's text through", () => {
    const text = renderTable(hostilePlan(`a${ESCAPE}[31m\u202e\u0007b\nc`), { width: 120, colors: "plain" });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text.split("\n")[0]).toBe("A\ufffd[31m\ufffd\ufffdb c");
  });
});

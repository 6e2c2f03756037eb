import type { Plan } from "../../capacity/plan-document";
import { type Chart, type ChartSize, chartsOf } from "./chart-options";
import { escapeHtml } from "./escape-html";
import { displayWidth } from "./layout";
import { themed } from "./palette";

const WIDTH = { wide: 900, narrow: 360 } as const;

/** Mean width of a letter over the size of a wide sans-serif font. */
const LETTER_WIDTH = 0.62;

/** A picture in two sizes: a wide one for desks and paper, a narrow one whose letters a phone can show. */
export interface Picture {
  readonly id: string;
  readonly title: string;
  readonly wide: string;
  readonly narrow: string;
}

/** Draws the pictures of a plan as SVG, without a browser. ECharts takes longer to load than a plan to compute: only HTML asks for it. */
export async function drawCharts(plan: Plan): Promise<readonly Picture[]> {
  const echarts = await import("echarts");
  // Nothing measures letters here. Readers' fonts differ, so room is made for a wide one.
  echarts.setPlatformAPI({
    measureText: (text, font) => ({ width: displayWidth(text ?? "") * LETTER_WIDTH * fontSize(font ?? "") }),
  });
  const draw = (chart: Chart, size: ChartSize) => {
    const instance = echarts.init(null, null, { renderer: "svg", ssr: true, width: WIDTH[size], height: chart.height });
    try {
      instance.setOption({ animation: false, ...chart.option(size) });
      return inlineSvg(instance.renderToSVGString(), chart, size);
    } finally {
      instance.dispose();
    }
  };
  return chartsOf(plan).map((chart) => ({
    id: chart.id,
    title: chart.title,
    wide: draw(chart, "wide"),
    narrow: draw(chart, "narrow"),
  }));
}

/** The size in `12px sans-serif`. */
function fontSize(font: string): number {
  return Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);
}

/**
 * Makes ECharts' drawing fit into a page under a strict policy: no style sheets and no style attributes, names of its own, colours
 * of the page's theme, a title and a description. Its ids count the drawings of the process; ours don't.
 */
function inlineSvg(svg: string, chart: Chart, size: ChartSize): string {
  const id = `chart-${chart.id}-${size}`;
  const drawing = themed(svg)
    .replace(/<style\b[\s\S]*?<\/style>/g, "")
    .replace(/ class="[^"]*"/g, "")
    .replace(/ ecmeta_ssr_type="chart"/g, ' class="mark"')
    .replace(/ (?:ecmeta_\w+|pointer-events|xmlns:xlink|baseProfile)="[^"]*"/g, "")
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributesOf(style))
    .replace(/zr\d+-/g, `${id}-`)
    .replace(/\n+/g, "\n");
  const names = `<title id="${id}-title">${escapeHtml(chart.title)}</title><desc id="${id}-desc">${escapeHtml(chart.description)}</desc>`;
  return drawing.replace(
    /^<svg([^>]*)>/,
    (_, attributes: string) =>
      `<svg class="${size}" role="img" aria-labelledby="${id}-title ${id}-desc"${attributes}>${names}`,
  );
}

/** `font-size:12px;font-family:sans-serif;` → ` font-size="12px" font-family="sans-serif"`; the short form `font` is no attribute. */
function attributesOf(style: string): string {
  return style
    .replace(/(^|;)font:[^;]*?(\d+(?:\.\d+)?px) ([^;]+)/, "$1font-size:$2;font-family:$3")
    .split(";")
    .map((declaration) => declaration.split(":").map((part) => part.trim()))
    .filter(([name, value]) => name !== undefined && name !== "" && value !== undefined)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join("");
}

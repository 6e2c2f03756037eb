/**
 * Colours of the pictures and the page. A picture is drawn with the stand-ins, which become CSS variables afterwards, so that one
 * drawing serves light, dark and paper.
 */
export const COLORS = {
  ink: { standIn: "#0a0001", light: "#1f2328", dark: "#e6edf3" },
  muted: { standIn: "#0a0002", light: "#59636e", dark: "#9da7b3" },
  grid: { standIn: "#0a0003", light: "#d1d9e0", dark: "#343b44" },
  page: { standIn: "#0a0004", light: "#ffffff", dark: "#0d1117" },
  panel: { standIn: "#0a0005", light: "#f6f8fa", dark: "#161b22" },
  viewers: { standIn: "#0a0006", light: "#0969da", dark: "#58a6ff" },
  capacity: { standIn: "#0a0007", light: "#bc4c00", dark: "#f0883e" },
  good: { standIn: "#0a0008", light: "#1a7f37", dark: "#3fb950" },
  warn: { standIn: "#0a0009", light: "#9a6700", dark: "#d29922" },
  bad: { standIn: "#0a000a", light: "#cf222e", dark: "#f85149" },
} as const;
export type ColorName = keyof typeof COLORS;

const NAMES = Object.keys(COLORS) as ColorName[];

/** The stand-in of a colour, for drawing. */
export function ink(name: ColorName): string {
  return COLORS[name].standIn;
}

/** Declarations of the CSS variables for one theme. */
export function declarations(theme: "light" | "dark"): string {
  return NAMES.map((name) => `--${name}:${COLORS[name][theme]}`).join(";");
}

/** Replaces the stand-ins of a drawing by CSS variables. */
export function themed(svg: string): string {
  return NAMES.reduce((text, name) => text.replaceAll(`"${COLORS[name].standIn}"`, `"var(--${name})"`), svg);
}

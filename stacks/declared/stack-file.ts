import type { Path } from "../../capacity/event/path";
import { isMapping } from "../../capacity/event/path";
import { parseYaml } from "../../capacity/event/yaml";
import type { Outcome } from "../../capacity/problems";
import { ownConfig, placeInFile, readStackSettings, type StackSettings } from "./stack-settings";

/** Reads the settings from the text of a `Pulumi.<stack>.yaml`; every problem comes with its place. */
export function parseStackFile(text: string, file: string): Outcome<StackSettings> {
  const yaml = parseYaml(text, file);
  if (!yaml.ok) return yaml;
  const { value, position } = yaml.value;
  const config = isMapping(value) ? value.config : undefined;
  return readStackSettings(ownConfig(config), { file, position: (path: Path) => position(placeInFile(path)) });
}

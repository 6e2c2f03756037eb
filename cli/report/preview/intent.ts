import { isMap, type PropertyMap, type PropertyValue } from "../../engine/property-value";

/** A component's inputs, which carry its sizing intent as plain values; what isn't there or isn't plain reads as nothing. */
export class Intent {
  readonly #inputs: PropertyMap;

  constructor(inputs: PropertyMap) {
    this.#inputs = inputs;
  }

  number(name: string): number | undefined {
    const value = this.#inputs[name];
    return typeof value === "number" ? value : undefined;
  }

  text(name: string): string | undefined {
    const value = this.#inputs[name];
    return typeof value === "string" ? value : undefined;
  }

  /** Entries of a list; none where there is no list. */
  list(name: string): readonly PropertyValue[] {
    const value = this.#inputs[name];
    return Array.isArray(value) ? value : [];
  }

  texts(name: string): readonly string[] {
    return this.list(name).filter((entry) => typeof entry === "string");
  }

  /** The maps of a list. */
  maps(name: string): readonly Intent[] {
    return this.list(name).flatMap((entry) => (isMap(entry) ? [new Intent(entry)] : []));
  }

  /** A map of named values; an empty one where there is none. */
  map(name: string): Intent {
    const value = this.#inputs[name];
    return new Intent(isMap(value) ? value : {});
  }

  keys(): readonly string[] {
    return Object.keys(this.#inputs);
  }
}

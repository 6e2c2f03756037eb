/** Makes a value on first use and keeps it, so that loading the catalog costs nothing until a table is asked for. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

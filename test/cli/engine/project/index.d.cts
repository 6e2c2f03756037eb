/** The program of the folder. */
declare function program(): Promise<Record<string, unknown>>;
export = program;

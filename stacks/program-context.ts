/** Where a program runs. */
export interface ProgramContext {
  /** The project's folder, with `Pulumi.yaml`. */
  readonly root: string;
}

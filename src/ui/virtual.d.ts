declare module 'virtual:summary' {
  /** A `Summary` with the version of the package. */
  export const summary: unknown;
}

/** What is used of the analyzer's command, which has no types of its own. */
declare module '@custom-elements-manifest/analyzer/cli.js' {
  export function cli(options: {
    argv: string[];
    cwd: string;
    /** Gives the manifest, and writes neither it nor anything into package.json. */
    noWrite: true;
  }): Promise<import('./manifest.js').Package>;
}

/** What is used of the analyzer's command, which has no types of its own. */
declare module '@custom-elements-manifest/analyzer/cli.js' {
  export function cli(options: {
    argv: string[];
    cwd: string;
    noWrite: true;
  }): Promise<{
    modules: { declarations: import('./manifest.js').CustomElement[] }[];
  }>;
}

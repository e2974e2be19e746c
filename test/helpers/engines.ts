/**
 * Which browser engine a test runs in, and how a test is skipped that not every engine can run. Knows: engines by what
 * they call themselves. Does not know: single tests.
 */

export type Engine = 'chromium' | 'firefox' | 'webkit';

export const engine: Engine = /Firefox\//.test(navigator.userAgent)
  ? 'firefox'
  : /Chrom(e|ium)\//.test(navigator.userAgent)
    ? 'chromium'
    : 'webkit';

/** What an engine lacks, as one clause that says why a test cannot run there. */
export type Lacks = Partial<Record<Engine, string>>;

/** A test. In an engine that lacks what it needs it is skipped, and the reason is in the list of what was skipped. */
export const itUnless = (
  lacks: Lacks,
  name: string,
  test: Mocha.AsyncFunc,
): void => {
  const why = lacks[engine];
  if (why === undefined) it(name, test);
  else it.skip(`${name} (${why})`);
};

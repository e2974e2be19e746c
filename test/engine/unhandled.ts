/** A rejection that nobody handles is a mistake of the engine, whatever else a test looks at. */
import { expect } from '@open-wc/testing';

/** For the tests of the file that calls it. */
export const failOnUnhandled = (): void => {
  const unhandled: unknown[] = [];
  const note = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    unhandled.push(event.reason);
  };
  beforeEach(() => {
    unhandled.length = 0;
    addEventListener('unhandledrejection', note);
  });
  afterEach(async () => {
    await new Promise((resolve) => setTimeout(resolve));
    removeEventListener('unhandledrejection', note);
    expect(unhandled.map(String)).to.deep.equal([]);
  });
};

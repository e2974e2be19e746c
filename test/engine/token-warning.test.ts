/** An access token in a page's source is a secret that everybody can read. */
import { expect } from '@open-wc/testing';
import { checkOptions } from '../../src/engine/index.js';

const sessionUrl = 'https://broker.example/v1.0/sessions';

/** Runs in a worker whose address is no local one: what it warns of. */
const warningsElsewhere = (task: string): Promise<string[]> => {
  const options = new URL('../../src/engine/options.ts', import.meta.url).href;
  const source = `
    const warnings = [];
    console.warn = (...words) => warnings.push(words.join(' '));
    const { checkOptions } = await import(${JSON.stringify(options)});
    const check = (accessToken) =>
      checkOptions({ sessionUrl: 'https://broker.example/', accessToken });
    ${task}
    postMessage(warnings);`;
  const url = URL.createObjectURL(
    new Blob([source], { type: 'text/javascript' }),
  );
  const worker = new Worker(url, { type: 'module' });
  return new Promise<string[]>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  }).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(url);
  });
};

describe('an access token that is text', () => {
  it('is warned about once where everybody can read it, and is not in the warning', async () => {
    const warnings = await warningsElsewhere(
      "check('s3cr3t'); check('s3cr3t'); check('other');",
    );
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('accessToken');
    expect(warnings[0]).not.to.contain('s3cr3t');
  });

  it('is not warned about when it is a function, or missing', async () => {
    expect(
      await warningsElsewhere("check(() => 's3cr3t'); check(undefined);"),
    ).to.deep.equal([]);
  });

  it('is not warned about on this machine', () => {
    const { warn } = console;
    const warnings: unknown[] = [];
    console.warn = (...words) => warnings.push(words);
    try {
      checkOptions({ sessionUrl, accessToken: 'abc' });
      checkOptions({ sessionUrl, accessToken: async () => 'abc' });
    } finally {
      console.warn = warn;
    }
    expect(warnings).to.deep.equal([]);
  });
});

/** The engine where there is no page: in a worker, with the local drive beside it. */
import { expect } from '@open-wc/testing';

const place = (file: string) =>
  JSON.stringify(new URL(`../../${file}`, import.meta.url).href);

describe('the engine in a worker', () => {
  it('uploads a file', async () => {
    const source = `
      const { UploadQueue } = await import(${place('src/engine/index.ts')});
      const { createDrive, pageFetch } = await import(${place('demo/drive/index.ts')});
      const drive = createDrive({ open: true, maxPartSize: 4 });
      const queue = new UploadQueue({ fetch: pageFetch(drive) });
      queue.add(new File(['ten bytes.'], 'a.txt'), {
        sessionUrl: 'http://localhost:8787/v1.0/sessions',
        resumeScope: 'none',
      });
      const { uploaded } = await queue.done();
      const [{ record }] = uploaded;
      postMessage([typeof document, record.name, record.size]);`;
    const url = URL.createObjectURL(
      new Blob([source], { type: 'text/javascript' }),
    );
    const worker = new Worker(url, { type: 'module' });
    try {
      const said = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message));
      });
      expect(said).to.deep.equal(['undefined', 'a', 10]);
    } finally {
      worker.terminate();
      URL.revokeObjectURL(url);
    }
  });
});

/**
 * The component for React in a page that a server has rendered: options of every kind, listeners, methods, and leaving.
 *
 * Knows: React only through the application that is built here as a page's author would build it.
 */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { build, type Rolldown } from 'vite';
import { startDrive } from '../../demo/drive/node.js';
import { complaintsOf } from './complaints.js';
import type { AppProps } from './react-app.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function rendered(props: AppProps): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--import', 'tsx', 'test/e2e/react-on-server.ts'],
      JSON.stringify(props),
    ],
    { cwd: root },
  );
  return stdout;
}

/** In development React compares what the server sent, and complains. */
async function script(): Promise<string> {
  const [output] = (await build({
    ...{ root, configFile: false, logLevel: 'warn', mode: 'development' },
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      ...{ write: false, minify: false },
      lib: { entry: 'test/e2e/react-in-page.ts', formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = output?.output ?? [];
  if (chunk === undefined) throw new Error('There is no script.');
  return chunk.code;
}

test('goes on with what a server rendered, follows its props, and leaves', async ({
  page,
}) => {
  const drive = await startDrive({ port: 0, open: true });
  const props: AppProps = {
    sessionUrl: `${drive.url}/v1.0/sessions`,
    listener: 'first',
    newName: 'renamed.txt',
    maxFiles: 2,
  };
  const [html, code] = await Promise.all([rendered(props), script()]);
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response
      .setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
      .end(
        isScript
          ? code
          : `<!doctype html><html lang="en"><meta charset="utf-8"><title>React</title>
             <div id="app" data-props='${JSON.stringify(props)}'>${html}</div>
             <script type="module" src="/page.js"></script>`,
      );
  });
  const complaints = complaintsOf(
    page,
    (message) => message.type() === 'error',
  );
  try {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    const uploader = page.locator('kommo-uploader');
    const choose = (name: string) =>
      uploader.locator('input[type=file]').setInputFiles({
        name,
        mimeType: 'text/plain',
        buffer: Buffer.from(name),
      });
    const heard = () => page.evaluate(() => window.heard);
    const show = (props?: AppProps) =>
      page.evaluate((props) => window.show(props), props);

    // A page without the script has the options already.
    expect(html).toContain('max-files="2"');
    expect(html).toContain('multiple=""');
    expect(html).not.toContain('with-preview');
    await expect.poll(heard).toContain('has kommo-uploader');

    // Functions are in no HTML: they came with React.
    await choose('a.txt');
    await expect.poll(heard).toContain('first: renamed');

    const { newName: _, ...changed } = { ...props, listener: 'second' };
    await show({ ...changed, maxFiles: 3 });
    await choose('b.txt');
    await expect.poll(heard).toContain('second: b');

    await show({ ...changed, maxFiles: 2 });
    await choose('c.txt');
    await expect.poll(heard).toContain('second: too-many-files');
    expect((await heard()).filter((text) => text.startsWith('first'))).toEqual([
      'first: renamed',
    ]);

    await show();
    await expect(uploader).toHaveCount(0);
    expect((await heard()).at(-1)).toBe('has none');
    expect(complaints).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
    await drive.close();
  }
});

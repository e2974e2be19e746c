/**
 * A plain form with the tag in it, and a server that gets what the browser posts.
 *
 * Knows: forms, and what a server can ask the drive about a uuid. The page has no script but the element's own; the
 * demo's server gives the sources.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright/test';
import {
  type FileRecord,
  type RunningDrive,
  startDrive,
} from '../../demo/drive/node.js';
import { Gate } from './gate.js';
import { test as base, expect, withoutHandles } from './journey.js';

type Post = readonly (readonly [name: string, value: string])[];

interface FormPage {
  readonly page: Page;
  readonly drive: RunningDrive;
  readonly gate: Gate;
  /** What was posted, each form as its entries. */
  readonly posts: Post[];
  /** Opens the form, encoded like this. */
  open(enctype?: string): Promise<void>;
  /** Chooses files as a person does. */
  choose(...names: string[]): Promise<void>;
  /** Waits until so many rows say that they are uploaded. */
  uploaded(count: number): Promise<void>;
  /** Presses the form's own button, and waits for the answer. */
  send(): Promise<void>;
}

const formAs = (enctype: string, sessionUrl: string): string => `<!doctype html>
<meta charset="utf-8">
<title>Application</title>
<script type="module" src="/src/index.ts"></script>
<form method="post" action="/applications" enctype="${enctype}">
  <label>Name <input name="applicant" value="Ann"></label>
  <label for="papers" id="label">Your papers</label>
  <kommo-uploader id="papers" name="papers" multiple required
    session-url="${sessionUrl}"></kommo-uploader>
  <button>Send</button>
</form>`;

/** The answer to a form, and the form itself, as a page that no browser may keep alive. */
const fresh = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
};

async function entriesOf(request: IncomingMessage): Promise<Post> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = new Response(Buffer.concat(chunks), {
    headers: { 'Content-Type': request.headers['content-type'] ?? '' },
  });
  return [...(await body.formData())].map(([name, value]) => [
    name,
    String(value),
  ]);
}

const test = base.extend<{ form: FormPage }>({
  form: async ({ page, demo }, use) => {
    await withoutHandles(page);
    const drive = await startDrive({ port: 0, open: true });
    const gate = new Gate(drive.drive);
    const posts: Post[] = [];
    const server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (request.method === 'POST') {
        posts.push(await entriesOf(request));
        response.writeHead(303, { Location: '/thanks' }).end();
      } else if (url.pathname === '/thanks') {
        response.writeHead(200, fresh).end('<title>Thanks</title><p>Thanks.');
      } else if (url.pathname === '/form') {
        const enctype = url.searchParams.get('enctype') ?? '';
        const sessionUrl = `${drive.url}/v1.0/sessions`;
        response.writeHead(200, fresh).end(formAs(enctype, sessionUrl));
      } else {
        const source = await fetch(new URL(request.url ?? '/', demo.url));
        const type = source.headers.get('content-type') ?? 'text/plain';
        response
          .writeHead(source.status, { 'Content-Type': type })
          .end(Buffer.from(await source.arrayBuffer()));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    await use({
      page,
      drive,
      gate,
      posts,
      open: async (enctype = 'application/x-www-form-urlencoded') => {
        const query = `enctype=${encodeURIComponent(enctype)}`;
        await page.goto(`http://localhost:${port}/form?${query}`);
        await browse(page).waitFor();
      },
      choose: async (...names) => {
        const choosing = page.waitForEvent('filechooser');
        await browse(page).click();
        const files = names.map((name) => ({
          name,
          mimeType: 'text/plain',
          buffer: Buffer.from(`what ${name} has to say`),
        }));
        await (await choosing).setFiles(files);
      },
      uploaded: (count) =>
        expect(rows(page).filter({ hasText: 'Uploaded' })).toHaveCount(count),
      send: async () => {
        await page.getByRole('button', { name: 'Send' }).click();
        await expect(page).toHaveTitle('Thanks');
      },
    });
    gate.remove();
    await page.close();
    server.closeAllConnections();
    server.close();
    await drive.close();
  },
});

const browse = (page: Page) =>
  page.getByRole('button', { name: 'Choose files' });

const rows = (page: Page) =>
  page.locator('kommo-uploader').getByRole('listitem');

/** What is posted under the name of the uploader. */
const papersIn = (post: Post | undefined): string[] =>
  (post ?? []).filter(([name]) => name === 'papers').map(([, value]) => value);

/** As a server would, that believes no form. */
async function askDrive(drive: RunningDrive, uuid: string): Promise<Response> {
  return fetch(`${drive.url}/v1.0/files/${encodeURIComponent(uuid)}`, {
    headers: { Authorization: `Bearer ${drive.token}` },
  });
}

for (const enctype of [
  'application/x-www-form-urlencoded',
  'multipart/form-data',
])
  test(`a form as ${enctype} posts the uuids of the drive’s records`, async ({
    form,
  }) => {
    const { drive, posts } = form;
    await form.open(enctype);
    await form.choose('passport.txt', 'diploma.txt');
    await form.uploaded(2);
    await form.send();
    expect(posts.length).toBe(1);
    expect(posts[0]?.map(([name]) => name)).toEqual([
      'applicant',
      'papers',
      'papers',
    ]);
    const records: FileRecord[] = [];
    for (const uuid of papersIn(posts[0])) {
      const answer = await askDrive(drive, uuid);
      expect(answer.status).toBe(200);
      records.push((await answer.json()) as FileRecord);
    }
    expect(records.map(({ name }) => name)).toEqual(['passport', 'diploma']);
    expect((await drive.drive.files()).length).toBe(2);
    expect((await askDrive(drive, crypto.randomUUID())).status).toBe(404);
  });

test('a form cannot be sent while something is uploading, or where nothing is', async ({
  form,
}) => {
  const { page, gate, posts } = form;
  await form.open();
  const send = page.getByRole('button', { name: 'Send' });
  const papers = page.locator('kommo-uploader');
  const says = () =>
    papers.evaluate(
      (element) => (element as HTMLInputElement).validationMessage,
    );
  await send.click();
  await expect(browse(page)).toBeFocused();
  expect(await says()).toBe('Add at least one file.');
  gate.close('parts');
  await form.choose('passport.txt', 'diploma.txt');
  await expect.poll(() => gate.waiting).toBe(2);
  await send.click();
  await expect(browse(page)).toBeFocused();
  expect(await says()).toBe('2 files are still uploading.');
  // A person can also send a form with a key.
  await page.getByLabel('Name').press('Enter');
  await expect(browse(page)).toBeFocused();
  expect(page.url()).toContain('/form');
  expect(posts).toEqual([]);
  gate.open();
  await form.uploaded(2);
  await form.send();
  expect(papersIn(posts[0]).length).toBe(2);
});

test('back and forward bring the rows back, and the form posts the same again', async ({
  form,
}) => {
  const { page, drive, posts } = form;
  await form.open();
  await form.choose('passport.txt', 'diploma.txt');
  await form.uploaded(2);
  const link = rows(page).first().locator('a');
  const href = (await link.getAttribute('href')) ?? '';
  await page.evaluate(() => Object.assign(window, { isTheSamePage: true }));
  await form.send();

  await page.goBack();
  await form.uploaded(2);
  expect(await page.evaluate(() => 'isTheSamePage' in window)).toBe(false);
  // The whole record is back: its link, and what the row says of it.
  await expect(link).toHaveAttribute('href', href);
  await expect(link).toContainText('passport');
  await page.goForward();
  await expect(page).toHaveTitle('Thanks');
  await page.goBack();
  await form.uploaded(2);
  await form.choose('certificate.txt');
  await form.uploaded(3);
  await form.send();
  const [before, after] = [posts[0], posts.at(-1)].map(papersIn);
  expect(after?.slice(0, 2)).toEqual(before);
  expect(after?.length).toBe(3);
  expect((await drive.drive.files()).length).toBe(3);
});

test('the form’s reset empties the list, and what is on its way is given up', async ({
  form,
}) => {
  const { page, gate } = form;
  await form.open();
  await form.choose('passport.txt');
  await form.uploaded(1);
  gate.close('parts');
  await form.choose('diploma.txt');
  await expect.poll(() => gate.waiting).toBe(1);
  await page
    .locator('form')
    .evaluate((one) => (one as HTMLFormElement).reset());
  await expect(rows(page)).toHaveCount(0);
  await expect.poll(() => gate.waiting).toBe(0);
});

test('its label names it and focuses it, and Enter in it opens the picker instead of sending', async ({
  form,
}) => {
  const { page, posts } = form;
  await form.open();
  await page.locator('#label').click();
  await expect(browse(page)).toBeFocused();
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  const named = nodes
    .filter(({ ignored, role }) => !ignored && role?.value === 'group')
    .map(({ name }) => name?.value);
  expect(named).toEqual(['Your papers']);
  await page.locator('kommo-uploader').evaluate((element) => {
    element.shadowRoot
      ?.querySelector('input')
      ?.addEventListener('click', (event) => {
        event.preventDefault();
        document.title = 'The picker opens.';
      });
  });
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('The picker opens.');
  expect(posts).toEqual([]);
  expect(page.url()).toContain('/form');
});

test('text in it can be selected, and a click on it moves nothing', async ({
  form,
}) => {
  const { page } = form;
  await form.open();
  const names = Array.from({ length: 30 }, (_, at) => `paper ${at + 1}.txt`);
  await form.choose(...names);
  await form.uploaded(30);
  await page.getByLabel('Name').focus();
  const status = rows(page).last().locator('[part=status]');
  await status.scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => scrollY);
  expect(scrolled).toBeGreaterThan(0);
  const box = await status.boundingBox();
  if (!box) throw new Error('The row says nothing.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 1, y);
  await page.mouse.down();
  await page.mouse.move(box.x + 30, y, { steps: 4 });
  await page.mouse.move(box.x + 60, y, { steps: 4 });
  await page.mouse.up();
  expect(await page.evaluate(() => String(getSelection()))).toContain('Uplo');
  await expect(browse(page)).not.toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(scrolled);
});

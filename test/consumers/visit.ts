/**
 * A person with one picture in an app's page: opens it, chooses the file in the browser's dialog, sees it small, and reads
 * that it is uploaded.
 *
 * Knows Playwright, and what the pages of all apps have: one `<kommo-uploader>`, and a list `#uploaded` with a line for
 * each event that the app was told of.
 */
import type { Browser, Page } from 'playwright';
import { withoutHandles } from '../e2e/journey.js';

export interface Visit {
  readonly url: string;
  /** What is pressed to choose a file. */
  readonly button: string;
  /** What is chosen: its path, and what it is called. */
  readonly file: string;
  readonly name: string;
  /** Whether React goes on with what a server has rendered. */
  readonly isRendered: boolean;
}

/** A server that compiles when it is asked takes its time, and so does a machine with other things to do. */
const PATIENCE = 120_000;

/** Lit's development build, which development servers take, says so. */
const harmless = /^Lit is in dev mode/;

/** The uuid that the app shows of the uploaded file. Throws where anything is wrong, or the console complains. */
export async function visit(browser: Browser, given: Visit): Promise<string> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const isBad = ['error', 'warning'].includes(message.type());
    // Each browser asks for an icon, and no app has one.
    const isOfIcon = message.location().url.endsWith('/favicon.ico');
    if (isBad && !isOfIcon && !harmless.test(message.text()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  try {
    const uuid = await upload(page, given);
    if (complaints.length === 0) return uuid;
    throw new Error('The page complains:');
  } catch (error) {
    // What the page said tells more than that a line did not come.
    throw new Error([(error as Error).message, ...complaints].join('\n  '));
  } finally {
    await page.close();
  }
}

async function upload(
  page: Page,
  { url, button, file, name, isRendered }: Visit,
): Promise<string> {
  await withoutHandles(page);
  await page.goto(url);
  const uploader = page.locator('kommo-uploader');
  if (isRendered) await page.waitForFunction(isHydrated);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    uploader.getByRole('button', { name: button, exact: true }).click(),
  ]);
  await chooser.setFiles(file);
  const lines = page.locator('#uploaded li');
  await lines.first().waitFor();
  // The element loads what makes it when it is needed: each bundler has to have kept it apart.
  await uploader.locator('[part~="thumbnail"] canvas').waitFor();
  // The element says it is over, so that no second line is still to come.
  await page.waitForFunction(isIdle);
  const texts = await lines.allTextContents();
  const [, uuid] = /^(?:.+): ([\w-]{36})$/.exec(texts.join('\n').trim()) ?? [];
  if (texts.length !== 1 || uuid === undefined || !texts[0]?.includes(name))
    throw new Error(
      `Not one line of ${name} and its uuid, but: ${texts.join(' | ')}`,
    );
  return uuid;
}

/** React keeps its props at each element that it has taken over. Before, nobody listens yet. */
const isHydrated = (): boolean =>
  Object.keys(document.querySelector('kommo-uploader') ?? {}).some((key) =>
    key.startsWith('__reactProps'),
  );

const isIdle = (): boolean => {
  const { uploads } = document.querySelector('kommo-uploader') as Element & {
    uploads: readonly { status: string }[];
  };
  return uploads.every(({ status }) => status === 'uploaded');
};

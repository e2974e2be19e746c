/**
 * What a page complains of while a journey goes on: what is thrown in it, and what its console says.
 *
 * Knows: Playwright's two events. Does not know: what a journey lets pass.
 */
import type { ConsoleMessage, Page } from 'playwright/test';

const isTrouble = (message: ConsoleMessage): boolean =>
  message.type() === 'error' || message.type() === 'warning';

/** In order, and growing. Of the console what `counts`: errors and warnings, unless said otherwise. */
export function complaintsOf(page: Page, counts = isTrouble): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (counts(message)) complaints.push(message.text());
  });
  return complaints;
}

/** What the element itself says there. */
export const isOfTheElement = (message: ConsoleMessage): boolean =>
  message.text().startsWith('kommo-uploader');

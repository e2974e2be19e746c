/** The order in which a browser is looked for, on machines made up for it. Starts and installs none. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  aptHasChromium,
  BrowserMissing,
  candidates,
  findBrowser,
  type Machine,
} from '../helpers/browser.js';

function machine(changes: Partial<Machine>, ...browsers: string[]): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    playwrightPath: '/cache/playwright/chrome',
    runs: (path) => browsers.includes(path),
    ...changes,
  };
}

describe('the browser that the tests use', () => {
  it('is the one that CHROME_PATH names, before any other', () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '/opt/mine' };
    const found = findBrowser(
      machine({ env }, '/opt/mine', '/usr/bin/chromium'),
    );
    assert.equal(found, '/opt/mine');
  });

  it('is never another than the one that CHROME_PATH names', () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '/opt/gone' };
    assert.throws(
      () => findBrowser(machine({ env }, '/usr/bin/chromium')),
      (error) =>
        error instanceof BrowserMissing && /"\/opt\/gone"/.test(error.message),
    );
  });

  it('is looked for by name before the order of PATH matters', () => {
    const found = findBrowser(
      machine({}, '/usr/local/bin/google-chrome', '/usr/bin/chromium'),
    );
    assert.equal(found, '/usr/bin/chromium');
  });

  it('may be any of five programs on PATH, the one Playwright keeps comes last', () => {
    assert.deepEqual(candidates(machine({ env: { PATH: '/bin' } })), [
      '/bin/chromium',
      '/bin/chromium-browser',
      '/bin/google-chrome',
      '/bin/google-chrome-stable',
      '/bin/microsoft-edge',
      '/cache/playwright/chrome',
    ]);
  });

  it('is passed over where it does not start, as the stub that Ubuntu has', () => {
    const runs = (path: string) => path === '/cache/playwright/chrome';
    assert.equal(findBrowser(machine({ runs })), '/cache/playwright/chrome');
  });

  it('is found in the usual places of macOS', () => {
    const edge =
      '/Users/ann/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
    const chrome =
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    const mac = { platform: 'darwin', env: { HOME: '/Users/ann' } } as const;
    assert.equal(findBrowser(machine(mac, edge)), edge);
    assert.equal(findBrowser(machine(mac, edge, chrome)), chrome);
  });

  it('is found in the usual places of Windows', () => {
    const edge =
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const env = {
      ProgramFiles: 'C:\\Program Files',
      'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    };
    assert.equal(findBrowser(machine({ platform: 'win32', env }, edge)), edge);
  });

  it('is missing where there is none', () => {
    assert.equal(findBrowser(machine({})), undefined);
  });
});

describe("the system's own package of Chromium", () => {
  it('is taken on Debian and on what is made from it', () => {
    assert.equal(aptHasChromium('NAME="Debian"\nID=debian\n'), true);
    assert.equal(aptHasChromium('ID=mint\nID_LIKE="ubuntu debian"\n'), true);
  });

  it('is not taken on Ubuntu, where it is a snap, nor where there is no apt', () => {
    assert.equal(aptHasChromium('ID=ubuntu\nID_LIKE=debian\n'), false);
    assert.equal(aptHasChromium('ID="alpine"\n'), false);
  });
});

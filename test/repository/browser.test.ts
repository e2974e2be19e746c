/** The order in which a browser is looked for, on machines made up for it. Starts and installs none. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ChromiumMachine,
  candidates,
  findBrowser,
} from '../helpers/browser.js';
import { findFirefox, firefoxCandidates } from '../helpers/firefox.js';
import { aptHasBrowsers, BrowserMissing } from '../helpers/machine.js';
import { findWebKit } from '../helpers/webkit.js';

function machine(
  changes: Partial<ChromiumMachine>,
  ...browsers: string[]
): ChromiumMachine {
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

describe('the Firefox that the tests use', () => {
  const bothThere = ['/usr/bin/firefox', '/usr/bin/firefox-esr'];

  it('is the one that FIREFOX_PATH names, and never another', () => {
    const env = { PATH: '/usr/bin', FIREFOX_PATH: '/opt/mine' };
    assert.equal(
      findFirefox(machine({ env }, '/opt/mine', ...bothThere)),
      '/opt/mine',
    );
    assert.throws(
      () => findFirefox(machine({ env }, ...bothThere)),
      (error) =>
        error instanceof BrowserMissing &&
        /^FIREFOX_PATH .*"\/opt\/mine"/.test(error.message),
    );
  });

  it('does not care which Chromium was chosen', () => {
    const env = { PATH: '/usr/bin', CHROME_PATH: '/opt/gone' };
    assert.equal(
      findFirefox(machine({ env }, '/usr/bin/firefox')),
      '/usr/bin/firefox',
    );
  });

  it('is the one with long support where there are two', () => {
    assert.equal(findFirefox(machine({}, ...bothThere)), bothThere[1]);
  });

  it('may be on PATH, or where the package and the archive put it', () => {
    assert.deepEqual(firefoxCandidates(machine({ env: { PATH: '/bin' } })), [
      '/bin/firefox-esr',
      '/bin/firefox',
      '/usr/lib/firefox-esr/firefox-esr',
      '/opt/firefox/firefox',
    ]);
  });

  it('is found in the usual places of macOS and Windows', () => {
    const onMac = '/Applications/Firefox.app/Contents/MacOS/firefox';
    const mac = { platform: 'darwin', env: { HOME: '/Users/ann' } } as const;
    assert.equal(findFirefox(machine(mac, onMac)), onMac);
    const onWindows = 'C:\\Program Files\\Mozilla Firefox\\firefox.exe';
    const env = { ProgramFiles: 'C:\\Program Files' };
    assert.equal(
      findFirefox(machine({ platform: 'win32', env }, onWindows)),
      onWindows,
    );
  });

  it('is missing where there is none, and that is no error', () => {
    assert.equal(findFirefox(machine({})), undefined);
  });
});

describe('the WebKit that the tests use', () => {
  const driver = '/usr/bin/WebKitWebDriver';
  const display = '/usr/bin/Xvfb';

  it('is a driver with a display that nobody has to see', () => {
    assert.deepEqual(findWebKit(machine({}, driver, display)), {
      driver,
      display,
    });
  });

  it('is shown to the person at the keyboard where there is no other display', () => {
    for (const name of ['DISPLAY', 'WAYLAND_DISPLAY']) {
      const env = { PATH: '/usr/bin', [name]: 'one' };
      assert.deepEqual(findWebKit(machine({ env }, driver)), {
        driver,
        display: undefined,
      });
    }
  });

  it('is missing where either is, and that is no error', () => {
    assert.equal(findWebKit(machine({}, driver)), undefined);
    assert.equal(findWebKit(machine({}, display)), undefined);
  });

  it('is the one that WEBKIT_DRIVER_PATH names, and never another', () => {
    const env = { PATH: '/usr/bin', WEBKIT_DRIVER_PATH: '/opt/mine' };
    assert.equal(
      findWebKit(machine({ env }, '/opt/mine', driver, display))?.driver,
      '/opt/mine',
    );
    assert.throws(
      () => findWebKit(machine({ env }, driver, display)),
      (error) =>
        error instanceof BrowserMissing &&
        /^WEBKIT_DRIVER_PATH .*"\/opt\/mine"/.test(error.message),
    );
  });
});

describe("the system's own packages of browsers", () => {
  it('are taken on Debian and on what is made from it', () => {
    assert.equal(aptHasBrowsers('NAME="Debian"\nID=debian\n'), true);
    assert.equal(aptHasBrowsers('ID=mint\nID_LIKE="ubuntu debian"\n'), true);
  });

  it('are not taken on Ubuntu, where they are snaps, nor where there is no apt', () => {
    assert.equal(aptHasBrowsers('ID=ubuntu\nID_LIKE=debian\n'), false);
    assert.equal(aptHasBrowsers('ID="alpine"\n'), false);
  });
});

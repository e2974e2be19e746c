/**
 * How the tests of the engine and of the element run in a real browser.
 * Works from `npm test` and by itself: `npx web-test-runner --config test/web-test-runner.config.mjs --files test/engine/x.test.ts`.
 * BROWSERS names those to run in, with a comma between: all of them unless it is set.
 * Node runs this file as it is, so it may use no TypeScript of its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import { tsImport } from 'tsx/esm/api';

const root = fileURLToPath(new URL('..', import.meta.url));
const helper = (file) => tsImport(file, import.meta.url);
const { BrowserMissing } = await helper('./helpers/machine.ts');
const { ensureBrowser, launchOptions } = await helper('./helpers/browser.ts');
const { ensureFirefox, firefoxOptions } = await helper('./helpers/firefox.ts');
const { ensureWebKit, webKitCapabilities } = await helper(
  './helpers/webkit.ts',
);
const { diskFiles } = await helper('./helpers/disk-files.ts');

/** Names and reasons of the browsers that are not here: `test/run.ts` lists them as skipped. */
const missing = [];

/** So many test files go through one WebKit: a start takes about a second. */
const filesPerWebKit = 10;

/**
 * Each gives its launcher, or `undefined` where it cannot be had. Another browser is another entry here; its name goes
 * before the name of each of its tests.
 */
const launchers = {
  chromium: () =>
    playwrightLauncher({
      product: 'chromium',
      launchOptions: launchOptions(ensureBrowser()),
    }),
  firefox: async () => {
    const found = await ensureFirefox();
    if ('path' in found)
      return playwrightLauncher({
        product: 'firefox',
        launchOptions: firefoxOptions(found.path),
      });
    return without('Firefox', found.missing);
  },
  webkit: async () => {
    const found = await ensureWebKit();
    if ('missing' in found) return without('WebKit', found.missing);
    const options = {
      hostname: '127.0.0.1',
      port: 0,
      path: '/',
      capabilities: webKitCapabilities,
      // Nothing is asked twice: a driver that does not answer soon never will.
      connectionRetryCount: 0,
      connectionRetryTimeout: 30_000,
    };
    const launcher = webdriverLauncher(options);
    // One file at a time is in a page of its own; several would be in frames of one page.
    launcher.concurrency = 1;
    const { initialize } = launcher;
    launcher.initialize = async (config) => {
      await initialize.call(launcher, { ...config, concurrency: 1 });
      launcher.name = 'WebKit';
    };
    let driver;
    // Not asked to close, which it does not always get done.
    launcher.stop = async () => {
      clearInterval(launcher.pendingHeartbeat);
      launcher.driver = undefined;
      launcher.driverManager = undefined;
      launcher.__managerPromise = undefined;
      driver?.end();
      driver = undefined;
    };
    // The launcher itself does not wait until a page is open, and one browser that is lost would then end all three.
    const open = async (id, url) => {
      if (driver === undefined) {
        driver = await found.start();
        options.port = driver.port;
      }
      await launcher.ensureManagerInitialized();
      await launcher.driverManager.startSession(id, url);
    };
    let files = 0;
    launcher.startSession = async (id, url) => {
      // All files go through one window of one browser, which grows slow or is lost in a long run.
      if (files % filesPerWebKit === 0) await launcher.stop();
      files += 1;
      try {
        await open(id, url);
      } catch (error) {
        console.log(`A new WebKit after: ${String(error)}`);
        await launcher.stop();
        await open(id, url);
      }
    };
    return launcher;
  },
};

/** The run goes on without this one, and says so at its end. */
function without(name, why) {
  missing.push(`${name}: ${why}`);
  console.log(`\nSkipped: ${missing.at(-1)}\n`);
  return undefined;
}

async function launchersOf(asked) {
  const found = [];
  for (const name of asked) {
    if (!(name in launchers)) {
      console.error(
        `No browser "${name}": there are ${Object.keys(launchers).join(', ')}.`,
      );
      process.exit(1);
    }
    try {
      const launcher = await launchers[name]();
      if (launcher) found.push(launcher);
    } catch (error) {
      if (!(error instanceof BrowserMissing)) throw error;
      console.error(error.message);
      process.exit(1);
    }
  }
  return found;
}

const browsers = await launchersOf(
  process.env.BROWSERS?.split(',') ?? Object.keys(launchers),
);

if (browsers.length === 0) {
  console.error('There is no browser to run the tests in.');
  process.exit(1);
}

function writeResults(results) {
  const folder = path.join(root, 'test/.results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'browser.json'),
    JSON.stringify({ missing, ...results }, null, 2),
  );
}

// The runner ends at once on this one, without a report. Why is often printed too early to be among the lines that are kept.
process.on('uncaughtException', (error) =>
  writeResults({ sessions: [], crashed: String(error?.stack ?? error) }),
);

/** Writes what ran to `test/.results/browser.json`, where `test/run.ts` counts it. */
function resultsReporter() {
  return {
    stop({ sessions }) {
      const results = sessions.map((session) => ({
        browser: session.browser.name,
        file: path.relative(root, session.testFile),
        passed: session.passed === true,
        errors: session.errors.map(({ message }) => message),
        results: session.testResults,
      }));
      writeResults({ sessions: results });
    },
  };
}

export default {
  rootDir: root,
  files: ['test/engine/**/*.test.ts', 'test/element/**/*.test.ts'],
  browsers,
  // All browsers side by side, each with one file at a time on two cores: one after another takes a quarter longer.
  concurrentBrowsers: browsers.length,
  // Lit's development build warns about mistakes that its production build passes over.
  nodeResolve: { exportConditions: ['development'] },
  plugins: [
    diskFiles(),
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      // Lit's decorators need this project's compiler options.
      tsconfig: path.join(root, 'tsconfig.json'),
    }),
  ],
  // Some tests wait for seconds of real time, and a machine with two cores may have much else to do.
  testFramework: { config: { ui: 'bdd', timeout: 15_000 } },
  testsFinishTimeout: 240_000,
  // A browser that does not open a page is started anew meanwhile.
  browserStartTimeout: 120_000,
  filterBrowserLogs: ({ args }) =>
    !String(args[0]).includes('Lit is in dev mode'),
  reporters: [defaultReporter(), resultsReporter()],
};

/**
 * `npm start`: the command line around `startDemo` and `startKommo`.
 *
 * Knows: arguments, what to print and when to end. A wrong argument is told in a sentence.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { AccessTokens, startKommo } from './kommo.js';
import { PortTaken, startDemo } from './serve.js';

const help = `The demo of <kommo-uploader>, a local drive that it uploads to, and a stand-in for the CRM with the widget.

npm start -- [options]
  --port N         of the page (5173, or a free one)
  --drive-port N   of the drive (8787, or a free one)
  --crm-port N     of the CRM stand-in (5174, or a free one)
  --broker-port N  of its broker (8788, or a free one)
  --data DIR       where the drive keeps everything (.drive)
  --help`;

const flags = {
  page: '--port',
  drive: '--drive-port',
  crm: '--crm-port',
  broker: '--broker-port',
} as const satisfies Record<PortTaken['what'], string>;

class ArgumentError extends Error {}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const isArgument =
    error instanceof ArgumentError || code.startsWith('ERR_PARSE_ARGS_');
  if (error instanceof PortTaken) {
    console.error(
      `${error.message} Give another one with ${flags[error.what]}.`,
    );
  } else if (isArgument) {
    console.error(`${(error as Error).message}\nSee npm start -- --help.`);
  } else {
    console.error(error);
  }
  process.exit(isArgument ? 2 : 1);
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      'drive-port': { type: 'string' },
      'crm-port': { type: 'string' },
      'broker-port': { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const port = portOf('--port', values.port);
  const drivePort = portOf('--drive-port', values['drive-port']);
  const crmPort = portOf('--crm-port', values['crm-port']);
  const brokerPort = portOf('--broker-port', values['broker-port']);
  // Before anything runs: Ctrl-C must not leave half of it behind.
  let stop: (() => Promise<void>) | undefined;
  let stoppingSince: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      const now = performance.now();
      if (stop && stoppingSince === undefined) {
        stoppingSince = now;
        void stop();
      } else if (now - (stoppingSince ?? 0) > 500) {
        // Somebody does not want to wait. One Ctrl-C can come twice, though: from the terminal and through npm.
        process.exit(1);
      }
    });
  const accessTokens = new AccessTokens();
  const demo = await startDemo({
    port,
    drivePort,
    data: values.data,
    watch: true,
    welcome: accessTokens.isGiven,
  });
  const kommo = await startKommo({
    drive: demo.drive,
    accessTokens,
    port: crmPort,
    brokerPort,
  });
  stop = async () => {
    await kommo.close();
    await demo.close();
    console.log('Stopped.');
    process.exit(0);
  };
  const { drive } = demo;
  if (port === undefined && new URL(demo.url).port !== '5173')
    console.log('Port 5173 is taken, so the page has another one.');
  if (drivePort === undefined && drive.port !== 8787)
    console.log('Port 8787 is taken, so the drive has another one.');
  const data = path.relative('', demo.data) || '.';
  console.log(
    `Open ${demo.url} (the drive is ${drive.url}, its data in ${data}; Ctrl-C ends all)`,
  );
  console.log(
    `Or ${kommo.url} for a CRM with the widget on its cards (its broker is ${kommo.broker})`,
  );
}

function portOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535))
    throw new ArgumentError(`${flag} must be a number from 0 to 65535.`);
  return port;
}

/**
 * The demo's page: gives the uploader its drive, and brings the panels and its events together.
 *
 * Knows: who is told what. Each panel knows its own matter; how servers come to be is in `start.ts`, which this page
 * never imports.
 */
import '../src/index.js';
import { DriveClient } from './drive-client.js';
import { EventLog } from './event-log.js';
import { startOptions, tagOf } from './options-panel.js';
import { startSettings } from './page-settings.js';
import { connect, findPlace } from './place.js';
import { RecordPanel } from './record-panel.js';
import { startSearch } from './site/search.js';
import { showSnippets } from './snippets.js';
import { StoredPanel } from './stored-panel.js';
import { TroublePanel } from './trouble-panel.js';
import { type EventName, eventNames, happeningOf } from './uploader-events.js';

const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
};

const uploader = document.querySelector('kommo-uploader');
if (!uploader) throw new Error('The page has no uploader.');

const place = findPlace();
connect(uploader, place);
if (place.isHere)
  byId('where').textContent =
    'Here it talks to a drive inside this very page: nothing leaves your browser, and nothing stays.';

startSearch(byId('search'));
startSettings(byId('settings'), { direction: true });
const showCode = () => showSnippets(byId('snippets'), tagOf(uploader));
startOptions(byId('options'), uploader, showCode);
showCode();

const log = new EventLog(byId('event-log'), byId('event-tools'));
const record = new RecordPanel(byId('record'), byId('record-tools'));
const listen = <N extends EventName>(name: N) =>
  uploader.addEventListener(name, (event) =>
    log.add(happeningOf(name, event), event.upload?.id ?? ''),
  );
for (const name of eventNames) listen(name);

let stored: StoredPanel | undefined;
uploader.addEventListener('uploaded', ({ detail, upload }) => {
  record.show(detail, upload.name);
  stored?.readSoon();
});

await place.ready;
const drive = new DriveClient(place);
stored = new StoredPanel(byId('stored-list'), byId('stored-tools'), drive);
new TroublePanel(byId('trouble-panel'), byId('trouble-tools'), drive, () =>
  stored?.readSoon(),
);

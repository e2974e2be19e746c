/**
 * The demo's page: gives the uploader its drive, and brings the panels and its events together.
 *
 * Knows who is told what. Each panel knows its own matter; how servers come to be is in `start.ts`, which this page never
 * imports.
 */
import '../src/index.js';
import { DriveClient } from './drive-client.js';
import { EventLog } from './event-log.js';
import { startOptions, tagOf } from './options-panel.js';
import { startSettings } from './page-settings.js';
import { readPlace } from './place.js';
import { RecordPanel } from './record-panel.js';
import { showSnippets } from './snippets.js';
import { StoredPanel } from './stored-panel.js';
import { TroublePanel } from './trouble-panel.js';
import { type EventName, eventNames, happeningOf } from './uploader-events.js';

const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
};

const place = readPlace();
const uploader = document.querySelector('kommo-uploader');
if (!uploader) throw new Error('The page has no uploader.');

if (place) {
  uploader.setAttribute('session-url', `${place.url}/v1.0/sessions`);
  uploader.accessToken = () => place.token;
} else {
  byId('notice').textContent =
    'This page knows no drive. Start it with “npm start”.';
}

startSettings(byId('settings'));
const showCode = () => showSnippets(byId('snippets'), tagOf(uploader));
startOptions(byId('options'), uploader, showCode);
showCode();

const log = new EventLog(byId('event-log'), byId('event-tools'));
const record = new RecordPanel(byId('record'), byId('record-tools'));
const drive = place && new DriveClient(place);
const stored =
  drive && new StoredPanel(byId('stored-list'), byId('stored-tools'), drive);
if (drive)
  new TroublePanel(byId('trouble-panel'), byId('trouble-tools'), drive, () =>
    stored?.readSoon(),
  );

const listen = <N extends EventName>(name: N) =>
  uploader.addEventListener(name, (event) =>
    log.add(happeningOf(name, event), event.upload?.id ?? ''),
  );
for (const name of eventNames) listen(name);

uploader.addEventListener('uploaded', ({ detail, upload }) => {
  record.show(detail, upload.name);
  stored?.readSoon();
});

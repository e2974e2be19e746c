/** Links to a card as a page and a person see them: events, words and buttons. */

import { expect } from '@open-wc/testing';
import type { KommoUploader } from '../../src/element/index.js';
import { Cards } from '../helpers/cards.js';
import {
  all,
  answerAt,
  button,
  fileOf,
  only,
  reaches,
  type Stage,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);

const CRM = 'https://links.kommo.com';
const LEAD = '/api/v4/leads/5/files';

const withCards = async (): Promise<Stage & { cards: Cards }> => {
  const cards = new Cards();
  answerAt(
    CRM,
    cards.before(() => Promise.reject(new TypeError('Failed to fetch'))),
  );
  return { ...(await stage({ 'link-url': CRM + LEAD, multiple: '' })), cards };
};

const labels = (element: KommoUploader) =>
  all(element, '[part=row] button').map(
    (each) => each.getAttribute('aria-label') ?? each.textContent?.trim(),
  );

describe('a file for a card', () => {
  it('is announced, then linked, and then nothing is left to do', async () => {
    const { element, log, events } = await withCards();
    const upload = only(element.addFiles([fileOf('a.txt')]));
    await reaches(upload, 'linking');
    await element.updateComplete;
    expect(textOf(element, '[part=row]')).to.contain('Adding it to the card');
    expect(labels(element)).to.deep.equal(['Cancel a.txt']);
    await element.done();
    expect(log.slice(-3)).to.deep.equal([
      'uploaded a.txt',
      'linked a.txt',
      'uploads-idle',
    ]);
    const linked = events.find(({ type }) => type === 'linked');
    expect(linked?.detail).to.deep.equal({ entity: { type: 'leads', id: 5 } });
    expect(element.records.length).to.equal(1);
    await until(() => textOf(element, '[part=row]').includes('On the card'));
    expect(labels(element)).to.deep.equal(['Remove a.txt from the list']);
  });

  it('that the card does not take says so, tells why, and can be linked again', async () => {
    const { element, log, cards } = await withCards();
    cards.faults.push(404);
    element.addFiles([fileOf('a.txt')]);
    await element.done();
    expect(log.slice(-3)).to.deep.equal([
      'uploaded a.txt',
      'link-error a.txt link-refused',
      'uploads-idle',
    ]);
    await until(() => all(element, '[data-status=unlinked]').length === 1);
    expect(textOf(element, '[part=row]')).to.contain(
      'Uploaded, but not on the card.',
    );
    expect(textOf(element, '.why')).to.contain('the card did not take it');
    expect(textOf(element, '.why')).to.contain('No: 404');
    button(element, 'Add a.txt to the card again').click();
    await element.done();
    expect(log.slice(-2)).to.deep.equal(['linked a.txt', 'uploads-idle']);
  });

  it('goes to the card that was shown when it was added', async () => {
    const { element, cards } = await withCards();
    element.addFiles([fileOf('a.txt')]);
    element.linkUrl = `${CRM}/api/v4/leads/6/files`;
    element.addFiles([fileOf('b.txt')]);
    element.addFiles([fileOf('c.txt')], {
      linkUrl: `${CRM}/api/v4/companies/7/files`,
    });
    await element.done();
    for (const path of ['leads/5', 'leads/6', 'companies/7'])
      expect(cards.filesOf(`/api/v4/${path}/files`).length, path).to.equal(1);
  });

  it('with an address that cannot be read is a wrong option', async () => {
    const { element, log } = await stage({ 'link-url': 'nowhere://5' });
    await until(() => log.includes('upload-error bad-option'));
    await until(() => textOf(element).includes('link-url'));
  });
});

describe('a file for a card that was never saved', () => {
  it('says that it waits for the card, and goes to where it was dropped', async () => {
    const { element, cards } = await withCards();
    let save: (linkUrl: string) => void = () => {};
    element.linkUrl = new Promise<string>((resolve) => {
      save = resolve;
    });
    const upload = only(element.addFiles([fileOf('a.txt')]));
    element.linkUrl = `${CRM}/api/v4/leads/6/files`;
    await until(() => upload.waitingFor === 'card');
    await element.updateComplete;
    expect(textOf(element, '[part=row]')).to.contain(
      'Starts when the card is saved.',
    );
    expect(labels(element)).to.deep.equal(['Cancel a.txt']);
    save(CRM + LEAD);
    await element.done();
    expect(cards.filesOf(LEAD)).to.deep.equal([upload.record?.uuid]);
    expect(cards.filesOf('/api/v4/leads/6/files')).to.deep.equal([]);
  });
});

/**
 * What is pasted into the console of a CRM page: the questions that only a page of the CRM can ask.
 *
 * Knows: a page's `fetch` and cookies. It is text, because it runs elsewhere: nothing here runs it. What it prints has
 * statuses and no address; what it uploads it deletes.
 */
export const snippet = `(async () => {
  const token = (prompt('Access token, or nothing to ask with this page\\'s cookies only:') ?? '').trim();
  const bearer = token ? { Authorization: 'Bearer ' + token } : {};
  const seen = { format: 'kommo-page-answers', version: 1, origin: location.origin, withToken: token !== '' };
  // A status where the page may read the answer, and 'hidden' where the browser gives none.
  const ask = async (name, url, init) => {
    try {
      const answer = await fetch(url, { redirect: 'manual', ...init });
      seen[name] = answer.status;
      return await answer.json().catch(() => undefined);
    } catch {
      seen[name] = 'hidden';
      return undefined;
    }
  };
  const json = { 'Content-Type': 'application/json' };
  const account = await ask('account', '/api/v4/account?with=drive_url');
  const drive = account && account.drive_url;
  if (!drive) return console.log(JSON.stringify(seen, null, 2));
  const request = (size) => ({
    method: 'POST',
    body: JSON.stringify({ file_name: 'kommo-probe-page.bin', file_size: size }),
  });
  const sessions = drive + '/v1.0/sessions';
  await ask('sessionUntyped', sessions, request(2));
  const cookies = await ask('sessionWithCookies', sessions, { ...request(2), headers: json, credentials: 'include' });
  const tokens = token && await ask('sessionWithToken', sessions, { ...request(2), headers: { ...json, ...bearer } });
  const session = tokens && tokens.upload_url ? tokens : cookies;
  const uuids = [];
  const part = async (name, url, init) => {
    const answer = await ask(name, url, { method: 'POST', body: Uint8Array.of(7), ...init });
    if (answer && answer.uuid) uuids.push(answer.uuid);
    return answer;
  };
  if (session && session.upload_url) {
    await part('partWithWrongUrl', session.upload_url.slice(0, -8) + 'AAAAAAAA');
    // Without a header of its own no preflight is asked for; with one, each part costs one.
    const first = await part('partUntyped', session.upload_url);
    const last = first && first.next_url
      && await part('partTyped', first.next_url, { headers: { 'Content-Type': 'application/octet-stream' } });
    const links = last && last._links || {};
    const link = (links.download_version || links.download || {}).href;
    if (link) {
      await ask('download', link);
      await ask('downloadRange', link, { headers: { Range: 'bytes=1-' } });
      await ask('downloadWithCookies', link, { credentials: 'include' });
    }
  }
  const way = tokens && tokens.upload_url ? { headers: { ...json, ...bearer } } : { headers: json, credentials: 'include' };
  for (const uuid of uuids)
    await ask('deleted', drive + '/v1.0/files', { method: 'DELETE', body: JSON.stringify([{ uuid }]), ...way });
  console.log(JSON.stringify(seen, null, 2));
})();`;

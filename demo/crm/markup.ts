/**
 * The stand-in's two documents: who signs in, and the page that everything else happens in.
 *
 * Knows: markup without any inline script or style, as the policy wants it. Does not know: areas.
 */
import { USERS, type User } from './people.js';

const head = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>CRM stand-in</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/manners.css">
<link rel="stylesheet" href="/assets/crm.css">
`;

export const signInPage = (): string => `${head}</head>
<body>
<main class="sign-in">
<h1>CRM stand-in</h1>
<p>A page that loads the widget as the CRM does. Nothing leaves this computer. Who are you?</p>
<form method="post" action="/ajax/sign-in">
${USERS.map(
  ({ id, name, role }) =>
    `<button name="user" value="${id}"><strong>${name}</strong><span>${role}</span></button>`,
).join('\n')}
</form>
</main>
</body>
</html>`;

export const crmPage = (known: {
  account: number;
  user: User;
}): string => `${head}<script type="application/json" id="known">${JSON.stringify(known).replaceAll('<', '\\u003c')}</script>
<script src="/assets/require.js"></script>
<script type="module" src="/assets/page/main.js"></script>
</head>
<body>
<div id="app"></div>
<noscript>This page is about a script, so it needs scripts to be on.</noscript>
</body>
</html>`;

/** A server without a DOM that renders the application, as a process of its own: props in, HTML out. */
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { App } from './react-app.js';

const [props = ''] = process.argv.slice(2);

process.stdout.write(renderToString(createElement(App, JSON.parse(props))));

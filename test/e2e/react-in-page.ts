/** The script of the page: goes on with what the server has rendered. */
import { createElement, StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { App, type AppProps } from './react-app.js';

const place = document.getElementById('app') as HTMLElement;

const view = (props: AppProps) =>
  createElement(StrictMode, undefined, createElement(App, props));

window.heard = [];
const root = hydrateRoot(place, view(JSON.parse(place.dataset.props ?? '')));
window.show = (props) => root.render(props && view(props));

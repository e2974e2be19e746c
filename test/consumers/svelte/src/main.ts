import 'kommo-uploader';
import type {} from 'kommo-uploader/types/svelte';
import { mount } from 'svelte';
import App from './App.svelte';

mount(App, { target: document.getElementById('app') as HTMLElement });

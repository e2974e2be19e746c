import 'kommo-uploader';
import type {} from 'kommo-uploader/types/vue';
import { createApp } from 'vue';
import App from './App.vue';

createApp(App).mount('#app');
